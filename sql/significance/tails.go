package significance

import "math"

// quartile is the upper quartile of the standard normal distribution.
const quartile = 0.6744897501960817

// normal returns the chance of a standard normal value at least as far from 0 as z.
func normal(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// student returns the chance of a value of Student's t at least as far from 0 as t.
func student(t, freedom float64) float64 { return beta(freedom/(freedom+t*t), freedom/2, 0.5) }

// beta returns the regularised incomplete beta function, for 0 < a and 0 < b: the tail of the binomial and of Student's t. It
// evaluates the continued fraction on the side on which it converges, in about as many steps as the root of the greater of a and b.
// Source: NIST Digital Library of Mathematical Functions, 8.17.22; the fraction by Lentz's method as modified by Thompson and
// Barnett, 3.10(iii).
func beta(x, a, b float64) float64 {
	switch {
	case math.IsNaN(x) || x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - beta(1-x, b, a)
	}
	whole, _ := math.Lgamma(a + b)
	partA, _ := math.Lgamma(a)
	partB, _ := math.Lgamma(b)
	front := math.Exp(a*math.Log(x)+b*math.Log1p(-x)+whole-partA-partB) / a

	const most = 100_000 // steps, of which counts that are not handed to the normal distribution need some thousand
	fraction, c, d := 1.0, 1.0, 0.0
	for step := 1; step <= most; step++ {
		m := float64(step / 2)
		term := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		if step%2 == 1 {
			term = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / away(1+term*d)
		c = away(1 + term/c)
		fraction *= c * d
		if math.Abs(c*d-1) < 1e-15 {
			break
		}
	}
	return min(1, front/fraction)
}

// away keeps a denominator of the fraction from being zero.
func away(x float64) float64 {
	if math.Abs(x) < 1e-300 {
		return 1e-300
	}
	return x
}
