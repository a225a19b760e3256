package narrative

import (
	"math/big"
	"slices"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// average is a mean of cents over customers, in a selection and the other.
type average struct {
	group       string
	mine, other int64
}

// averages is a table of means over so many customers, whose spending has a standard deviation of 200 cents: each mean has an error of 20.
func averages(customers int64, all ...average) Subject {
	s := Subject{Chart: metrics.Chart{Kind: metrics.Columns, Category: "group", Series: metrics.SelectionColumn, Values: []string{"mean"}}}
	s.Table.Columns = []metrics.Column{
		{Name: "group", Label: "Group", Type: metrics.Text}, {Name: metrics.SelectionColumn, Type: metrics.Text},
		{Name: "mean", Label: "Sales per buyer", Type: metrics.Number, Unit: metrics.USD, N: "n"}, {Name: "n", Label: "n", Type: metrics.Integer, Unit: metrics.Count},
	}
	for _, a := range all {
		for side, mean := range map[string]int64{metrics.FirstSelection: a.mine, metrics.SecondSelection: a.other} {
			s.Table.Rows = append(s.Table.Rows, []any{a.group, side, float64(mean), customers})
			s.Spreads = append(s.Spreads, metrics.Spread{Group: a.group, Side: side, Sums: significance.Sums{
				Units: customers, X: big.NewInt(mean * customers), XX: big.NewInt(mean*mean*customers + 200*200*(customers-1)),
			}})
		}
	}
	slices.SortFunc(s.Table.Rows, func(a, b []any) int { // the first selection first
		if a[1] == b[1] {
			return 0
		} else if a[1] == metrics.FirstSelection {
			return -1
		}
		return 1
	})
	return s
}

// TestMeansOfSelections: means are told apart where chance does not explain it, by Welch's t over customers and with Holm's correction over the
// groups. By hand: the error of a difference is √(20² + 20²) = 28.28; of 100 cents t is 3.54 and the interval 100 ± 1.972 × 28.28; of 62 it is
// 2.19, p = 0.030: a difference alone, none among two.
func TestMeansOfSelections(t *testing.T) {
	t.Parallel()
	const ahead = "A: This selection ($11.00, n = 100) is ahead of Other selection ($10.00, n = 100) by $1.00 (95 % interval $0.44 to $1.56)."
	for name, c := range map[string]struct {
		subject Subject
		want    string
	}{
		"one differs":                  {averages(100, average{"A", 1100, 1000}, average{"B", 990, 1000}), ahead},
		"the other way round":          {averages(100, average{"A", 1000, 1100}, average{"B", 990, 1000}), "A: Other selection ($11.00, n = 100) is ahead of This selection ($10.00, n = 100) by $1.00 (95 % interval $0.44 to $1.56)."},
		"chance explains it":           {averages(100, average{"A", 1010, 1000}, average{"B", 990, 1000}), ""},
		"alone":                        {averages(100, average{"A", 1062, 1000}), "This selection ($10.62, n = 100) is ahead of Other selection ($10.00, n = 100) by $0.62 (95 % interval $0.06 to $1.18)."},
		"one of two":                   {averages(100, average{"A", 1062, 1000}, average{"B", 1000, 1000}), ""},
		"few customers":                {averages(29, average{"A", 9000, 1000}), ""},
		"what varies is not known":     {func() Subject { s := averages(100, average{"A", 1100, 1000}); s.Spreads = nil; return s }(), ""},
		"selections that share a row":  {func() Subject { s := averages(100, average{"A", 1100, 1000}); s.Overlapping = true; return s }(), ""},
		"customers without a purchase": {averages(100, average{"A", 0, 0}), ""},
	} {
		got := texts(c.subject, "en")
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0] != c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
