package narrative

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cafe-rewards/sql/metrics"
)

func kindsOf(s Subject) (all []Kind) {
	for _, sentence := range s.Sentences() {
		all = append(all, sentence.Kind)
	}
	return all
}

// A series that is mostly zero has no movement, no peak and nothing unusual, wherever the sends fall.
func TestSends(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(13, 14))
	for range 300 {
		counts := make([]int64, 8+random.IntN(40))
		for range 1 + random.IntN(len(counts)/2) {
			counts[random.IntN(len(counts))] = 1 + random.Int64N(20_000)
		}
		for _, kind := range kindsOf(daily("Received", counts)) {
			if kind != Sparse && kind != Concentrated && kind != Neighbours {
				t.Errorf("%s of %v", kind, counts)
			}
		}
	}
	for name, counts := range map[string][]int64{"nothing at all": make([]int64, 30), "one day": {5}, "two days": {0, 5}} {
		if got := texts(daily("Received", counts), "en"); got != nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestMover(t *testing.T) {
	t.Parallel()
	steady := []int64{1000, 1010, 990, 1005}
	tests := map[string]struct {
		counts []int64
		want   Kind
	}{
		"up":               {append(slices.Clone(steady), 1300), Rise},
		"down":             {append(slices.Clone(steady), 700), Fall},
		"to nothing":       {append(slices.Clone(steady), 0), Fall},
		"as chance has it": {append(slices.Clone(steady), 1040), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := kindsOf(daily("Purchases", tt.counts))
			if found := slices.Contains(got, Rise) || slices.Contains(got, Fall); tt.want == "" && found || tt.want != "" && !slices.Contains(got, tt.want) {
				t.Errorf("%v, want %q", got, tt.want)
			}
		})
	}
	missing := daily("Purchases", []int64{1000, 1010, 990, 1005, 1300})
	missing.Table.Rows = slices.Delete(missing.Table.Rows, 3, 4)
	if got := kindsOf(missing); slices.Contains(got, Rise) {
		t.Errorf("day 5 was compared with day 3: %v", got)
	}
}

// Receipts of the same customers are worth less than as many of strangers.
func TestClusters(t *testing.T) {
	t.Parallel()
	s := daily("Completed", []int64{400, 405, 395, 400, 300})
	if got := kindsOf(s); !slices.Contains(got, Fall) {
		t.Errorf("of independent events: %v", got)
	}
	s.Effects = even(6)
	if got := kindsOf(s); slices.Contains(got, Fall) {
		t.Errorf("of events of the same customers: %v", got)
	}
}

func TestSales(t *testing.T) {
	t.Parallel()
	n, cents := slices.Clone(purchase), make([]int64, len(purchase))
	for day := range cents {
		cents[day] = 1278 * n[day]
	}
	s := daily("Sales N", cents, n)
	s.Chart.Values = []string{"sales"}
	s.Table.Columns[1].Unit = metrics.USD
	if got := kindsOf(s); slices.Contains(got, Fall) {
		t.Errorf("sales without the number of purchases: %v", got)
	}
	s.Table.Columns[1].N, s.Effects = "n", even(7) // as measured on the real purchases
	got := texts(s, "en")
	want := []string{
		"Sales: up by 32.44 % from the first half, Day 1 to Day 15 ($763975.62), to the last, Day 16 to Day 30 ($1011843.72).",
	}
	if !slices.Equal(got, want) {
		t.Errorf("sales: %q, want %q", got, want)
	}
}

// The hours of a day are not a way from the first to the last; months that nobody knows are no months.
func TestOrders(t *testing.T) {
	t.Parallel()
	byHour := daily("Purchases", purchase[:24])
	byHour.Table.Columns[0].Unit = metrics.Hour
	if got := kindsOf(byHour); slices.ContainsFunc(got, func(k Kind) bool { return topic(k) == Rise || topic(k) == TrendUp }) {
		t.Errorf("by hour of the day: %v", got)
	}
	unknown := daily("Customers", []int64{1000, 1010, 990, 1005})
	unknown.Table.Rows = append(unknown.Table.Rows, []any{nil, int64(10)})
	if got := kindsOf(unknown); slices.Contains(got, Fall) {
		t.Errorf("the unknown month was compared with the last: %v", got)
	}
}

// Two series along time are told apart by their names.
func TestSeries(t *testing.T) {
	t.Parallel()
	s := daily("Purchases", nil)
	s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: "who", Label: "Who", Type: metrics.Text})
	s.Chart.Series = "who"
	for day, count := range purchase {
		s.Table.Rows = append(s.Table.Rows, []any{int64(day + 1), count, "selection"}, []any{int64(day + 1), int64(5000 + day%3), "everybody else"})
	}
	got := texts(s, "en")
	want := "Selection: up by 32.44 % from the first half, Day 1 to Day 15 (59,779), to the last, Day 16 to Day 30 (79,174)."
	if !slices.Contains(got, want) {
		t.Errorf("%q is not in %q", want, got)
	}
}

// TestNeighbours: what most fall to is named where it is a stretch of the order; of those that lie apart, how many they are must do.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	hours := func(counts ...int64) Subject {
		s := daily("Completions", counts)
		s.Chart.Kind, s.Ordered = metrics.Histogram, false
		return s
	}
	for name, tt := range map[string]struct {
		subject Subject
		want    []string
	}{
		"a stretch":       {hours(500, 510, 480, 100, 90, 80, 70, 60, 50, 40, 30, 20), []string{"Completions: Day 1 to Day 3, 3 of 12, hold 73.40 % of 2,030."}},
		"apart":           {hours(490, 40, 480, 100, 90, 80, 70, 60, 510, 40, 30, 20), []string{"Completions: the 3 highest of 12 hold 73.63 % of 2,010."}},
		"nothing to tell": {hours(300, 310, 290, 305, 295, 300, 310, 290, 305, 295, 300, 305), nil},
	} {
		if got := texts(tt.subject, "en"); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
