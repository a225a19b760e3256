package enriched_test

import (
	"testing"

	"cafe-rewards/etl/enriched"
)

func TestCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, events string
		want         enriched.Counts
	}{
		{"nothing", "", enriched.Counts{}},
		{"one of each", "r0 v1 c2 t3$5", enriched.Counts{
			Received: enriched.Count{Landed: 1, Loaded: 1}, Viewed: enriched.Count{Landed: 1, Loaded: 1},
			Completed: enriched.Count{Landed: 1, Loaded: 1}, Transactions: enriched.Count{Landed: 1, Loaded: 1},
		}},
		{"copies", "r0x3 v1x2 t3x4$5", enriched.Counts{
			Received: enriched.Count{Landed: 3, Loaded: 1, Duplicate: 2}, Viewed: enriched.Count{Landed: 2, Loaded: 1, Duplicate: 1},
			Transactions: enriched.Count{Landed: 4, Loaded: 1, Duplicate: 3},
		}},
		{"copies of completions that receipts take are loaded", "r0 r1 c2x3", enriched.Counts{
			Received: enriched.Count{Landed: 2, Loaded: 2}, Completed: enriched.Count{Landed: 3, Loaded: 2, Duplicate: 1},
		}},
		{"the unmatched are loaded", "v1 c2x3", enriched.Counts{
			Viewed: enriched.Count{Landed: 1, Loaded: 1}, Completed: enriched.Count{Landed: 3, Loaded: 1, Duplicate: 2},
		}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := build(t, bucketOf(t, c.events)).Counts; got != c.want {
				t.Errorf("%s\n gives %+v\n want  %+v", c.events, got, c.want)
			}
		})
	}
}
