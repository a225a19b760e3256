package views

// VisualPage is one visual, large.
type VisualPage struct {
	Page
	Card     Card
	Controls Controls
	From     string // the title of the sheet that it is from; may be empty
}
