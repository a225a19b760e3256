package views

import "github.com/a-h/templ"

// EmbedPage is one visual or a whole dashboard alone, for a frame on somebody else's page.
type EmbedPage struct {
	Brand     Brand
	Theme     string // light or dark; empty leaves it to the reader's system
	Title     string
	Address   string // of the same thing in full, with the host: the frame's link leads there; empty: there is none
	Freshness Freshness
	Figures   []Figure // of a dashboard
	Cards     []Card   // one for a visual
}

// themed says of a page which theme it has, where that is not left to the reader's system.
func themed(theme string) templ.Attributes {
	if theme == "" {
		return nil
	}
	return templ.Attributes{"data-theme": theme}
}

// troubled says what is wrong, in a word for scripts.
func troubled(problem string) templ.Attributes {
	if problem == "" {
		return nil
	}
	return templ.Attributes{"data-problem": problem}
}
