package views

import (
	"net/url"
	"slices"
)

// ExplorePage is where anybody puts a visual together: figures, groups, filters, a chart.
type ExplorePage struct {
	Page
	Query    string // what the page shows, as it stands in an address
	Controls Controls
	Form     ExploreForm
	Card     *Card // nil where what was chosen cannot be shown
	Wrong    Wrong // why not
	Add      *AddToDashboard
}

// ExploreForm is what there is to choose.
type ExploreForm struct {
	Kept     url.Values // the filters, which have a form of their own
	Measures []ChoiceGroup
	By       [][]Choice // a list for each dimension of the groups
	Series   []Choice
	Panels   []Choice
	Charts   []Choice
	Order    []Choice
}

// Choice is one of several. One with a reason why it cannot be chosen is disabled, unless it is chosen already.
type Choice struct {
	Value   string // as it stands in an address
	Label   string
	About   string // a sentence; may be empty
	Why     string // why it cannot be chosen; empty where it can
	Chosen  bool
	Address string // of the page with this choice; may be empty
}

func (c Choice) disabled() bool { return c.Why != "" && !c.Chosen }

// text is the choice in a list, which has no room for a reason but in the line itself.
func (c Choice) text() string {
	if c.disabled() {
		return c.Label + " – " + c.Why
	}
	return c.Label
}

// ChoiceGroup are choices with a heading.
type ChoiceGroup struct {
	Label   string
	Choices []Choice
}

func (g ChoiceGroup) chosen() int {
	n := 0
	for _, c := range g.Choices {
		if c.Chosen {
			n++
		}
	}
	return n
}

// Wrong is why what was chosen cannot be shown.
type Wrong struct {
	Field    string // the choice that it is about: measures, by, series, panels, chart or order
	Sentence string
	Fits     []Choice // kinds of chart that would do
}

// on is the sentence, beside the choice that it is about.
func (w Wrong) on(fields ...string) string {
	if slices.Contains(fields, w.Field) {
		return w.Sentence
	}
	return ""
}

// AddToDashboard is the form by which what is shown goes on a dashboard of one's own.
type AddToDashboard struct {
	Title      string
	Dashboards []Choice
	Versus     bool // the page compares, which a dashboard does only when it is looked at
}

func unfit(choices []Choice) []Choice {
	return slices.DeleteFunc(slices.Clone(choices), func(c Choice) bool { return c.Why == "" })
}

// keptNames are the names of fields that a form keeps without showing them, in their order.
func keptNames(kept url.Values) []string { return Controls{Kept: kept}.keptNames() }
