package significance

import (
	"math"
	"slices"
)

// Outliers returns for each value of a series the p-value of lying so far from the median as it does, in units of the median
// absolute deviation, which the outliers themselves do not stretch. That unit is known only roughly from few values: the deviation
// is 37 % as efficient as the standard deviation, so the distance is held against Student's t with that share of the degrees of
// freedom. The values are not corrected for their number: pass them to Holm. They are all 1 for fewer than eight values, and where
// more than half of the values are equal: then there is no spread to measure by.
// Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993).
func Outliers(series []float64) []float64 {
	p := make([]float64, len(series))
	for i := range p {
		p[i] = 1
	}
	if len(series) < 8 {
		return p
	}
	middle := Median(series)
	deviations := make([]float64, len(series))
	for i, x := range series {
		deviations[i] = math.Abs(x - middle)
	}
	spread := Median(deviations)
	if !(spread > 0) {
		return p
	}
	for i, d := range deviations {
		p[i] = student(quartile*d/spread, 0.37*float64(len(series)-1))
	}
	return p
}

// Median returns the middle of a sample; NaN of an empty one.
func Median(sample []float64) float64 {
	if len(sample) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(sample))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return sorted[half-1] + (sorted[half]-sorted[half-1])/2
}
