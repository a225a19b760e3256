package narrative

import (
	"cafe-rewards/sql/significance"
)

// estimate is the mean of a mark with its standard error; one that nothing can be told apart from where what it varies by is not known, or where
// it rests on too few customers.
func (s Subject) estimate(m mark, series any) significance.Estimate {
	for _, spread := range s.Spreads {
		sums := spread.Sums
		if spread.Group != m.label || spread.Side != series || sums.X == nil || sums.XX == nil {
			continue
		}
		if sums.N == nil || sums.XN == nil || sums.NN == nil { // all customers, also those who have none of it
			sums = sums.Among(m.n)
		}
		if sums.Units < s.smallN() {
			break
		}
		return sums.Ratio()
	}
	return significance.Estimate{}
}

// aheadOnAverage compares two means of one group: by how much the first is ahead of the second, or the other way round.
func (s Subject) aheadOnAverage(f figure, a, b mark, first, second any, p, level float64) []claim {
	if a.x < b.x {
		a, b, first, second = b, a, second, first
	}
	_, low, high := significance.Welch(s.estimate(a, first), s.estimate(b, second))
	if !(p <= level) || !(low > 0) {
		return nil
	}
	a.label, b.label = first, second
	money := func(name string, x float64) Part { return label(name, x, f.column.Unit) }
	return []claim{{Sentence{Ahead, f.named(
		s.members("group", f, a), s.members("other", f, b), money("difference", a.x-b.x), money("low", low), money("high", high),
	), total(a, b), p}, relative(a.x, b.x)}}
}
