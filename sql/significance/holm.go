package significance

import (
	"cmp"
	"slices"
)

// Level is the largest p-value at which a difference is called one.
const Level = 0.05

// Holm corrects p-values for the number of comparisons: a difference whose corrected value is at most 0.05 is one, with the
// chance of even a single false one among them at most 5 %. The result is in the order of the input.
// Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	corrected := make([]float64, len(p))
	least := 0.0
	for rank, i := range order {
		least = max(least, min(1, p[i]*float64(len(p)-rank)))
		corrected[i] = least
	}
	return corrected
}
