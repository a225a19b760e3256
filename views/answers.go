package views

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
}

// Answer is what one method says.
type Answer struct {
	Sentence string   // Web leads: 51.03 % of the offers sent through it were completed.
	Figures  []Figure // the headline figures, at most four
	Card     Card     // the chart behind them, its definition and its exports
}
