package views

import (
	"slices"

	"cafe-rewards/sql/metrics"
)

// rangeField is a range of numbers in the bar of filters: of what is selected, or of what that is compared with.
type rangeField struct {
	Control
	name, id string
	of       metrics.Condition
}

func (c Control) chosenRange() rangeField { return rangeField{c, c.Dimension.Name, c.id(), c.On} }

func (c Control) versusRange() rangeField {
	return rangeField{c, versusPrefix + c.Dimension.Name, c.id() + "-versus", c.Versus}
}

// from and to are the range, as the form's fields have it. A single number is a range too.
func (f rangeField) from() string { from, _ := f.bounds(); return f.Dimension.Outward(from) }
func (f rangeField) to() string   { _, to := f.bounds(); return f.Dimension.Outward(to) }

func (f rangeField) bounds() (from, to string) {
	numbers := f.numbers()
	switch {
	case len(f.of.Ranges) > 0:
		return f.of.Ranges[0].From, f.of.Ranges[0].To
	case len(numbers) > 0:
		return numbers[0], numbers[0]
	}
	return "", ""
}

// text is the range as one field has it: 1..14, or 3.
func (f rangeField) text() string {
	from, to := f.from(), f.to()
	if from == to {
		return from
	}
	return from + ".." + to
}

// numbers are the single numbers that are in the condition.
func (f rangeField) numbers() []string {
	return slices.DeleteFunc(slices.Clone(f.of.Values), func(value string) bool { return value == metrics.Unknown })
}

// further are the numbers and ranges beside the first, for which there is no field.
func (f rangeField) further() []string {
	var all []string
	for _, r := range f.of.Ranges {
		all = append(all, f.Dimension.Outward(r.From)+".."+f.Dimension.Outward(r.To))
	}
	for _, value := range f.numbers() {
		all = append(all, f.Dimension.Outward(value))
	}
	return all[min(1, len(all)):]
}
