package trusted

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
)

// Limits of offers. They are few and stay in memory.
const (
	maxOffers   = 10_000
	maxChannels = 64
	maxDuration = 3650 // days
)

// offerRow is an offer with where it stands, to be able to reject it.
type offerRow struct {
	Offer
	line int64
	row  string
}

// readOffers sets Offers.
func (t *Tables) readOffers(ctx context.Context, f file) error {
	var rows []offerRow
	tooMany := false
	err := t.readRows(ctx, f, 1, nil, func(w *worker, row []byte, line int64) string {
		o, reason := w.offer()
		if reason == "" {
			if tooMany = len(rows) == maxOffers; !tooMany {
				rows = append(rows, offerRow{o, line, rowText(row)})
			}
		}
		return reason
	})
	if err != nil {
		return err
	}
	if tooMany {
		return dataErrorf("%s has more than %d offers.", f.Name, maxOffers)
	}
	if err := t.resolveOffers(f.Name, rows); err != nil {
		return err
	}
	if len(t.Offers) == 0 {
		return t.Verdict()
	}
	t.offers = make(map[string]int32, len(t.Offers))
	for i, o := range t.Offers {
		t.offers[o.ID] = int32(i)
	}
	t.offersDigest = digestOffers(t.Offers)
	return nil
}

// resolveOffers keeps one row of each offer_id. Which one does not depend on the order of the rows.
func (t *Tables) resolveOffers(name string, rows []offerRow) error {
	slices.SortFunc(rows, func(a, b offerRow) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), compareOffers(a.Offer, b.Offer), cmp.Compare(a.line, b.line))
	})
	count := &t.counts[offers]
	var rejects []Reject
	for _, r := range rows {
		switch last := len(t.Offers) - 1; {
		case last < 0 || t.Offers[last].ID != r.ID:
			t.Offers = append(t.Offers, r.Offer)
			count.loaded.Add(1)
		case compareOffers(t.Offers[last], r.Offer) == 0:
			count.duplicate.Add(1)
		default:
			rejects = append(rejects, Reject{Table: offers.String(), File: name, Line: r.line, Reason: reasonOfferTwice, Row: r.row})
		}
	}
	count.rejected.Add(int64(len(rejects)))
	return t.rejects.add(rejects)
}

func compareOffers(a, b Offer) int {
	return cmp.Or(strings.Compare(a.Type, b.Type), cmp.Compare(a.DifficultyCents, b.DifficultyCents),
		cmp.Compare(a.RewardCents, b.RewardCents), cmp.Compare(a.DurationDays, b.DurationDays), slices.Compare(a.Channels, b.Channels))
}

// offer cleans the row in hand.
func (w *worker) offer() (o Offer, reason string) {
	f := &w.fields
	id := trim(f[offerID])
	kind := bytes.ToLower(trim(f[offerType]))
	switch {
	case len(id) == 0:
		return o, reasonNoOfferID
	case badText(id):
		return o, reasonBadOfferID
	case len(kind) == 0 || badText(kind):
		return o, reasonType
	}
	o.ID, o.Type = string(id), string(kind)
	var p problem
	if o.DifficultyCents, p = hundredths(f[offerDifficulty]); p != fine {
		return o, difficultyReasons[p]
	}
	if o.RewardCents, p = hundredths(f[offerReward]); p != fine {
		return o, rewardReasons[p]
	}
	days, p := whole(f[offerDuration])
	if p != fine {
		return o, durationReasons[p]
	}
	if days > maxDuration {
		return o, durationReasons[uneven]
	}
	// The published method: negative terms become 0.
	o.DifficultyCents, o.RewardCents, o.DurationDays = max(o.DifficultyCents, 0), max(o.RewardCents, 0), int32(max(days, 0))
	var ok bool
	if o.Channels, ok = channels(f[offerChannels]); !ok {
		return o, reasonChannels
	}
	return o, ""
}

// channels reads a list as Python or JSON writes it; nothing is an empty one.
func channels(b []byte) ([]string, bool) {
	all := []string{}
	l := literal{b: b}
	if l.peek() == 0 {
		return all, l.end()
	}
	for l.open('['); l.more(']'); {
		c, k := l.value()
		c = bytes.ToLower(trim(c))
		if k != text || len(c) == 0 || badText(c) || len(all) == maxChannels {
			return nil, false
		}
		all = append(all, string(c))
	}
	slices.Sort(all)
	return slices.Compact(all), l.end()
}
