package narrative

import (
	"math"

	"cafe-rewards/sql/significance"
)

// compareAll returns the p-value of the difference of two groups of marks: of their shares, or of the mean of their counts or amounts.
func (f figure) compareAll(a, b []mark) float64 {
	switch f.class {
	case rate:
		return significance.TwoProportions(f.trials(a...), f.trials(b...))
	case count, amount:
		// An event that stands for several counts as one, and its time is as much shorter (Rao and Scott 1999).
		worthA, worthB := f.worth(a...), f.worth(b...)
		return significance.TwoCounts(events(a, worthA), float64(len(a))/worthA, events(b, worthB), float64(len(b))/worthB)
	}
	return 1
}

// trials are those of marks of a rate, as many as are independent of each other.
func (f figure) trials(marks ...mark) significance.Proportion {
	return pooled(marks...).Thinned(f.together(marks, func(mark) float64 { return 1 }))
}

// worth is what one independent event is worth in the unit of a count or an amount: as many of what is counted, or as many payments of the mean
// amount, as the effect says.
func (f figure) worth(marks ...mark) float64 {
	x, n := f.sum()
	return f.together(marks, func(m mark) float64 {
		switch {
		case f.class == count:
			return 1
		case m.n > 0 && m.x > 0:
			return m.x / float64(m.n)
		}
		return x / float64(max(1, n))
	})
}

// together is the mean effect of marks, in units of theirs. Of several marks, the effect of all together counts where that is greater: they may be parts
// of the same customers.
func (f figure) together(marks []mark, unit func(mark) float64) float64 {
	var each, all, weights float64
	for _, m := range marks {
		weight := max(m.x, 1e-9) // without anything, all weigh alike
		if f.class == rate {
			weight = float64(m.n)
		}
		each += weight * unit(m) * m.effect
		all += weight * unit(m) * f.effect
		weights += weight
	}
	if len(marks) == 1 {
		return each / weights
	}
	return max(each, all) / weights
}

// events is how many independent events marks are.
func events(marks []mark, worth float64) int64 {
	sum := 0.0
	for _, m := range marks {
		sum += m.x
	}
	return int64(sum / worth)
}

// known says whether what the figure tells can be told: of a mean, its own spread along the table tells.
func (f figure) known() bool { return f.class == measure || !math.IsInf(f.effect, 1) }
