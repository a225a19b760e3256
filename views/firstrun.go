package views

// FirstRunPage is shown at every address that needs data while no version is published. Page.Progress says how far it is;
// Failed says why the newest run brought nothing, and what to do.
type FirstRunPage struct {
	Page
	Source string
	Failed string
}
