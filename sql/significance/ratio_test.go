package significance

import (
	"math"
	"math/big"
	"testing"
)

// sumsOf are the sums of pairs of an amount and a count.
func sumsOf(pairs ...[2]int64) Sums {
	s := Sums{X: new(big.Int), N: new(big.Int), XX: new(big.Int), XN: new(big.Int), NN: new(big.Int)}
	for _, p := range pairs {
		s.Units++
		s.X.Add(s.X, big.NewInt(p[0]))
		s.N.Add(s.N, big.NewInt(p[1]))
		s.XX.Add(s.XX, big.NewInt(p[0]*p[0]))
		s.XN.Add(s.XN, big.NewInt(p[0]*p[1]))
		s.NN.Add(s.NN, big.NewInt(p[1]*p[1]))
	}
	return s
}

// TestRatioOfOnes: where every unit counts once, it is the mean, and the test is Welch's on the values themselves.
func TestRatioOfOnes(t *testing.T) {
	t.Parallel()
	a, b := []int64{275, 210, 190, 236, 170, 179, 169, 201, 219, 226, 231, 196, 190, 217, 214}, []int64{271, 220, 208, 234, 234, 235, 258, 220, 248, 202, 219, 221, 229, 305, 313}
	ones := func(values []int64) Sums {
		var pairs [][2]int64
		for _, x := range values {
			pairs = append(pairs, [2]int64{x, 1})
		}
		return sumsOf(pairs...)
	}
	// scipy 1.17, ttest_ind(equal_var=False), and its confidence_interval(), on a tenth of these.
	p, low, high := Welch(ones(a).Ratio(), ones(b).Ratio())
	if math.Abs(p-0.006460408027460322) > 1e-12 {
		t.Errorf("p = %v", p)
	}
	middle := (275. + 210 + 190 + 236 + 170 + 179 + 169 + 201 + 219 + 226 + 231 + 196 + 190 + 217 + 214 - 271 - 220 - 208 - 234 - 234 - 235 - 258 - 220 - 248 - 202 - 219 - 221 - 229 - 305 - 313) / 15
	if math.Abs((low+high)/2-middle) > 1e-9 || !(low < middle && high < 0) {
		t.Errorf("the difference is %v to %v, its middle should be %v", low, high, middle)
	}
}

// TestRatio: by hand. Customers spend 10, 30 and 20 in 1, 2 and 3 purchases: r = 60 / 6 = 10, residuals 0, 10 and -10, s² = 100, squared error
// 3 × 100 / 36 = 8.333.
func TestRatio(t *testing.T) {
	t.Parallel()
	if got := sumsOf([2]int64{10, 1}, [2]int64{30, 2}, [2]int64{20, 3}).Ratio(); got.Mean != 10 || math.Abs(got.SquaredError-300./36) > 1e-12 || got.N != 3 {
		t.Errorf("the ratio is %+v", got)
	}
	for _, s := range []Sums{sumsOf(), sumsOf([2]int64{5, 1}), sumsOf([2]int64{5, 0}, [2]int64{6, 0}), sumsOf([2]int64{5, 1}, [2]int64{5, 1})} {
		if p, low, _ := Welch(s.Ratio(), s.Ratio()); p != 1 || !math.IsNaN(low) {
			t.Errorf("%+v differs from itself: p = %v", s, p)
		}
	}
	// Amounts that no float64 can tell apart from their neighbours are subtracted exactly.
	if got := sumsOf([2]int64{3_000_000_001, 1}, [2]int64{3_000_000_002, 1}, [2]int64{3_000_000_003, 1}).Ratio(); math.Abs(got.SquaredError-1./3) > 1e-12 {
		t.Errorf("the squared error is %v", got.SquaredError)
	}
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ freedom, want float64 }{{1, 12.706204736}, {10, 2.228138852}, {1e6, 1.959966}} { // any table of Student's t
		if got := quantile(0.95, tt.freedom); math.Abs(got-tt.want) > 1e-5 {
			t.Errorf("at %v: %v, want %v", tt.freedom, got, tt.want)
		}
	}
}
