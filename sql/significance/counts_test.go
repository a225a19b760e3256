package significance

import (
	"math"
	"testing"
)

func TestTwoCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a     int64
		timeA float64
		b     int64
		timeB float64
		want  float64
	}{
		// By hand: 2/2^6, 2/2^5.
		"none of six":  {0, 1, 6, 1, 0.03125},
		"none of five": {0, 1, 5, 1, 0.0625},
		// scipy 1.17: twice the smaller binomial tail.
		"ten and twenty":              {10, 1, 20, 1, 0.09873714670538905},
		"equal":                       {5, 1, 5, 1, 1},
		"unequal times":               {60, 51477.5, 30, 54308.7, 0.0008561053881002488},
		"rates of 80 and 100 a day":   {1200, 15, 1000, 10, 2.3608726729593508e-07},
		"receipts of two send days":   {12765, 1, 12704, 1, 0.7069450615075595},
		"purchases on the last days":  {3928, 1, 4529, 1, 6.704859127415527e-11},
		"nothing happened":            {0, 1, 0, 1, 1},
		"no time":                     {3, 0, 30, 1, 1},
		"less than nothing":           {-3, 1, 30, 1, 1},
		"a million against a million": {1_000_000, 1, 1_000_000, 1, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := TwoCounts(tt.a, tt.timeA, tt.b, tt.timeB)
			if math.Abs(got-tt.want) > 1e-8*tt.want {
				t.Errorf("TwoCounts(%d in %v, %d in %v) = %v, want %v", tt.a, tt.timeA, tt.b, tt.timeB, got, tt.want)
			}
			if back := TwoCounts(tt.b, tt.timeB, tt.a, tt.timeA); math.Abs(got-back) > 1e-9*got {
				t.Errorf("it depends on the order: %v and %v", got, back)
			}
			if scaled := TwoCounts(tt.a, tt.timeA*24, tt.b, tt.timeB*24); math.Abs(got-scaled) > 1e-9*got {
				t.Errorf("it depends on the unit of time: %v and %v", got, scaled)
			}
		})
	}
}

func TestAtLeast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		k, n         int64
		chance, want float64
	}{{0, 10, 0.5, 1}, {11, 10, 0.5, 0}, {10, 10, 0.5, 1.0 / 1024}, {9, 10, 0.5, 11.0 / 1024}, {1, 3, 0.1, 0.271}, {2, 3, 0.1, 0.028}} {
		if got := AtLeast(tt.k, tt.n, tt.chance); math.Abs(got-tt.want) > 1e-13 {
			t.Errorf("%d or more of %d at %v: %v, want %v", tt.k, tt.n, tt.chance, got, tt.want)
		}
	}
	if got := Subsets(30, 3); math.Abs(got-4060) > 1e-6 {
		t.Errorf("3 of 30 can be picked in %v ways", got)
	}
}
