package canned

import (
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Answers is the home page.
func Answers(l language.Locale) views.AnswersPage {
	return views.AnswersPage{Page: Page(l, "Answers", views.AnswersSheet), Questions: []views.Question{channels(l), age(l), hours(l)}}
}

func channels(l language.Locale) views.Question {
	published, audited := Card(l, "channel-effectiveness-published"), Card(l, "channel-effectiveness")
	return views.Question{
		Anchor: "channels",
		Title:  l.Text("Which channel is most effective?"),
		Published: views.Answer{
			Sentence: l.Text("%s leads: %s of the offers sent through it were completed.", "Web", format.Percent(l, 0.5103)),
			Figures:  []views.Figure{published.RowFigure(l, 0), published.RowFigure(l, 1)},
			Card:     published,
		},
		Audited: views.Answer{
			Sentence: "Social leads with 57.24 %, but the data cannot say that the channel is the cause.",
			Figures:  []views.Figure{audited.RowFigure(l, 0), audited.RowFigure(l, 1)},
			Card:     audited,
		},
		Difference: l.Text("The published ranking puts %s first with %s, the audited one %s with %s.", "web", format.Percent(l, 0.5103), l.Known("social"), format.Percent(l, 0.5724)),
		Reasons: []string{
			"15,235 receipts of informational offers, which cannot be completed, weigh down the channels that carry them.",
			"12,989 receipts are repeats of an offer that the customer already had; the published method merges them.",
			"An offer always goes out by the same channels, so a channel's rate is that of its offers.",
		},
	}
}

func age(l language.Locale) views.Question {
	published, audited := Card(l, "age-completion-published"), Card(l, "age-completion")
	return views.Question{
		Anchor: "age",
		Title:  l.Text("How does age divide those who complete from those who do not?"),
		Published: views.Answer{
			Sentence: "Customers of 41-60 complete most often: 82.29 % completed at least one offer.",
			Figures:  []views.Figure{published.RowFigure(l, 2), published.RowFigure(l, 0)},
			Card:     published,
		},
		Audited: views.Answer{
			Sentence: "61 and above (83.66 %) and 41-60 (82.29 %) lead, and cannot be told apart.",
			Figures:  []views.Figure{audited.RowFigure(l, 3), audited.RowFigure(l, 2)},
			Card:     audited,
		},
		Difference: "The published method shows 61 and above at 70.30 %, the audited one at 83.66 %. Between it and 41-60 there is no difference that " +
			"chance does not explain (p = 0.0502); both are ahead of the rest.",
		Reasons: []string{
			"2,175 customers carry the age 118, a placeholder for unknown. The published method counts them as 61 and above, and only 36.25 % of them completed an offer.",
		},
	}
}

func hours(l language.Locale) views.Question {
	published, audited, histogram := Card(l, "hours-to-complete-published"), Card(l, "hours-to-complete"), Card(l, "hours-histogram")
	return views.Question{
		Anchor: "hours",
		Title:  l.Text("How long does completion take?"),
		Published: views.Answer{
			Sentence: l.Text("%s on average.", format.Hours(l, 52.59)),
			Figures:  published.Figures(l),
			Card:     published,
		},
		Audited: views.Answer{
			Sentence: "62.5 hours on average; half of the completions take 48 hours or less.",
			Figures:  audited.Figures(l),
			Card:     histogram,
			Basis:    audited,
		},
		Difference: l.Text("The audited mean is %s longer.", format.Hours(l, 9.91)),
		Reasons: []string{
			"1,018 of the 28,996 published durations are negative: the latest receipt and the latest completion of a customer do not always belong together.",
			l.Text("The audited method pairs every completion with the earliest receipt that was still open."),
		},
	}
}
