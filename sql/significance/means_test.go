package significance

import (
	"math"
	"testing"
)

func TestTwoMeans(t *testing.T) {
	t.Parallel()
	// scipy 1.17, ttest_ind(equal_var=False).
	a := []float64{27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4}
	b := []float64{27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 31.3}
	if got := TwoMeans(a, b); math.Abs(got-0.006460408027460322) > 1e-12 || got != TwoMeans(b, a) {
		t.Errorf("p = %v, the other way round %v", got, TwoMeans(b, a))
	}
	if TwoMeans(a, nil) != 1 || TwoMeans(a, []float64{1}) != 1 || TwoMeans([]float64{1, 1}, []float64{2, 2}) != 1 {
		t.Error("samples without a spread were compared")
	}
}

func TestStudent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ t, freedom, want float64 }{ // scipy 1.17; t = 1 with one degree of freedom by hand
		{1, 1, 0.5}, {2.5, 7.3, 0.03965023466560043}, {4.2, 58, 9.307677249327912e-05}, {10, 3, 0.0021283990584141503}, {0, 5, 1},
	} {
		if got := student(tt.t, tt.freedom); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("|t| of %v or more at %v: %v, want %v", tt.t, tt.freedom, got, tt.want)
		}
	}
}

func TestTwoMedians(t *testing.T) {
	t.Parallel()
	// By hand: standard errors 1.253314 × 20 / 1.348980 / 10 = 1.858166 each, z = 5 / 2.627844 = 1.902700.
	a, b := Middle{Lower: 10, Median: 20, Upper: 30, N: 100}, Middle{Lower: 15, Median: 25, Upper: 35, N: 100}
	if got := TwoMedians(a, b); math.Abs(got-0.057080) > 1e-6 || got != TwoMedians(b, a) {
		t.Errorf("p = %v, want 0.057080", got)
	}
	a.Step, b.Step = 5, 5
	if got := TwoMedians(a, b); got != 1 {
		t.Errorf("one step of the grid counts as a difference: p = %v", got)
	}
	if got := TwoMedians(a, Middle{Lower: 3, Median: 3, Upper: 3, N: 100}); got != 1 {
		t.Errorf("a sample without spread was compared: p = %v", got)
	}
}
