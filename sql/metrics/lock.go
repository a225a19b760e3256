package metrics

import (
	"slices"
	"strconv"
)

// A lock is a selection that an address cannot escape: what the address says about a locked dimension is accepted only if it narrows the lock.

// WiderError is a condition that would show more than a lock does.
type WiderError struct {
	Dimension Dimension
	Lock      Condition
}

func (e *WiderError) Error() string {
	return "the address is locked to other values of " + strconv.Quote(e.Dimension.Name)
}

// Under returns the selection within a lock: the lock's conditions, as if they had been chosen, or narrower ones in their place. A wider
// condition is a WiderError.
func (m *Model) Under(s, lock Selection) (Selection, error) {
	for _, c := range lock {
		i := slices.IndexFunc(s, func(own Condition) bool { return own.key() == c.key() })
		if i < 0 {
			s = s.With(c)
		} else if !s[i].within(c) {
			return nil, &WiderError{Dimension: m.dimensions.must(c.Dimension), Lock: c}
		}
	}
	return s, nil
}

// within says whether a condition selects no more than a lock on the same dimension; either both exclude or both include. If that is not
// evident, as with one range covered only by two adjoining ones, the answer is no.
func (c Condition) within(lock Condition) bool {
	part, whole := c, lock
	if c.Not {
		part, whole = lock, c // it leaves out at least what the lock leaves out
	}
	return !slices.ContainsFunc(part.Values, func(value string) bool { return !whole.covers(value) }) &&
		!slices.ContainsFunc(part.Ranges, func(r Range) bool {
			return !slices.ContainsFunc(whole.Ranges, func(outer Range) bool { return r.within(outer) })
		})
}

// covers says whether the condition takes a value, by itself or by a range.
func (c Condition) covers(value string) bool {
	if c.Has(value) {
		return true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return err == nil && slices.ContainsFunc(c.Ranges, func(r Range) bool { return r.Holds(n) })
}

func (r Range) within(outer Range) bool {
	return (outer.From == "" || r.From != "" && !less(r.From, outer.From)) && (outer.To == "" || r.To != "" && !less(outer.To, r.To))
}
