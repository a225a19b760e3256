package significance

import (
	"math"
	"math/big"
)

// Estimate is a mean with the square of its standard error, which N independent values tell of.
type Estimate struct {
	Mean, SquaredError float64
	N                  int64
}

// Welch returns the p-value of the difference of two means by Welch's t-test, and the 95 % interval of a's mean minus b's. The p-value is 1, and
// the interval is NaN, where an estimate rests on fewer than two values or there is no spread.
// Source: B. L. Welch, Biometrika 34 (1947) 28-35.
func Welch(a, b Estimate) (p, low, high float64) {
	both := a.SquaredError + b.SquaredError
	if a.N < 2 || b.N < 2 || !(both > 0) {
		return 1, math.NaN(), math.NaN()
	}
	freedom := both * both / (a.SquaredError*a.SquaredError/float64(a.N-1) + b.SquaredError*b.SquaredError/float64(b.N-1))
	difference, standardError := a.Mean-b.Mean, math.Sqrt(both)
	reach := quantile(1-Level, freedom) * standardError
	return student(difference/standardError, freedom), difference - reach, difference + reach
}

// quantile returns the t that Student's is within of 0 with that chance.
func quantile(within, freedom float64) float64 {
	low, high := 0.0, 1.0
	for student(high, freedom) > 1-within {
		high *= 2
	}
	for range 100 {
		if middle := (low + high) / 2; student(middle, freedom) > 1-within {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// Sums are of an amount x and a count n over independent units, such as the spending of each customer and the number of his purchases. They are whole
// numbers, and exact.
type Sums struct {
	Units            int64
	X, N, XX, XN, NN *big.Int
}

// Among are the sums over so many units, of which those that are not among them already have an x of 0; each counts once.
func (s Sums) Among(units int64) Sums {
	all := big.NewInt(units)
	return Sums{Units: units, X: s.X, N: all, XX: s.XX, XN: s.X, NN: all}
}

// Ratio is the sum of x divided by that of n, such as the mean basket. What it varies by comes from the units, however much alike the purchases of
// one are: the residuals x - r n of n units, r being the ratio, have the variance s², and the ratio the squared error n s² / N². Where n is 1
// for all units, it is the mean of x with its usual standard error.
// Source: W. G. Cochran, Sampling Techniques (1977), 6.3.
func (s Sums) Ratio() Estimate {
	if s.Units < 1 || s.N.Sign() <= 0 {
		return Estimate{}
	}
	ratio := new(big.Rat).SetFrac(s.X, s.N)
	e := Estimate{N: s.Units}
	e.Mean, _ = ratio.Float64()
	if s.Units < 2 {
		return e
	}
	whole := func(i *big.Int) *big.Rat { return new(big.Rat).SetInt(i) }
	square := new(big.Rat).Mul(ratio, ratio)
	residuals := whole(s.XX) // Σx² - 2r Σxn + r² Σn²
	residuals.Sub(residuals, new(big.Rat).Mul(new(big.Rat).Mul(big.NewRat(2, 1), ratio), whole(s.XN)))
	residuals.Add(residuals, new(big.Rat).Mul(square, whole(s.NN)))
	residuals.Mul(residuals, big.NewRat(s.Units, s.Units-1))
	residuals.Quo(residuals, whole(new(big.Int).Mul(s.N, s.N)))
	e.SquaredError, _ = residuals.Float64()
	return e
}
