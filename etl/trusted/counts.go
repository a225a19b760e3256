package trusted

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// Count accounts for every row of a table that landed: Landed = Loaded + Duplicate + Rejected, once all buckets were taken.
type Count struct {
	Table                               string
	Landed, Loaded, Duplicate, Rejected int64
}

type counter struct{ landed, loaded, duplicate, rejected atomic.Int64 }

// Counts is final when all buckets were taken.
func (t *Tables) Counts() []Count {
	all := make([]Count, required)
	for i := range t.counts {
		c := &t.counts[i]
		all[i] = Count{table(i).String(), c.landed.Load(), c.loaded.Load(), c.duplicate.Load(), c.rejected.Load()}
	}
	return all
}

// maxRejected is the part of a table's rows, in percent, that may be rejected before the whole batch is.
const maxRejected = 1

// Verdict is a *DataError when more than 1 % of a table's rows were rejected so far, or all of them. It is final when all
// buckets were taken, but a batch that is no good after Read does not get any better.
func (t *Tables) Verdict() error {
	for _, c := range t.Counts() {
		var what string
		switch {
		case c.Landed == 0:
			continue // Read did not get there
		case c.Rejected == c.Landed:
			what = fmt.Sprintf("No row of %s can be used, out of %s", c.Table, quantity(c.Landed, ""))
		case c.Rejected*100 > c.Landed*maxRejected:
			what = fmt.Sprintf("%s of %s of %s (%.2f %%) cannot be used, and more than %d %% are too many", quantity(c.Rejected, ""),
				quantity(c.Landed, "row"), c.Table, 100*float64(c.Rejected)/float64(c.Landed), maxRejected)
		default:
			continue
		}
		return dataErrorf("%s: %s.", what, t.why(c.Table))
	}
	return nil
}

// why names the most frequent reasons for rejecting rows of a table.
func (t *Tables) why(table string) string {
	const most = 3
	var reasons []string
	more := 0
	for _, r := range t.rejects.Reasons() {
		switch {
		case r.Table != table:
		case len(reasons) == most:
			more++
		default:
			reasons = append(reasons, fmt.Sprintf("%s (%s, first in %s, line %d)", r.Reason, quantity(r.Rows, "row"), r.File, r.Line))
		}
	}
	if more > 0 {
		reasons = append(reasons, fmt.Sprintf("and %s", quantity(int64(more), "other reason")))
	}
	return strings.Join(reasons, "; ")
}

// quantity writes 1234567 rows as 1,234,567 rows.
func quantity(n int64, what string) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	switch {
	case what == "":
		return digits
	case n == 1:
		return digits + " " + what
	}
	return digits + " " + what + "s"
}
