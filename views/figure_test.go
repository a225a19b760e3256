package views

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

func kpi() Card {
	return Card{
		Visual: metrics.Visual{Chart: metrics.Chart{Kind: metrics.KPI, Values: []string{"rate", "mean", "gone"}}},
		Table: metrics.Table{
			Columns: []metrics.Column{
				{Name: "rate", Label: "Rate", Type: metrics.Number, Unit: metrics.Percent, Low: "low", High: "high", N: "n"},
				{Name: "low"}, {Name: "high"}, {Name: "n"},
				{Name: "mean", Label: "Mean", Type: metrics.Number, Unit: metrics.Hours},
			},
			Rows: [][]any{{0.55, 0.5, 0.6, int64(100), nil}},
		},
	}
}

func TestFiguresOfAKPI(t *testing.T) {
	t.Parallel()
	want := []Figure{
		{Name: "rate", Label: "Rate", Value: 0.55, Unit: metrics.Percent, Low: 0.5, High: 0.6, N: 100},
		{Name: "mean", Label: "Mean", Unit: metrics.Hours},
	}
	if diff := cmp.Diff(want, kpi().Figures(language.English)); diff != "" {
		t.Error(diff)
	}
}

func TestFiguresOfNoRows(t *testing.T) {
	t.Parallel()
	card := kpi()
	card.Table.Rows = nil
	if got := card.Figures(language.English); got != nil {
		t.Errorf("got %v", got)
	}
	for _, row := range []int{-1, 0, 1} {
		if got := card.RowFigure(language.English, row); got.Label != "" || got.Value != nil {
			t.Errorf("row %d: %v", row, got)
		}
	}
}

func TestRowFigureIsCalledAsItsRow(t *testing.T) {
	t.Parallel()
	card := Card{
		Visual: metrics.Visual{Chart: metrics.Chart{Kind: metrics.Bar, Category: "day", Values: []string{"sales"}}},
		Table: metrics.Table{
			Columns: []metrics.Column{{Name: "day", Type: metrics.Integer, Unit: metrics.Day}, {Name: "sales", Label: "Sales", Type: metrics.Integer, Unit: metrics.USD}},
			Rows:    [][]any{{int64(1), int64(100)}, {int64(2), int64(250)}},
		},
	}
	if got, want := card.RowFigure(language.English, 1), (Figure{Name: "sales", Label: "Day 2", Value: int64(250), Unit: metrics.USD}); !cmp.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTrendStaysInItsBox(t *testing.T) {
	t.Parallel()
	f := Figure{Label: "Receipts", Trend: []int64{0, 5, -3, 10}}
	if got, want := f.trendPoints(), "0.00,22.00 33.33,12.00 66.67,22.00 100.00,2.00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := f.trendText(language.English), "Receipts per day, day 1 to day 4: most on day 4, 10."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
