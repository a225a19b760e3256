package significance

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestOutliers(t *testing.T) {
	t.Parallel()
	series := []float64{10, 12, 11, 13, 9, 11, 12, 10, 14, 8, 60}
	// By hand: median 11, deviations 1 1 0 2 2 0 1 1 3 3 49, their median 1; 0.67449 × 49 at 3.7 degrees of freedom.
	p := Outliers(series)
	if want := student(0.6744897501960817*49, 3.7); math.Abs(p[10]-want) > 1e-15 || p[10] > 1e-4 {
		t.Errorf("60 among values near 11: p = %v, want %v", p[10], want)
	}
	for i, x := range series[:10] {
		if p[i] < 0.1 {
			t.Errorf("%v is taken for an outlier: p = %v", x, p[i])
		}
	}
	for name, series := range map[string][]float64{
		"few":         {1, 2, 3, 4, 5, 6, 100},
		"mostly zero": {0, 0, 0, 0, 0, 0, 9, 8, 7},
		"nothing":     nil,
	} {
		for i, p := range Outliers(series) {
			if p != 1 {
				t.Errorf("%s: value %d has p = %v", name, i, p)
			}
		}
	}
}

// In series of pure noise, at most 5 in 100 have an outlier; and neither the order nor the unit of the values matters.
func TestOutliersOfNoise(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for _, length := range []int{8, 12, 30, 100} {
		const runs = 2000
		found := 0
		for range runs {
			series, scaled := make([]float64, length), make([]float64, length)
			order := random.Perm(length)
			for i := range series {
				series[i] = random.NormFloat64()
			}
			for i, at := range order {
				scaled[at] = 100*series[i] + 7
			}
			p, again := Outliers(series), Outliers(scaled)
			any := false
			for i, corrected := range Holm(p) {
				any = any || corrected <= Level
				if math.Abs(p[i]-again[order[i]]) > 1e-9 {
					t.Fatalf("p = %v, in another unit and order %v", p[i], again[order[i]])
				}
			}
			if any {
				found++
			}
		}
		if share := float64(found) / runs; share > 0.06 {
			t.Errorf("series of %d values: %.3f have an outlier", length, share)
		}
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if got := Median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("the median of 1, 2, 3 is %v", got)
	}
	if got := Median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("the median of 1 to 4 is %v", got)
	}
	if !math.IsNaN(Median(nil)) {
		t.Error("nothing has a median")
	}
}
