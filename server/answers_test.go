package server

import (
	"testing"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// TestUnanswered: a question whose visuals could not be made says so, and not that there was nothing.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	failed := map[string]views.Card{}
	for _, name := range behindAnswers {
		failed[name] = views.Card{Failed: "Something went wrong."}
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
