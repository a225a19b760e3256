package enriched_test

import (
	"testing"

	"cafe-rewards/etl/enriched"
)

func TestTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		last int32
		rows int
	}{{enriched.None, 721}, {0, 721}, {720, 721}, {721, 722}, {5000, 5001}} {
		times := enriched.Times(c.last)
		if len(times) != c.rows {
			t.Errorf("%d rows up to hour %d, want %d", len(times), c.last, c.rows)
		}
		for id, row := range times {
			if row.ID != int32(id) {
				t.Fatalf("row %d is %+v", id, row)
			}
		}
	}
	times := enriched.Times(0)
	for _, want := range []enriched.Time{
		{ID: 0, Hour: 0, Day: 1, PeriodDay: "Day 1"},
		{ID: 23, Hour: 23, Day: 1, PeriodDay: "Day 1"},
		{ID: 24, Hour: 0, Day: 2, PeriodDay: "Day 2"},
		{ID: 720, Hour: 0, Day: 31, PeriodDay: "Day 31"},
	} {
		if got := times[want.ID]; got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}
