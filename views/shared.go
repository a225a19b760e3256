package views

// SharedPage tells a short address.
type SharedPage struct {
	Page
	Short string // the whole of it, with the host
	Long  string // path and query that it stands for
}
