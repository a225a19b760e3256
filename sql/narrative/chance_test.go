package narrative

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"cafe-rewards/sql/metrics"
)

// Where nothing differs, at most 5 in 100 tables get any sentence that claims a difference, however many sentences there could be.
func TestNothingIsClaimedOfChance(t *testing.T) {
	t.Parallel()
	const tables = 500
	tolerance := 3 * math.Sqrt(0.05*0.95/tables)
	for name, draw := range map[string]func(*rand.Rand) Subject{
		"rates of customers":                     ratesOfChance,
		"rates of receipts":                      clusteredRates,
		"rates by day":                           dailyRates,
		"counts by day":                          dailyCounts,
		"counts by group":                        countsOfChance,
		"amounts by day":                         amounts,
		"means by day":                           means,
		"medians, spread":                        func(r *rand.Rand) Subject { return boxes(r, 0) },
		"medians, of whole hours":                func(r *rand.Rand) Subject { return boxes(r, 6) },
		"a selection and everybody else":         func(r *rand.Rand) Subject { return selections(r, 1) },
		"a selection, in each of several groups": func(r *rand.Rand) Subject { return selections(r, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(7, 8))
			claimed := 0
			var example string
			for range tables {
				for _, sentence := range draw(random).Sentences() {
					if sentence.P < 1 {
						claimed++
						example = Text(sentence, "en", write)
						break
					}
				}
			}
			t.Logf("%.3f of the tables", float64(claimed)/tables)
			if share := float64(claimed) / tables; share > 0.05+tolerance {
				t.Errorf("%.3f of the tables get a claim, such as %q", share, example)
			}
		})
	}
}

// The test above can fail: receipts taken for independent ones make a claim of many a table of chance.
func TestClustersMatter(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	claimed := 0
	for range 200 {
		s := clusteredRates(random)
		s.Effects = even(1)
		if len(s.Sentences()) > 0 {
			claimed++
		}
	}
	if claimed < 30 {
		t.Errorf("only %d of 200 tables get a claim", claimed)
	}
}

// binomial counts successes by the sum of draws; poisson by the time between events, in runs that do not underflow.
func binomial(r *rand.Rand, n int64, p float64) (k int64) {
	for range n {
		if r.Float64() < p {
			k++
		}
	}
	return k
}

func poisson(r *rand.Rand, mean float64) (k int64) {
	if mean > 200 { // the normal distribution is as good
		return int64(math.Round(mean + math.Sqrt(mean)*r.NormFloat64()))
	}
	for at := r.ExpFloat64(); at < mean; at += r.ExpFloat64() {
		k++
	}
	return k
}

func ratesOfChance(r *rand.Rand) Subject {
	p := 0.02 + 0.96*r.Float64()
	groups := make([]group, 2+r.IntN(8))
	for i := range groups {
		n := 5 + int64(math.Exp(6*r.Float64()))
		groups[i] = group{name: fmt.Sprint("g", i), successes: binomial(r, n, p), n: n}
	}
	return rates("Group", "", groups...)
}

// clusteredRates have customers whose receipts mostly end alike: the design effect is far above 1.
func clusteredRates(r *rand.Rand) Subject {
	p := 0.1 + 0.8*r.Float64()
	groups := make([]group, 2+r.IntN(5))
	for i := range groups {
		g := group{name: fmt.Sprint("g", i)}
		for range 40 + r.Int64N(400) {
			usual := r.Float64() < p
			for range 1 + binomial(r, 5, 0.5) {
				g.n++
				if alike := r.Float64() < 0.8; alike && usual || !alike && r.Float64() < p {
					g.successes++
				}
			}
		}
		groups[i] = g
	}
	return receiptRates("Group", groups...)
}

func dailyRates(r *rand.Rand) Subject {
	p := 0.05 + 0.9*r.Float64()
	size := math.Exp(2 + 4*r.Float64())
	groups := make([]group, 8+r.IntN(40))
	for i := range groups {
		n := poisson(r, size)
		groups[i] = group{name: int64(i + 1), successes: binomial(r, n, p), n: n}
	}
	s := rates("Day", metrics.Day, groups...)
	s.Ordered = true
	return s
}

func dailyCounts(r *rand.Rand) Subject {
	days, names := 8+r.IntN(50), "A B C"
	series := make([][]int64, 3)
	for i := range series {
		size := math.Exp(-1 + 8*r.Float64())
		series[i] = make([]int64, days)
		for day := range days {
			series[i][day] = poisson(r, size)
		}
	}
	return daily(names, series...)
}

func countsOfChance(r *rand.Rand) Subject {
	counts := make([]int64, 3+r.IntN(30))
	size := math.Exp(-1 + 8*r.Float64())
	for i := range counts {
		counts[i] = poisson(r, size)
	}
	s := daily("Receipts", counts)
	s.Ordered, s.Chart.Kind = false, metrics.Bar
	return s
}

// amounts are sums of payments that differ as widely as the real purchases do.
func amounts(r *rand.Rand) Subject {
	days := 8 + r.IntN(30)
	sums, n := make([]int64, days), make([]int64, days)
	size := 20 + 300*r.Float64()
	for day := range days {
		n[day] = poisson(r, size)
		for range n[day] {
			sums[day] += int64(100 * math.Exp(1.75+1.4*r.NormFloat64()))
		}
	}
	s := daily("Sales N", sums, n)
	s.Chart.Values = []string{"sales"}
	s.Table.Columns[1].Unit, s.Table.Columns[1].N = metrics.USD, "n"
	s.Effects = even(math.Exp(1.4 * 1.4)) // the mean square of a payment divided by the square of its mean
	return s
}

func means(r *rand.Rand) Subject {
	s := daily("Hours", make([]int64, 8+r.IntN(50)))
	s.Table.Columns[1].Type, s.Table.Columns[1].Unit = metrics.Number, metrics.Hours
	for _, row := range s.Table.Rows {
		row[1] = 60 + 5*r.NormFloat64()
	}
	return s
}

// boxes are quartiles of samples of one skewed distribution, on a grid or not.
func boxes(r *rand.Rand, step float64) Subject {
	s := boxTable()
	for i := range 2 + r.IntN(6) {
		sample := make([]float64, 30+r.IntN(300))
		for j := range sample {
			sample[j] = 50 * r.ExpFloat64()
			if step > 0 {
				sample[j] = step * math.Floor(sample[j]/step)
			}
		}
		slices.Sort(sample)
		at := func(q float64) float64 { return sample[int(q*float64(len(sample)-1))] }
		s.Table.Rows = append(s.Table.Rows, []any{fmt.Sprint("g", i), at(0), at(0.25), at(0.5), at(0.75), at(1), int64(len(sample))})
	}
	return s
}

func boxTable() Subject {
	s := Subject{Effects: even(1), Chart: metrics.Chart{Kind: metrics.Box, Category: "group", Values: []string{"least", "lower", "median", "upper", "greatest"}}}
	s.Table.Columns = []metrics.Column{{Name: "group", Label: "Group", Type: metrics.Text}}
	for _, name := range s.Chart.Values {
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: name, Label: name, Type: metrics.Number, Unit: metrics.Hours, N: "n"})
	}
	s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: "n", Label: "n", Type: metrics.Integer, Unit: metrics.Count})
	return s
}

func selections(r *rand.Rand, groups int) Subject {
	s := rates("Group", "")
	s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: "who", Label: "Who", Type: metrics.Text})
	s.Chart.Series = "who"
	for i := range groups {
		p := 0.05 + 0.9*r.Float64()
		for _, who := range []string{"selection", "everybody else"} {
			n := 30 + r.Int64N(500)
			s.Table.Rows = append(s.Table.Rows, []any{fmt.Sprint("g", i), float64(binomial(r, n, p)) / float64(n), n, int64(0), who})
		}
	}
	return s
}
