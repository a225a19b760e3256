package views

import "time"

// Product is the name on the bar and in the title of every page.
const Product = "Café Rewards"

// Sheet is a tab of the bar.
type Sheet struct {
	Label   string
	Address string
}

// The sheets, in the order of the tabs. Page.Sheet names the active one by its address.
const (
	AnswersSheet  = "/"
	OverviewSheet = "/dashboards/overview"
	ExportsSheet  = "/exports/"
	PipelineSheet = "/pipeline"
)

// Sheets are the tabs of the bar: a new sheet is a new line here.
var Sheets = []Sheet{
	{"Answers", AnswersSheet},
	{"Overview", OverviewSheet},
	{"Exports", ExportsSheet},
	{"Pipeline", PipelineSheet},
}

// Page is the frame around the content of every page.
type Page struct {
	Title     string // of the document, without the product's name
	Sheet     string // the address of the active sheet; may be empty
	Freshness Freshness
	Progress  *Progress // of the run that is under way; nil while none is
}

// Freshness says how new the data are that a page shows.
type Freshness struct {
	Version     int       // the data version shown; 0 while none is published
	PublishedAt time.Time // of that version
	Sample      bool      // the simulator's data, not the owner's
	Stale       string    // why newer data are not shown, as a sentence: the newest run failed; empty otherwise
}
