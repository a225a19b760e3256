package consumption

// For the tests, which cannot be in this package: the databases they ask for are made with it.
var (
	Put       = apply
	Parse     = parse
	Qualified = qualified
)
