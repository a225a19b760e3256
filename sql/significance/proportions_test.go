package significance

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTwoProportions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b Proportion
		want float64
	}{
		// By hand: pooled 9554/11518, z = 1.9584.
		"the audited age groups 41-60 and 61 and above": {Proportion{4634, 5539}, Proportion{4920, 5979}, 0.050225},
		"equal":                        {Proportion{50, 100}, Proportion{500, 1000}, 1},
		"nobody, everybody":            {Proportion{0, 100}, Proportion{100, 100}, 0},
		"all successful":               {Proportion{10, 10}, Proportion{7, 7}, 1},
		"none successful":              {Proportion{0, 10}, Proportion{0, 7}, 1},
		"a group without trials":       {Proportion{0, 0}, Proportion{5, 10}, 1},
		"five points of a hundred, no": {Proportion{50, 100}, Proportion{55, 100}, 0.478950},
		"statsmodels 0.15":             {Proportion{53, 120}, Proportion{41, 130}, 0.039453},
		// Fisher's exact test, where counts are small; scipy 1.17.
		"exact: three against nine":        {Proportion{3, 100}, Proportion{9, 50}, 0.0026669},
		"exact: none against four of five": {Proportion{0, 5}, Proportion{4, 5}, 0.047619},
		"exact: ten against six":           {Proportion{8, 10}, Proportion{1, 6}, 0.034965},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := TwoProportions(tt.a, tt.b); math.Abs(got-tt.want) > 5e-6 {
				t.Errorf("TwoProportions(%v, %v) = %.7f, want %.6f", tt.a, tt.b, got, tt.want)
			}
			if there, back := TwoProportions(tt.a, tt.b), TwoProportions(tt.b, tt.a); there != back {
				t.Errorf("it depends on the order of the groups: %v and %v", there, back)
			}
		})
	}
}

// Reference values: statsmodels 0.15, confint_proportions_2indep(method="newcomb"); the second is Newcombe's own example.
func TestDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b      Proportion
		low, high float64
	}{
		"61 and above against 41-60":    {Proportion{4634, 5539}, Proportion{4920, 5979}, -0.0000162073, 0.0274436137},
		"Newcombe's example":            {Proportion{56, 70}, Proportion{48, 80}, 0.0524314724, 0.3338726540},
		"few":                           {Proportion{9, 10}, Proportion{3, 10}, 0.1705227239, 0.8090179735},
		"all against none":              {Proportion{10, 10}, Proportion{0, 20}, 0.6790860371, 1},
		"61 and above against under 25": {Proportion{4634, 5539}, Proportion{609, 876}, 0.1101967139, 0.1740996720},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			low, high := Difference(tt.a, tt.b)
			if math.Abs(low-tt.low) > 1e-9 || math.Abs(high-tt.high) > 1e-9 {
				t.Errorf("Difference(%v, %v) = %.10f to %.10f, want %.10f to %.10f", tt.a, tt.b, low, high, tt.low, tt.high)
			}
			if backLow, backHigh := Difference(tt.b, tt.a); math.Abs(backLow+high) > 1e-15 || math.Abs(backHigh+low) > 1e-15 {
				t.Errorf("the other way round it is %v to %v, not the mirror of %v to %v", backLow, backHigh, low, high)
			}
		})
	}
}

// The exact test and the z-test meet where the one gives way to the other.
func TestTwoProportionsMeet(t *testing.T) {
	t.Parallel()
	a, b := Proportion{14, 40}, Proportion{220, 400}
	z, exact := TwoProportions(a, b), fisher(a, b)
	if math.Abs(z-exact) > 0.01 {
		t.Errorf("z-test %v, exact %v", z, exact)
	}
}

func TestThinned(t *testing.T) {
	t.Parallel()
	tests := []struct {
		of   Proportion
		by   float64
		want Proportion
	}{
		{Proportion{30, 60}, 1, Proportion{30, 60}},
		{Proportion{30, 60}, 0, Proportion{30, 60}},
		{Proportion{30, 60}, math.NaN(), Proportion{30, 60}},
		{Proportion{30, 60}, 6, Proportion{5, 10}},
		{Proportion{5, 5}, 2, Proportion{2, 2}},
		{Proportion{1, 3}, 6, Proportion{0, 0}},
	}
	for _, tt := range tests {
		if got := tt.of.Thinned(tt.by); got != tt.want {
			t.Errorf("%v thinned by %v is %v, want %v", tt.of, tt.by, got, tt.want)
		}
	}
}

// Whatever the groups: a chance lies between 0 and 1, does not depend on the order, nor on what is called a success; and thinning
// never makes a difference of large groups clearer.
func TestTwoProportionsLaws(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		draw := func() Proportion {
			n := 1 + random.Int64N(2000)
			return Proportion{random.Int64N(n + 1), n}
		}
		a, b := draw(), draw()
		p := TwoProportions(a, b)
		if !(p >= 0 && p <= 1) {
			t.Fatalf("%v against %v: p = %v", a, b, p)
		}
		failures := TwoProportions(Proportion{a.Trials - a.Successes, a.Trials}, Proportion{b.Trials - b.Successes, b.Trials})
		if back := TwoProportions(b, a); math.Abs(back-p) > 1e-12 || math.Abs(failures-p) > 1e-9 {
			t.Fatalf("%v against %v: p = %v, the other way round %v, of failures %v", a, b, p, back, failures)
		}
		if p < Level && a.Trials > 500 && b.Trials > 500 {
			if thin := TwoProportions(a.Thinned(2), b.Thinned(2)); thin < p*0.9-1e-6 {
				t.Fatalf("%v against %v: p = %v, thinned %v", a, b, p, thin)
			}
		}
	}
}
