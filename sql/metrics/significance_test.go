package metrics

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestTwoProportions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b Proportion
		want float64
	}{
		// By hand: pooled 9554/11518, z = 1.9584.
		"the audited age groups 41-60 and 61 and above": {Proportion{4634, 5539}, Proportion{4920, 5979}, 0.0502},
		"equal":                        {Proportion{50, 100}, Proportion{500, 1000}, 1},
		"nobody, everybody":            {Proportion{0, 100}, Proportion{100, 100}, 0},
		"all successful":               {Proportion{10, 10}, Proportion{7, 7}, 1},
		"none successful":              {Proportion{0, 10}, Proportion{0, 7}, 1},
		"a group without trials":       {Proportion{0, 0}, Proportion{5, 10}, 1},
		"five points of a hundred, no": {Proportion{50, 100}, Proportion{55, 100}, 0.47895},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := TwoProportions(tt.a, tt.b); math.Abs(got-tt.want) > 5e-5 {
				t.Errorf("TwoProportions(%v, %v) = %.6f, want %.4f", tt.a, tt.b, got, tt.want)
			}
			if there, back := TwoProportions(tt.a, tt.b), TwoProportions(tt.b, tt.a); there != back {
				t.Errorf("it depends on the order of the groups: %v and %v", there, back)
			}
		})
	}
}

func TestHolm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ p, want []float64 }{
		"nothing":                {nil, []float64{}},
		"one":                    {[]float64{0.03}, []float64{0.03}},
		"the smallest times n":   {[]float64{0.01, 0.04, 0.03}, []float64{0.03, 0.06, 0.06}},
		"never above 1":          {[]float64{0.9, 0.8}, []float64{1, 1}},
		"ties are treated alike": {[]float64{0.02, 0.02}, []float64{0.04, 0.04}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Holm(tt.p), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("Holm(%v) (-want +got):\n%s", tt.p, diff)
			}
		})
	}
}

// Correcting raises a value or leaves it, keeps the order, and does not depend on the order of the comparisons.
func TestHolmLaws(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		p := make([]float64, 1+random.IntN(12))
		for i := range p {
			p[i] = random.Float64()
		}
		corrected := Holm(p)
		shuffle := random.Perm(len(p))
		shuffled := make([]float64, len(p))
		for i, from := range shuffle {
			shuffled[i] = p[from]
		}
		for i, from := range shuffle {
			if got := Holm(shuffled)[i]; got != corrected[from] {
				t.Fatalf("the order of the comparisons changes %v: %v, then %v", p[from], corrected[from], got)
			}
		}
		for i := range p {
			if corrected[i] < p[i] || corrected[i] > 1 {
				t.Fatalf("%v was corrected to %v", p[i], corrected[i])
			}
		}
		byP := make([]int, len(p))
		for i := range byP {
			byP[i] = i
		}
		slices.SortFunc(byP, func(a, b int) int { return int(math.Copysign(1, p[a]-p[b])) })
		for i := 1; i < len(byP); i++ {
			if corrected[byP[i-1]] > corrected[byP[i]] {
				t.Fatalf("the order changed: %v to %v", p, corrected)
			}
		}
	}
}
