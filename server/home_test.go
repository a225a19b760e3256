package server

import (
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

var failedCard = views.Card{Failed: "Something went wrong."}

// TestUnanswered: a question whose visuals could not be made says so, and not that there was nothing.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	failed := map[string]views.Card{}
	for _, name := range behindAnswers {
		failed[name] = failedCard
	}
	l := language.English
	for _, q := range []views.Question{channelQuestion(l, failed), ageQuestion(l, nil, failed), hoursQuestion(l, failed)} {
		for _, a := range []views.Answer{q.Published, q.Audited} {
			if a.Sentence != "There is no answer for now." || q.Difference != "" || len(a.Figures) != 0 {
				t.Errorf("%s: %q, %q, %d figures", q.Title, a.Sentence, q.Difference, len(a.Figures))
			}
		}
	}
}

// TestHalfAnswered: where one method has its answer it is given, whatever became of the other.
func TestHalfAnswered(t *testing.T) {
	t.Parallel()
	l := language.English
	channels := views.Card{
		Visual: metrics.Visual{Chart: metrics.Chart{Category: "channel", Values: []string{"rate"}}},
		Table: metrics.Table{
			Columns: []metrics.Column{{Name: "channel", Type: metrics.Text}, {Name: "rate", Type: metrics.Number, Unit: metrics.Percent, N: "n"}, {Name: "n", Type: metrics.Integer, Unit: metrics.Count}},
			Rows:    [][]any{{"email", 0.25, int64(200)}, {"web", 0.5, int64(100)}},
		},
	}
	hours := func(names ...string) views.Card {
		card := views.Card{Table: metrics.Table{Rows: [][]any{{}}}}
		for i, name := range names {
			card.Table.Columns = append(card.Table.Columns, metrics.Column{Name: name, Type: metrics.Number, Unit: metrics.Hours})
			card.Table.Rows[0] = append(card.Table.Rows[0], float64(72+i))
		}
		return card
	}
	for _, c := range []struct {
		question           views.Question
		published, audited string
	}{
		{channelQuestion(l, map[string]views.Card{"channel-effectiveness-published": channels, "channel-effectiveness": failedCard}),
			"Web leads: 50.00 % of the offers sent through it were completed.", "There is no answer for now."},
		{channelQuestion(l, map[string]views.Card{"channel-effectiveness-published": failedCard, "channel-effectiveness": channels}),
			"There is no answer for now.", "Web leads with 50.00 % of the receipts that could be completed. Channels overlap, so this says nothing about causes."},
		{hoursQuestion(l, map[string]views.Card{"hours-to-complete-published": hours("published_hours_mean"), "hours-to-complete": failedCard}),
			"72 h on average.", "There is no answer for now."},
		{hoursQuestion(l, map[string]views.Card{"hours-to-complete-published": failedCard, "hours-to-complete": hours("hours_mean", "hours_median")}),
			"There is no answer for now.", "72 h on average; half of the completions took 73 h or less."},
	} {
		if q := c.question; q.Published.Sentence != c.published || q.Audited.Sentence != c.audited || q.Difference != "" {
			t.Errorf("%s: %q, %q, %q", q.Title, q.Published.Sentence, q.Audited.Sentence, q.Difference)
		}
	}
}
