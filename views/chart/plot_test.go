package chart

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
)

func TestAlt(t *testing.T) {
	t.Parallel()
	many := fixtures["bar"]
	for name, want := range map[string]string{
		"bar": "Completion rate by group. 4 rows. Completion rate is highest for social: 57.24 % (56.7–57.7 %, n = 38,065)" +
			" and lowest for <b>\"few\"</b>: 25.00 % (8.9–53.2 %, n = 12).",
		"stacked":   "Received and sent. Day 1: Received 12,650, Sent 40; Day 2: Received 0, Sent 90; Day 3: Received –, Sent 70; Day 4: Received 400, Sent 20.",
		"line":      "Activity per day. Day 1 to Day 4. Received is highest on Day 1 (12,650) and lowest on Day 2 (0); Sent is highest on Day 2 (90) and lowest on Day 4 (20).",
		"histogram": "Received per day. Day 1 to Day 4. The tallest of 4 columns is Day 2 with 90.",
		"funnel":    "From received to completed. Received: 76,277; Viewed: 57,725 (75.7 % of 76,277); Completed: 12 (60.0 % of 20).",
	} {
		if got := fixtures[name].plot().Alt(); got != want {
			t.Errorf("%s says\n%q, want\n%q", name, got, want)
		}
	}
	many.table.Rows = nil
	if got, want := many.plot().Alt(), "Completion rate by group: no figures."; got != want {
		t.Errorf("without rows: %q, want %q", got, want)
	}
}

func TestNothingIsDrawnWithoutRowsOrColumns(t *testing.T) {
	t.Parallel()
	for _, kind := range []metrics.Kind{metrics.Bar, metrics.Stacked, metrics.Line, metrics.Histogram, metrics.Funnel, metrics.KPI, metrics.TableOnly, "new"} {
		for _, f := range []fixture{
			{metrics.Visual{Chart: metrics.Chart{Kind: kind, Category: "group", Values: []string{"rate"}}}, metrics.Table{Columns: rates.Columns}},
			{metrics.Visual{Chart: metrics.Chart{Kind: kind, Category: "gone", Values: []string{"rate"}}}, rates},
			{metrics.Visual{Chart: metrics.Chart{Kind: kind, Category: "group", Values: []string{"gone"}}}, rates},
			{metrics.Visual{Chart: metrics.Chart{Kind: kind}}, metrics.Table{}},
		} {
			if f.plot().Drawn() {
				t.Errorf("%s is drawn from %v with %d rows", kind, f.visual.Chart, len(f.table.Rows))
			}
		}
	}
}

// TestOneRowOfNothing: a single row, without a value, is drawn by every kind.
func TestOneRowOfNothing(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures {
		row := make([]any, len(f.table.Columns))
		f.table = metrics.Table{Columns: f.table.Columns, Rows: [][]any{row}}
		p := f.plot()
		_ = p.Spec()
		if !strings.HasSuffix(p.Alt(), ".") {
			t.Errorf("%s says %q", name, p.Alt())
		}
		for _, r := range append(p.bars(), p.steps()...) {
			if math.IsNaN(r.X) || math.IsNaN(r.Width) {
				t.Errorf("%s draws %v", name, r)
			}
		}
	}
}

func TestLongTablesAreDrawnInPart(t *testing.T) {
	t.Parallel()
	f := fixtures["bar"]
	f.table.Rows = nil
	for range 3000 {
		f.table.Rows = append(f.table.Rows, rates.Rows[0])
	}
	if p := f.plot(); len(p.Marks) != maxBars || p.Rows != 3000 {
		t.Errorf("%d of %d rows are drawn, want %d", len(p.Marks), p.Rows, maxBars)
	}
}

// TestScaleHoldsItsValues: whatever the values are, they are on the scale, it has few round ticks, and they rise.
func TestScaleHoldsItsValues(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	units := []metrics.Unit{metrics.Plain, metrics.Count, metrics.Percent, metrics.USD, metrics.Hours}
	for range 5000 {
		size := math.Pow(10, random.Float64()*14-4)
		low, high := 0.0, random.Float64()*size
		if random.IntN(3) == 0 {
			low = -random.Float64() * size
		}
		s := newScale(low, high, units[random.IntN(len(units))])
		if s.Min > low+1e-9*size || s.Max < high-1e-9*size || s.Min > 0 || s.Max < 0 {
			t.Fatalf("%v to %v is not within %v to %v", low, high, s.Min, s.Max)
		}
		if len(s.Ticks) < 2 || len(s.Ticks) > 9 {
			t.Fatalf("%v to %v has %d ticks", low, high, len(s.Ticks))
		}
		for i, tick := range s.Ticks {
			if i > 0 && tick.At <= s.Ticks[i-1].At || tick.Label == "" {
				t.Fatalf("the ticks of %v to %v are %v", low, high, s.Ticks)
			}
		}
		if last := s.Ticks[len(s.Ticks)-1].At; math.Abs(last-s.Max) > s.Step*1e-6 {
			t.Fatalf("the last tick of %v to %v is %v, the scale ends at %v: the labels would not stand where they belong", low, high, last, s.Max)
		}
	}
}

func TestPercentAxisEndsAtAHundred(t *testing.T) {
	t.Parallel()
	for _, high := range []float64{83.7, 95, 99.9, 100} {
		if s := newScale(0, high, metrics.Percent); s.Max != 100 {
			t.Errorf("%v %% is drawn on an axis to %v %%", high, s.Max)
		}
	}
}

func TestEndLabelsDoNotMeet(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		table := metrics.Table{Columns: []metrics.Column{{Name: "day"}}, Rows: [][]any{{"last"}}}
		visual := metrics.Visual{Chart: metrics.Chart{Kind: metrics.Line, Category: "day"}}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			table.Columns = append(table.Columns, metrics.Column{Name: name, Label: name, Type: metrics.Integer, Unit: metrics.Count})
			table.Rows[0] = append(table.Rows[0], random.Int64N(1000))
			visual.Chart.Values = append(visual.Chart.Values, name)
		}
		p := New(visual, table)
		labels := p.endLabels()
		for i, l := range labels {
			if l.Y < 8 || l.Y > p.high()-8 || i > 0 && l.Y-labels[i-1].Y < 16 {
				t.Fatalf("labels at %v", labels)
			}
		}
	}
}

func TestColumnLabelsFitAPhone(t *testing.T) {
	t.Parallel()
	f := fixtures["line"]
	for rows := 1; rows <= 100; rows++ {
		f.table.Rows = nil
		for day := range rows {
			f.table.Rows = append(f.table.Rows, []any{int64(day + 1), int64(1), int64(2)})
		}
		labels := f.plot().columnLabels()
		if len(labels) == 0 || len(labels) > maxColumnLabels || labels[0].Text != "Day 1" {
			t.Errorf("%d days have the labels %v", rows, labels)
		}
		if rows > 14 && labels[1].Text != "Day 8" && labels[1].Text != "Day 15" && labels[1].Text != "Day 22" {
			t.Errorf("%d days are not labelled by weeks: %v", rows, labels)
		}
	}
}

// BenchmarkSpec makes the option of a usual chart.
func BenchmarkSpec(b *testing.B) {
	f := fixtures["bar"]
	for b.Loop() {
		_ = f.plot().Spec()
	}
}
