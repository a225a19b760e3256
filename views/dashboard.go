package views

import (
	"slices"
	"strconv"

	"cafe-rewards/views/language"
)

// DashboardPage is a sheet of key figures and cards.
type DashboardPage struct {
	Page
	Name        string // in its address
	Subtitle    string // what the sheet covers, in a sentence; may be empty
	Controls    Controls
	Figures     []Figure
	FiguresCard Card // the visual of the key figures: their table and exports
	Cards       []Card
	Highlights  []Highlight // what stands out
	Speaks      bool        // in another selection, something could
	Origin      string      // scheme and host of this server, for the embed snippet
	Query       string      // the state that the page shows, as it stands in an address
	Own         bool        // made by the owner, not the program's
}

// Highlight is the first thing that one of the cards says.
type Highlight struct {
	Text string
	Card Card
}

// maxHighlights is how many sentences a sheet opens with.
const maxHighlights = 4

// HighlightsOf are the first sentences of the cards. What another card has said already is not said again.
func HighlightsOf(cards []Card) []Highlight {
	var all []Highlight
	for _, c := range cards {
		said := func(text string) bool {
			return slices.ContainsFunc(all, func(h Highlight) bool { return h.Text == text })
		}
		if first := slices.IndexFunc(c.Sentences, func(text string) bool { return !said(text) }); first >= 0 && len(all) < maxHighlights {
			all = append(all, Highlight{c.Sentences[first], c})
		}
	}
	return all
}

// mostHighlights is a class that says how many sentences the sheet could open with, in whatever selection: so much room is kept for them.
func (p DashboardPage) mostHighlights() string {
	most := 0
	for _, c := range p.Cards {
		if c.Speaks || len(c.Sentences) > 0 {
			most++
		}
	}
	return "highlights-" + strconv.Itoa(min(most, maxHighlights))
}

// silence is what a sheet says on which nothing stands out. Not everything that is shown was tested, so it claims nothing about the rest.
func (p DashboardPage) silence(l language.Locale) string {
	some := func(is func(Card) bool) bool { return slices.ContainsFunc(p.Cards, is) }
	switch {
	case some(func(c Card) bool { return c.Tested && len(c.Table.Rows) > 0 }):
		return l.Text("Nothing does: of what was tested here, chance can explain all.")
	case some(func(c Card) bool { return c.Visual.Chart.Category != "" && len(c.Table.Rows) > 0 }): // others have a row of zeros
		return l.Text("No figures here are compared by a test, so none is said to stand out.")
	case some(func(c Card) bool { return len(c.Silent) > 0 }) && !some(func(c Card) bool { return c.empty() && !c.silent() }):
		return l.Text("The figures here do not have what is filtered by.")
	}
	return l.Text("Nothing matches these filters.")
}

// Suffix is what follows the sheet's path in the address of this state, with the question mark.
func (p DashboardPage) Suffix() string { return suffix(p.Query) }

func (p DashboardPage) snippet() string {
	return Iframe(p.frameAddress(), p.Title, "100%", DashboardFrameHeight)
}

// frameAddress is the whole address of the dashboard in a frame.
func (p DashboardPage) frameAddress() string {
	return p.Origin + EmbedPath + "dashboards/" + p.Name + p.Suffix()
}
