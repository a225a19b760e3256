package views

// Brand is whose name, sign and colours the pages carry.
type Brand struct {
	Name  string // on the bar and in the title of every page
	Logo  string // the address of a picture; empty: the product's own sign
	Style string // the address of a style sheet with the brand's colours; empty: the product's own
}

// Product is the brand where none was set.
var Product = Brand{Name: "Café Rewards"}
