package metrics

import (
	"slices"
	"strconv"
	"strings"
)

// Limits of a selection: more is not what somebody chose by hand.
const (
	maxConditions = 24
	maxValues     = 200
	maxValueBytes = 200
)

// Selection is what a figure is restricted to: all conditions must hold. Conditions are sorted by dimension, and their values too, so
// selections that mean the same are equal, whatever the order in which they were chosen.
type Selection []Condition

// Condition restricts one dimension to some of its values, or to all others.
type Condition struct {
	Dimension string
	Not       bool
	Values    []string // as the dimension has them; Unknown stands for null where it is a number
	Ranges    []Range  // of a dimension of numbers
}

// leaves says whether rows with a value of a dimension are selected.
func (s Selection) leaves(dimension, value string) bool {
	return !slices.ContainsFunc(s, func(c Condition) bool { return c.Dimension == dimension && c.names(value) == c.Not })
}

// names says whether the condition has the value, by itself or in a range.
func (c Condition) names(value string) bool {
	return c.Has(value) || slices.ContainsFunc(c.Ranges, func(r Range) bool { return r.has(value) })
}

// Equal says whether two conditions are the same.
func (c Condition) Equal(other Condition) bool {
	return c.Dimension == other.Dimension && c.Not == other.Not && slices.Equal(c.Values, other.Values) && slices.Equal(c.Ranges, other.Ranges)
}

// Meets says whether two conditions on a dimension name a value that both have.
func (c Condition) Meets(other Condition) bool {
	return slices.ContainsFunc(c.Values, other.names) || slices.ContainsFunc(other.Values, c.names) ||
		slices.ContainsFunc(c.Ranges, func(r Range) bool { return slices.ContainsFunc(other.Ranges, r.meets) })
}

// Range is from a number to another, both included; an empty one is open.
type Range struct{ From, To string }

func (r Range) String() string { return r.From + ".." + r.To }

// Holds says whether a number is in the range.
func (r Range) Holds(n int64) bool {
	from, errFrom := strconv.ParseInt(r.From, 10, 64)
	to, errTo := strconv.ParseInt(r.To, 10, 64)
	return (errFrom != nil || n >= from) && (errTo != nil || n <= to)
}

// meets says whether some number is in both ranges: one starts within the other, or both start nowhere.
func (r Range) meets(other Range) bool {
	return r.From == "" && other.From == "" || r.has(other.From) || other.has(r.From)
}

// has says whether a value is a number in the range.
func (r Range) has(value string) bool {
	n, err := strconv.ParseInt(value, 10, 64)
	return err == nil && r.Holds(n)
}

// On returns the condition that includes values of a dimension; without values if there is none.
func (s Selection) On(dimension string) Condition {
	for _, c := range s {
		if c.Dimension == dimension && !c.Not {
			return c
		}
	}
	return Condition{Dimension: dimension}
}

// Except returns the condition that excludes values of a dimension; without values if there is none.
func (s Selection) Except(dimension string) Condition {
	for _, c := range s {
		if c.Dimension == dimension && c.Not {
			return c
		}
	}
	return Condition{Dimension: dimension, Not: true}
}

// Has says whether the condition names the value.
func (c Condition) Has(value string) bool { return slices.Contains(c.Values, value) }

// Texts are the values and ranges as they stand in an address.
func (c Condition) Texts() []string {
	texts := slices.Clone(c.Values)
	for _, r := range c.Ranges {
		texts = append(texts, r.String())
	}
	return texts
}

// key is what conditions are told apart by.
func (c Condition) key() string {
	if c.Not {
		return c.Dimension + "!"
	}
	return c.Dimension
}

// With returns the selection with the condition in place of the one on the same dimension. A condition without values removes it.
func (s Selection) With(condition Condition) Selection {
	all := slices.DeleteFunc(slices.Clone(s), func(c Condition) bool { return c.key() == condition.key() })
	if len(condition.Values)+len(condition.Ranges) > 0 {
		all = append(all, condition)
	}
	return all.sorted()
}

// Without returns the selection without its conditions on a dimension.
func (s Selection) Without(dimension string) Selection {
	return slices.DeleteFunc(slices.Clone(s), func(c Condition) bool { return c.Dimension == dimension })
}

// And returns the selection further restricted: where both restrict a dimension, other's condition replaces that of s.
func (s Selection) And(other Selection) Selection {
	for _, c := range other {
		s = s.With(c)
	}
	return s.sorted()
}

func (s Selection) sorted() Selection {
	all := make(Selection, len(s))
	for i, c := range s {
		c.Values = slices.Compact(slices.Sorted(slices.Values(c.Values)))
		c.Ranges = slices.Clone(c.Ranges)
		slices.SortFunc(c.Ranges, func(a, b Range) int { return strings.Compare(a.String(), b.String()) })
		c.Ranges = slices.Compact(c.Ranges)
		all[i] = c
	}
	slices.SortFunc(all, func(a, b Condition) int { return strings.Compare(a.key(), b.key()) })
	return all
}
