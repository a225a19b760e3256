package enriched_test

import "testing"

// The audited method, rule by rule.
func TestReceipts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, events, want string }{
		{"a receipt stands alone", "r0", "r0"},
		{"view and completion belong to the receipt", "r0 v6 c12", "r0 v6 c12 seen"},
		{"times need not be steps of 6", "r1 v2 c5", "r1 v2 c5 seen"},
		{"all three may come in one hour", "r6 v6 c6", "r6 v6 c6 seen"},

		{"a view belongs to the latest receipt", "r0 r6 v7", "r0 | r6 v7"},
		{"… at or before it", "r0 v5 r6", "r0 v5 | r6"},
		{"… in the hour itself too", "r0 r6 v6", "r0 | r6 v6"},
		{"… that has no view yet", "r0 r6 v7 v8", "r0 v8 | r6 v7"},
		{"… of that offer", "r0 rB6 v7", "r0 v7 | rB6"},
		{"a view after the last hour is late", "r0 v25", "r0 v25 late"},
		{"a view in the last hour is not late", "r0 v24", "r0 v24"},
		{"a late view belongs to the latest receipt all the same", "r0 r30 v80", "r0 | r30 v80 late"},
		{"lateness goes by the receipt's own hour", "r0 r24 v25 v26", "r0 v26 late | r24 v25"},

		{"a completion belongs to the earliest receipt", "r0 r6 c7", "r0 c7 | r6"},
		{"… that is still open", "r0 r20 c25", "r0 | r20 c25"},
		{"… which it is in its last hour", "r0 r20 c24", "r0 c24 | r20"},
		{"… and was received by then", "c5 r6", "r6 | unmatched c5"},
		{"… or in the same hour", "r6 c6", "r6 c6"},
		{"… and is not completed yet", "r0 r6 c7 c8", "r0 c7 | r6 c8"},
		{"… of that offer", "r0 rB0 cB7", "r0 | rB0 cB7"},
		{"durations differ between offers", "r0 rC0 c48 cC48", "r0 | rC0 cC48 | unmatched c48"},
		{"an offer of no duration is open for its hour", "rZ6 cZ6 rZ9 cZ10", "rZ6 cZ6 | rZ9 | unmatched cZ10"},
		{"… and a view after that hour is late", "rZ6 vZ7", "rZ6 vZ7 late"},
		{"a later receipt opens the offer again", "r0 c25 r30 c31", "r0 | r30 c31 | unmatched c25"},

		{"copies of a completion complete several receipts", "r0 r6 c7x2", "r0 c7 | r6 c7"},
		{"… while open receipts can take them", "r0 c7x2", "r0 c7"},
		{"… and copies of one that none takes are unmatched once", "c7x3", "unmatched c7"},
		{"… but not those left over when another was taken", "r0 r6 c7x5", "r0 c7 | r6 c7"},
		{"copies of a receipt are dropped", "r0x2 c6 c7", "r0 c6 | unmatched c7"},
		{"copies of a view are dropped", "r0 r6 v7x2", "r0 | r6 v7"},

		{"a view without a receipt is unmatched", "v6", "unmatched v6"},
		{"a view before its receipt is unmatched", "v6 r7", "r7 | unmatched v6"},
		{"a view too many is unmatched", "r0 v6 v7", "r0 v6 | unmatched v7"},
		{"a completion after the last hour is unmatched", "r0 c25", "r0 | unmatched c25"},
		{"a completion too many is unmatched", "r0 c6 c7", "r0 c6 | unmatched c7"},
		{"an informational offer cannot be completed", "rI0 vI6 cI6", "rI0 vI6 | unmatched cI6"},
		{"an informational offer's view can be late", "rI0 vI25", "rI0 vI25 late"},

		{"completed after view: viewed before", "r0 v6 c7", "r0 v6 c7 seen"},
		{"completed after view: viewed in the same hour", "r0 v6 c6", "r0 v6 c6 seen"},
		{"viewed after the completion", "r0 c6 v7", "r0 v7 c6"},
		{"not viewed at all", "r0 c6", "r0 c6"},
		{"viewed on another receipt", "r0 r6 v7 c8", "r0 c8 | r6 v7"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := receiptWords(build(t, bucketOf(t, c.events))); got != c.want {
				t.Errorf("%s\n gives %s\n want  %s", c.events, got, c.want)
			}
		})
	}
}

func TestReceiptsOfCustomersDoNotMix(t *testing.T) {
	t.Parallel()
	out := build(t, bucketOf(t, "r0 r6", "v7 c7", "r1 c2", "c3"))
	if got, want := receiptWords(out), "r0 | r6 | r1 c2 | unmatched v7 | unmatched c7 | unmatched c3"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
