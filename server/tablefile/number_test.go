package tablefile

import (
	"math"
	"math/big"
	"testing"
	"testing/quick"

	"cafe-rewards/sql/metrics"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cell any
		unit metrics.Unit
		want string
	}{
		{int64(63288), metrics.Count, "63288"},
		{int64(177545197), metrics.USD, "1775451.97"},
		{int64(5), metrics.USD, "0.05"},
		{int64(-5), metrics.USD, "-0.05"},
		{int64(0), metrics.USD, "0.00"},
		{int64(math.MinInt64), metrics.USD, "-92233720368547758.08"},
		{0.5103, metrics.Percent, "0.5103"},
		{1277.6, metrics.USD, "12.776"},
		{1e21, metrics.Plain, "1000000000000000000000"},
		{nil, metrics.Count, ""},
	} {
		if got := number(tt.cell, tt.unit); got != tt.want {
			t.Errorf("number(%v, %q) = %q, want %q", tt.cell, tt.unit, got, tt.want)
		}
	}
}

// Every amount reads back as the same number of cents.
func TestCentsAreExact(t *testing.T) {
	t.Parallel()
	law := func(cents int64) bool {
		amount, ok := new(big.Rat).SetString(number(cents, metrics.USD))
		return ok && amount.Mul(amount, big.NewRat(100, 1)).Cmp(new(big.Rat).SetInt64(cents)) == 0
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}
