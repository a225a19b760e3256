package narrative

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRanking(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		groups                  []group
		leaders, trailing, rest []int
		ahead, behind           bool
	}{
		"the real age groups": {ageByCustomer, []int{3, 2}, []int{0}, []int{1}, true, true},
		// The first is highest by few, so it can be told apart from none but the last; the second is ahead of the third.
		"a small group on top": {[]group{
			{name: "a", successes: 33, n: 50}, {name: "b", successes: 6000, n: 10000}, {name: "c", successes: 5500, n: 10000}, {name: "d", successes: 2000, n: 10000},
		}, []int{0, 1}, []int{3}, []int{2}, false, true},
		"all alike":             {[]group{{name: "a", successes: 50, n: 100}, {name: "b", successes: 52, n: 100}}, []int{1, 0}, nil, nil, false, false},
		"unknown is not ranked": {[]group{{name: "Unknown", successes: 900, n: 1000}, {name: "a", successes: 500, n: 1000}, {name: nil, n: 50}}, []int{1}, nil, nil, false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, ok := rates("Group", "", tt.groups...).Ranking()
			if !ok || !slices.Equal(r.Leaders, tt.leaders) || !slices.Equal(r.Trailing, tt.trailing) || !slices.Equal(r.Rest, tt.rest) || r.Ahead != tt.ahead || r.Behind != tt.behind {
				t.Errorf("Ranking = %+v, %v", r, ok)
			}
		})
	}
	if r, _ := rates("Age", "", ageByCustomer...).Ranking(); math.Abs(r.Tie-0.050225) > 5e-7 {
		t.Errorf("61 and above against 41-60: p = %v, published is 0.0502", r.Tie)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	s := rates("Group", "", group{name: "a", successes: 5, n: 29}, group{name: "b", successes: 5, n: 30}, group{name: "c", n: 0}, group{name: "Unknown", successes: 1, n: 1})
	if diff := cmp.Diff([]int{0, 3}, Marks(s)); diff != "" {
		t.Errorf("under 30 (-want +got):\n%s", diff)
	}
	s.SmallN = 2
	if diff := cmp.Diff([]int{3}, Marks(s)); diff != "" {
		t.Errorf("under 2 (-want +got):\n%s", diff)
	}
	partOf := daily("Completed Completable", []int64{0, 3, 40}, []int64{0, 5, 90})
	partOf.Table.Columns[1].N = "completable"
	if got := Marks(partOf); got != nil {
		t.Errorf("counts that are part of others were marked: %v", got)
	}
	if got := Marks(daily("Received", received)); got != nil {
		t.Errorf("counts without an n were marked: %v", got)
	}
}
