package views

import "cafe-rewards/sql/metrics"

// AnswersPage is the home page: each question answered by both methods, side by side.
type AnswersPage struct {
	Page
	Questions []Question
}

// Question is one question with its two answers.
type Question struct {
	Anchor     string // its id on the page: channels
	Title      string // Which channel is most effective?
	Published  Answer
	Audited    Answer
	Difference string   // what differs, with the figures, in a sentence or two
	Reasons    []string // why it differs, a sentence each
	Support    []Card   // what the reasons speak of
}

// Answer is what one method says.
type Answer struct {
	Sentence string   // Web leads: 51.03 % of the offers sent through it were completed.
	Figures  []Figure // the headline figures, at most four
	Card     Card     // the chart behind them, its definition and its exports
	Basis    Card     // the visual that the figures are from, where it is not Card: its definition is shown too
}

// repeats says that the card has nothing to show but the key figures of the headline.
func (a Answer) repeats() bool {
	return a.Card.Visual.Chart.Kind == metrics.KPI && len(a.Figures) > 0 && len(a.Card.Table.Rows) > 0 && a.Card.Failed == ""
}
