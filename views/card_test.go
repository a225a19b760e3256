package views

import (
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// Groups without what is drawn of them are no empty axes: the card says what they lack.
func TestNothingToDraw(t *testing.T) {
	t.Parallel()
	columns := []metrics.Column{{Name: "offer", Label: "Offer"}, {Name: "view_rate", Label: "View rate"}, {Name: "completion_rate", Label: "Completion rate"}}
	for name, tt := range map[string]struct {
		kind   metrics.Kind
		values []string
		rows   [][]any
		want   string // empty: it is drawn
	}{
		"no rate":               {metrics.Bar, []string{"completion_rate"}, [][]any{{"A", 0.4, nil}, {"B", 0.5, nil}}, "What is selected has no completion rate."},
		"one rate":              {metrics.Bar, []string{"completion_rate"}, [][]any{{"A", 0.4, nil}, {"B", 0.5, 0.1}}, ""},
		"a rate of nothing":     {metrics.Bar, []string{"completion_rate"}, [][]any{{"A", 0.4, 0.0}}, ""},
		"one figure of two":     {metrics.Line, []string{"view_rate", "completion_rate"}, [][]any{{"A", 0.4, nil}}, ""},
		"points without height": {metrics.Scatter, []string{"view_rate", "completion_rate"}, [][]any{{"A", 0.4, nil}}, "What is selected has no completion rate."},
		"a table":               {metrics.TableOnly, []string{"completion_rate"}, [][]any{{"A", 0.4, nil}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			card := Card{Visual: metrics.Visual{Kind: tt.kind, Chart: metrics.Chart{Kind: tt.kind, Category: "offer", Values: tt.values}}, Table: metrics.Table{Columns: columns, Rows: tt.rows}}
			if got := card.valueless(); got != (tt.want != "") {
				t.Errorf("valueless is %t", got)
			}
			if got := card.emptyText(language.English); card.valueless() && got != tt.want {
				t.Errorf("it says %q, want %q", got, tt.want)
			}
		})
	}
}
