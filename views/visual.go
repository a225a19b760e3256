package views

// VisualPage is one visual, large.
type VisualPage struct {
	Page
	Card Card
}
