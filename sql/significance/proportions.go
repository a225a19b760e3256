package significance

import "math"

// Proportion is a share of independent trials, such as the customers of a group who completed an offer.
type Proportion struct {
	Successes, Trials int64
}

// Rate returns the proportion as a fraction of 1; NaN where there are no trials.
func (p Proportion) Rate() float64 { return float64(p.Successes) / float64(p.Trials) }

// Thinned is the proportion as if every by trials were one: by is the design effect of trials that come in clusters, such as receipts of one customer,
// which mostly end alike. Below 1, by changes nothing.
// Source: J. N. K. Rao and A. J. Scott, Biometrics 48 (1992) 577-585.
func (p Proportion) Thinned(by float64) Proportion {
	if !(by > 1) {
		return p
	}
	trials := int64(float64(p.Trials) / by)
	return Proportion{min(trials, int64(math.Round(float64(p.Successes)/by))), trials}
}

// TwoProportions returns the p-value of the difference of two proportions: of the z-test, with the variance pooled as the
// hypothesis of no difference asks; or of Fisher's exact test, where one of the four counts would be below 5 without a difference.
// The groups must not overlap. It returns 1 where nothing can differ: a group without trials, or all or none of the trials
// successful.
// Source: W. G. Cochran, Biometrics 10 (1954), for when to take which.
func TwoProportions(a, b Proportion) float64 {
	if a.Trials <= 0 || b.Trials <= 0 {
		return 1
	}
	all := float64(a.Trials) + float64(b.Trials)
	pooled := float64(a.Successes+b.Successes) / all
	variance := pooled * (1 - pooled) * (1/float64(a.Trials) + 1/float64(b.Trials))
	if !(variance > 0) {
		return 1
	}
	if float64(min(a.Trials, b.Trials))*min(pooled, 1-pooled) < 5 {
		return fisher(a, b)
	}
	return normal((a.Rate() - b.Rate()) / math.Sqrt(variance))
}

// fisher adds up the chances of all tables with these margins that are no likelier than the one found.
// Source: R. A. Fisher, Statistical Methods for Research Workers (1934).
func fisher(a, b Proportion) float64 {
	successes, all := a.Successes+b.Successes, a.Trials+b.Trials
	chance := func(k int64) float64 { // of k successes in a: hypergeometric
		return math.Exp(choose(a.Trials, k) + choose(b.Trials, successes-k) - choose(all, successes))
	}
	found := chance(a.Successes) * (1 + 1e-7) // so that equal chances are equal whatever their last digits
	sum := 0.0
	for k := max(0, successes-b.Trials); k <= min(successes, a.Trials); k++ {
		if c := chance(k); c <= found {
			sum += c
		}
	}
	return min(1, sum)
}

// Difference returns the 95 % interval of a's rate minus b's: Newcombe's, of the two Wilson intervals. It is NaN where a group
// has no trials.
// Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.
func Difference(a, b Proportion) (low, high float64) {
	lowA, highA := a.wilson()
	lowB, highB := b.wilson()
	pa, pb := a.Rate(), b.Rate()
	return pa - pb - math.Hypot(pa-lowA, highB-pb), pa - pb + math.Hypot(highA-pa, pb-lowB)
}

// wilson is the 95 % interval that consumption.wilson_low and wilson_high have in SQL.
// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
func (p Proportion) wilson() (low, high float64) {
	const z = 1.959963984540054
	n, rate := float64(p.Trials), p.Rate()
	middle := (rate + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(rate*(1-rate)/n+z*z/(4*n*n))
	return middle - half, middle + half
}
