package sample

import (
	"testing"
)

// figures are what a sample is measured by.
func figures(s *read) map[string]float64 {
	f := map[string]float64{"customers": float64(len(s.order))}
	for _, c := range s.customers {
		if c.age == 118 {
			f["empty forms"]++
		}
	}
	completed := map[readEvent]int{}
	viewed := map[pair]bool{}
	for _, e := range s.events {
		f[e.event]++
		switch e.event {
		case "transaction":
			f["sales"] += float64(e.cents) / 100
			if e.noisy {
				f["noisy amounts"]++
			}
			if s.customers[e.customer].age == 118 {
				f["sales to empty forms"] += float64(e.cents) / 100
			}
		case "offer viewed":
			viewed[pair{e.customer, e.offer}] = true
		case "offer completed":
			if completed[e]++; completed[e] > 1 {
				f["exact duplicates"]++
			}
			if !viewed[pair{e.customer, e.offer}] {
				f["never seen before completion"]++
			}
		}
	}
	return f
}

func TestProportions(t *testing.T) {
	t.Parallel()
	got := figures(readSample(t, writeSample(t, 17_000, 1)))
	for _, want := range []struct {
		name             string
		about, tolerance float64
	}{
		{"customers", 17_000, 0},
		{"empty forms", 2_175, 0.10},
		{"offer received", 76_277, 0.10},
		{"offer viewed", 57_725, 0.10},
		{"transaction", 138_953, 0.10},
		{"offer completed", 33_579, 0.10},
		{"exact duplicates", 397, 0.25},
		{"noisy amounts", 5_488, 0.25},
		{"sales", 1_775_000, 0.10},
		{"sales to empty forms", 40_400, 0.25},
		{"never seen before completion", 9_000, 0.25},
	} {
		if g := got[want.name]; g < want.about*(1-want.tolerance) || g > want.about*(1+want.tolerance) {
			t.Errorf("%s: %.0f, want %.0f within %.0f %%", want.name, g, want.about, 100*want.tolerance)
		}
	}
}

// Ten times the customers, ten times of everything.
func TestScalesLinearly(t *testing.T) {
	t.Parallel()
	small, large := figures(readSample(t, writeSample(t, 1_500, 3))), figures(readSample(t, writeSample(t, 15_000, 3)))
	for _, name := range []string{"offer received", "offer viewed", "transaction", "offer completed"} {
		if ratio := large[name] / small[name]; ratio < 9.4 || ratio > 10.6 {
			t.Errorf("%s: %.0f for 1,500 customers, %.0f for 15,000", name, small[name], large[name])
		}
	}
}
