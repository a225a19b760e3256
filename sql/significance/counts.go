package significance

import "math"

// TwoCounts returns the p-value of the difference of two Poisson rates, a events in a time (or a number of days) of timeA against b
// in timeB: of all a + b events, a share of timeA/(timeA+timeB) belongs to the first where the rates are equal. It is exact, and
// errs towards saying nothing. Events must not cluster; where they do, divide each count and its time by the design effect first.
// Source: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313-323; J. N. K. Rao and A. J. Scott, Statistics in Medicine 18 (1999) 1373-1385.
func TwoCounts(a int64, timeA float64, b int64, timeB float64) float64 {
	if a < 0 || b < 0 || a+b == 0 || !(timeA > 0) || !(timeB > 0) {
		return 1
	}
	share := timeA / (timeA + timeB)
	return min(1, 2*min(AtLeast(a, a+b, share), AtLeast(b, a+b, 1-share)))
}

// AtLeast returns the chance of k or more successes in n trials that succeed with the given chance each: the binomial tail.
func AtLeast(k, n int64, chance float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	}
	if mean, variance := float64(n)*chance, float64(n)*chance*(1-chance); variance > 1e5 { // the normal distribution is as good, and as fast for any n
		return math.Erfc((float64(k)-0.5-mean)/math.Sqrt(2*variance)) / 2
	}
	return beta(chance, float64(k), float64(n-k+1))
}

// Subsets returns in how many ways k of n can be picked, as a factor on p-values: the comparisons that lie behind "the three
// largest of them".
func Subsets(n, k int) float64 { return math.Exp(choose(int64(n), int64(k))) }

// choose is the logarithm of the binomial coefficient.
func choose(n, k int64) float64 {
	all, _ := math.Lgamma(float64(n) + 1)
	in, _ := math.Lgamma(float64(k) + 1)
	out, _ := math.Lgamma(float64(n-k) + 1)
	return all - in - out
}
