package metrics

import (
	"strings"
	"testing"
)

// TestRowsAreThoseCounted: the rows behind a figure that counts rows are as many as it says, under a filter too.
func TestRowsAreThoseCounted(t *testing.T) {
	t.Parallel()
	w := real(t)
	for _, s := range w.Model.Measures() {
		if s.Unit != Count || s.Published() || len(s.parts()) > 0 || strings.Contains(s.SQL, "distinct") { // the rows of different customers are more than these
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			where := Selection{{Dimension: "member_year", Values: []string{"2017"}}}
			want := w.ask(t, Question{Measures: []string{s.Name}, Where: where}).Rows[0][0]
			_, got, err := w.Model.Rows(t.Context(), w.pool, s.Fact, where.And(w.Model.Counted(s.Name)), 1, 1, 0)
			if err != nil || got != want || got == 0 && s.Fact != "unmatched" { // nothing of the real data is left unmatched
				t.Errorf("%v are counted, there are %d rows (%v)", want, got, err)
			}
		})
	}
}
