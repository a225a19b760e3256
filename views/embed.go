package views

// EmbedPage is one visual or a whole dashboard alone, for a frame on somebody else's page.
type EmbedPage struct {
	Brand     Brand
	Title     string
	Address   string // of the same thing in full, with the host: the frame's link leads there; empty: there is none
	Freshness Freshness
	Figures   []Figure // of a dashboard
	Cards     []Card   // one for a visual
}
