package significance

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

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
