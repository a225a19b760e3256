package metrics

import (
	"math"
	"slices"
)

// Proportion is a share of independent trials, such as the customers of a group who completed an offer.
type Proportion struct {
	Successes, Trials int64
}

// Rate returns the proportion as a fraction of 1; NaN where there are no trials.
func (p Proportion) Rate() float64 { return float64(p.Successes) / float64(p.Trials) }

// TwoProportions returns the two-sided p-value of the z-test for the difference of two proportions, with the variance pooled as
// the hypothesis of no difference asks. The groups must not overlap. It returns 1 where nothing can differ: a group without
// trials, or all or none of the trials successful.
func TwoProportions(a, b Proportion) float64 {
	if a.Trials <= 0 || b.Trials <= 0 {
		return 1
	}
	pooled := float64(a.Successes+b.Successes) / float64(a.Trials+b.Trials)
	variance := pooled * (1 - pooled) * (1/float64(a.Trials) + 1/float64(b.Trials))
	if !(variance > 0) {
		return 1
	}
	z := (a.Rate() - b.Rate()) / math.Sqrt(variance)
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// Holm corrects p-values for the number of comparisons: a difference whose corrected value is at most 0.05 is one, with the
// chance of even a single false one among them at most 5 %. The result is in the order of the input.
// Source: S. Holm, Scandinavian Journal of Statistics 6 (1979).
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	corrected := make([]float64, len(p))
	least := 0.0
	for rank, i := range order {
		least = max(least, min(1, p[i]*float64(len(p)-rank)))
		corrected[i] = least
	}
	return corrected
}
