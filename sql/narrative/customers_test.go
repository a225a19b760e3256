package narrative

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"cafe-rewards/sql/metrics"
)

// has is what one customer has in each of several groups: x of n, where a rate is taken; or a count or an amount x of n things.
type has map[string][2]float64

// measured are design effects computed from the customers one by one, as agg_effect.sql and metrics.Effects do it with sums.
type measured struct {
	groups   map[string]float64
	together float64
}

func (m measured) Of(_, _, value string) float64 { return m.groups[value] }
func (m measured) Together(_, _ string) float64  { return m.together }

// ofRate is the variance of a rate over customers as a multiple of that of independent trials; ofSum the same of a sum, where customers come and
// go by chance.
func ofRate(pairs [][2]float64) float64 {
	x, n := add(pairs)
	squares := 0.0
	for _, p := range pairs {
		squares += math.Pow(p[0]-x/n*p[1], 2)
	}
	m := float64(len(pairs))
	return m / (m - 1) * squares / (x * (1 - x/n))
}

func ofSum(pairs [][2]float64) float64 {
	x, n := add(pairs)
	squares := 0.0
	for _, p := range pairs {
		squares += p[0] * p[0]
	}
	return n * squares / (x * x)
}

// enough says whether as many customers have anything as an effect is measured on: thirty who have as much as each other, or who tell as much.
func enough(pairs [][2]float64) bool {
	squares := 0.0
	for _, p := range pairs {
		squares += p[1] * p[1]
	}
	_, n := add(pairs)
	return n*n >= 30*squares && n > 0
}

func add(pairs [][2]float64) (x, n float64) {
	for _, p := range pairs {
		x += p[0]
		n += p[1]
	}
	return x, n
}

// measuredOn are the effects of the groups, and of all together; for periods of the same customers that is the effect of one half of the periods
// against the other.
func measuredOn(effect func([][2]float64) float64, customers []has, groups []string, periods bool) measured {
	m := measured{groups: map[string]float64{}}
	of := func(groups ...string) float64 {
		var pairs [][2]float64
		for _, c := range customers {
			var sum [2]float64
			for _, g := range groups {
				sum[0], sum[1] = sum[0]+c[g][0], sum[1]+c[g][1]
			}
			if sum[1] > 0 {
				pairs = append(pairs, sum)
			}
		}
		if !enough(pairs) {
			return 0
		}
		return max(1, effect(pairs))
	}
	m.together = of(groups...)
	for _, g := range groups {
		if m.groups[g] = of(g); m.groups[g] == 0 {
			m.groups[g] = m.together
		}
	}
	if half := len(groups) / 2; periods {
		m.together = max(1, of(groups[:half]...)+of(groups[half:]...)-m.together)
	}
	return m
}

// table is the table of the sums over customers in each group, with the effects measured on them.
func table(class class, customers []has, groups []string, periods bool) Subject {
	var s Subject
	effect := ofSum
	if class == rate {
		effect = ofRate
		s = rates("Group", "")
	} else {
		s = daily("Sum N", make([]int64, 0))
		s.Table.Columns[2].Name, s.Chart.Values = "n", []string{"sum"}
		if class == amount {
			s.Table.Columns[1].Unit, s.Table.Columns[1].N = metrics.USD, "n"
		}
	}
	s.Ordered, s.AddsUp = periods, true
	if !periods {
		s.Chart.Kind = metrics.Bar
	}
	for _, g := range groups {
		var pairs [][2]float64
		for _, c := range customers {
			pairs = append(pairs, c[g])
		}
		x, n := add(pairs)
		row := []any{any(g), int64(math.Round(x)), int64(n)}
		if class == rate {
			row[1] = nil
			if n > 0 {
				row[1] = x / n
			}
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	s.Effects = measuredOn(effect, customers, groups, periods)
	return s
}

// crowd is how customers differ in a simulation.
type crowd struct {
	customers int
	trials    func(*rand.Rand) int // of one customer, at least 1
	alike     float64              // the chance that a trial ends as is usual for the customer
}

var crowds = map[string]crowd{
	"a few trials, much alike":   {400, func(r *rand.Rand) int { return 1 + int(binomial(r, 5, 0.5)) }, 0.8},
	"a few trials, hardly alike": {400, func(r *rand.Rand) int { return 1 + int(binomial(r, 5, 0.5)) }, 0.1},
	"fifty trials, much alike":   {200, func(r *rand.Rand) int { return 1 + int(poisson(r, 50)) }, 0.6},
	"one trial of most, forty of some": {600, func(r *rand.Rand) int {
		if r.IntN(10) == 0 {
			return 40
		}
		return 1
	}, 0.5},
}

func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("g", i)
	}
	return all
}

// whole are customers each of whom is in one group with all that they have, such as an age group.
func (c crowd) whole(r *rand.Rand, class class) Subject {
	groups := names(3 + r.IntN(4))
	return table(class, c.draw(r, class, func(int) string { return groups[r.IntN(len(groups))] }, true), groups, false)
}

// parts are customers who have something in several groups, such as offers or days.
func (c crowd) parts(r *rand.Rand, class class, periods bool) Subject {
	groups := names(8 + r.IntN(8))
	return table(class, c.draw(r, class, func(int) string { return groups[r.IntN(len(groups))] }, false), groups, periods)
}

func (c crowd) draw(r *rand.Rand, class class, group func(int) string, once bool) []has {
	p := 0.1 + 0.8*r.Float64()
	all := make([]has, c.customers)
	for i := range all {
		all[i] = has{}
		usual, size := r.Float64() < p, math.Exp(1+c.alike*r.NormFloat64()) // does the customer mostly succeed; what does he mostly pay
		g := group(i)
		for trial := range c.trials(r) {
			if !once && (trial == 0 || r.Float64() > 0.3) { // some have several in a row
				g = group(i)
			}
			pair := all[i][g]
			pair[1]++
			switch alike := r.Float64() < c.alike; {
			case class == count:
				pair[0]++
			case class == amount:
				pair[0] += math.Round(100 * size * math.Exp(1.4*r.NormFloat64()))
			case alike && usual || !alike && r.Float64() < p:
				pair[0]++
			}
			all[i][g] = pair
		}
	}
	return all
}

// against are two selections of whole customers, in each of some groups that customers have parts in.
func (c crowd) against(r *rand.Rand, p [2]float64, groups int) Subject {
	s := rates("Group", "")
	s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: metrics.SelectionColumn, Label: "Who", Type: metrics.Text})
	s.Chart.Series = metrics.SelectionColumn
	var everybody []has
	of := names(groups)
	for side, name := range []string{metrics.FirstSelection, metrics.SecondSelection} {
		sums := map[string][2]float64{}
		for range c.customers {
			customer, usual := has{}, r.Float64() < p[side]
			for range c.trials(r) {
				g := of[r.IntN(groups)]
				pair := customer[g]
				pair[1]++
				if alike := r.Float64() < c.alike; alike && usual || !alike && r.Float64() < p[side] {
					pair[0]++
				}
				customer[g] = pair
			}
			for g, pair := range customer {
				sums[g] = [2]float64{sums[g][0] + pair[0], sums[g][1] + pair[1]}
			}
			everybody = append(everybody, customer)
		}
		for _, g := range of {
			s.Table.Rows = append(s.Table.Rows, []any{g, sums[g][0] / max(1, sums[g][1]), int64(sums[g][1]), name})
		}
	}
	slices.SortStableFunc(s.Table.Rows, func(a, b []any) int { return slices.Index(of, a[0].(string)) - slices.Index(of, b[0].(string)) })
	s.Effects = measuredOn(ofRate, everybody, of, false)
	return s
}
