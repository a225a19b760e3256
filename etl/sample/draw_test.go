package sample

import (
	"math"
	"strconv"
	"testing"
)

func TestDraws(t *testing.T) {
	t.Parallel()
	var d draw
	d.seed(1, 2)
	const n = 200_000
	for _, c := range []struct {
		name                     string
		draw                     func() int
		low, high                int
		mean, deviation, roughly float64
	}{
		{"between", func() int { return d.between(-3, 6) }, -3, 6, 1.5, 2.872, 0.02},
		{"between one", func() int { return d.between(4, 4) }, 4, 4, 4, 0, 0},
		{"bell", func() int { return d.bell(1000, 100) }, 650, 1350, 1000, 100, 1},
		{"small", func() int { return d.small(1000) }, 0, 4000, 1000, 882, 8},
		{"chance", func() int {
			if d.chance(one / 4) {
				return 1
			}
			return 0
		}, 0, 1, 0.25, 0.433, 0.005},
	} {
		var sum, squares float64
		for range n {
			x := c.draw()
			if x < c.low || x > c.high {
				t.Fatalf("%s: %d is not in %d to %d", c.name, x, c.low, c.high)
			}
			sum += float64(x)
			squares += float64(x) * float64(x)
		}
		mean := sum / n
		deviation := math.Sqrt(squares/n - mean*mean)
		if math.Abs(mean-c.mean) > c.roughly || math.Abs(deviation-c.deviation) > c.roughly {
			t.Errorf("%s: mean %.3f, deviation %.3f; want %.3f, %.3f", c.name, mean, deviation, c.mean, c.deviation)
		}
	}
	if d.chance(0) || !d.chance(one) {
		t.Error("0 has to be never, one always")
	}
}

// Amounts are spelled as Python spells floats: shortest digits, never without a point.
func TestAmounts(t *testing.T) {
	t.Parallel()
	for cents := 1; cents < 30_000; cents++ {
		a := amount{cents, float64(cents) / 100}
		want := strconv.FormatFloat(a.till, 'f', -1, 64)
		if cents%100 == 0 {
			want += ".0"
		}
		if got := string(a.append(nil)); got != want {
			t.Fatalf("%d cents: %s, want %s", cents, got, want)
		}
	}
	first, second := 0.1, 0.2
	if got := string(amount{30, first + second}.append(nil)); got != "0.30000000000000004" {
		t.Errorf("a till's 0.1 and 0.2 are %s", got)
	}
}
