package significance

import "math"

// TwoMeans returns the p-value of the difference of the means of two samples: Welch's t-test, which does not take their spreads
// as equal. It returns 1 for samples of fewer than two values or without any spread.
// Source: B. L. Welch, Biometrika 34 (1947) 28-35.
func TwoMeans(a, b []float64) float64 {
	if len(a) < 2 || len(b) < 2 {
		return 1
	}
	p, _, _ := Welch(estimate(a), estimate(b))
	return p
}

func estimate(sample []float64) Estimate {
	mean, squaredError := mean(sample)
	return Estimate{Mean: mean, SquaredError: squaredError, N: int64(len(sample))}
}

// mean returns the mean of a sample and the square of its standard error.
func mean(sample []float64) (mean, squaredError float64) {
	n := float64(len(sample))
	for _, x := range sample {
		mean += x / n
	}
	for _, x := range sample {
		squaredError += (x - mean) * (x - mean) / (n - 1) / n
	}
	return mean, squaredError
}

// Middle is the median of a sample of N values with its quartiles.
type Middle struct {
	Lower, Median, Upper float64
	N                    int64
	Step                 float64 // the values lie on a grid of this step, such as whole hours; 0 where they do not
}

// TwoMedians returns the p-value of the difference of two medians. Their standard errors follow from the quartiles as for the
// notches of a box plot, 1.2533 standard deviations of the middle half over √n; on a grid, where a median jumps by whole steps, a
// difference counts for one step less. It returns 1 where a sample has no spread.
// Source: R. McGill, J. W. Tukey and W. A. Larsen, The American Statistician 32 (1978) 12-16.
func TwoMedians(a, b Middle) float64 {
	if a.N <= 0 || b.N <= 0 || !(a.Upper > a.Lower) || !(b.Upper > b.Lower) {
		return 1
	}
	difference := max(0, math.Abs(a.Median-b.Median)-max(a.Step, b.Step))
	return normal(difference / math.Hypot(a.standardError(), b.standardError()))
}

func (m Middle) standardError() float64 {
	return math.Sqrt(math.Pi/2) * (m.Upper - m.Lower) / (2 * quartile) / math.Sqrt(float64(m.N))
}
