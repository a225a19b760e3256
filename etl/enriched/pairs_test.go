package enriched_test

import "testing"

// The published method, rule by rule.
func TestPairs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, events, want string }{
		{"one row per customer and offer", "r0 rB0 v6", "r0 v6 | rB0"},
		{"… with the latest of each event", "r0 r24 v3 v30 c6 c40", "r24 v30 c40"},
		{"… whatever belongs together", "r0 c6 r24", "r24 c6"},
		{"… even without a receipt", "v6 cB7", "v6 | cB7"},
		{"copies count once", "r0 r6 c7x2 t7$5", "r6 c7 t7$5"},
		{"an informational offer is an offer like any other", "rI0 cI6 t6$5", "rI0 cI6 t6$5"},

		{"joined to the purchase of the completing hour", "r0 c6 t6$5", "r0 c6 t6$5"},
		{"… to no other", "r0 c6 t5$5 t7$6", "r0 c6 | t5$5 | t7$6"},
		{"… of the latest completion only", "r0 c6 c12 t6$5 t12$6", "r0 c12 t12$6 | t6$5"},
		{"several purchases of that hour give several rows", "r0 c6 t6$5 t6$7", "r0 c6 t6$5 | r0 c6 t6$7"},
		{"a purchase can be taken by several pairs", "r0 rB0 c6 cB6 t6$5", "r0 c6 t6$5 | rB0 cB6 t6$5"},
		{"a pair without a completion takes no purchase", "r0 t0$5", "r0 | t0$5"},
		{"a purchase that no pair took has a row of its own", "t3$5 t3$6", "t3$5 | t3$6"},
		{"… and one that a pair took has none", "r0 c6 t6$5 t7$5", "r0 c6 t6$5 | t7$5"},
		{"copies of a purchase are dropped", "t3x2$5", "t3$5"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := pairWords(build(t, bucketOf(t, c.events))); got != c.want {
				t.Errorf("%s\n gives %s\n want  %s", c.events, got, c.want)
			}
		})
	}
}
