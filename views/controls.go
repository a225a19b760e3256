package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// Controls are the bar by which a page is filtered: a plain form, which a script makes immediate.
type Controls struct {
	Path  string // of the page: where the form leads
	All   []Control
	Chips []Chip
	Kept  url.Values // what the form has no field for, and keeps
	Reset string     // the address without any filter
	AsOf  string     // the data version that the page is pinned to; may be empty
}

// Control is a dimension to choose values of.
type Control struct {
	Dimension metrics.Dimension
	On        metrics.Condition
	Counted   string   // what Option.Count counts
	Options   []Option // the values that there are
	Ranged    bool     // there are many numbers: from one to another instead
	Least     *int64   // the smallest and the greatest there is; nil where there is none
	Most      *int64
}

// Option is a value to choose.
type Option struct {
	Value  string // as it stands in an address
	Cell   any    // as it is shown
	Count  int64
	Chosen bool
}

// Chip is a condition that is on.
type Chip struct {
	Dimension metrics.Dimension
	Condition metrics.Condition
	Compare   bool   // it belongs to the selection that is compared with
	Remove    string // the address without it
}

func (c Controls) empty() bool { return len(c.All) == 0 && len(c.Chips) == 0 }

func (c Control) id() string { return "control-" + strings.ReplaceAll(c.Dimension.Name, "_", "-") }

// summary says what is chosen, in the few characters of a button.
func (c Control) summary() string {
	texts := words(c.Dimension, c.On)
	switch len(texts) {
	case 0:
		return "All"
	case 1:
		return texts[0]
	}
	return strconv.Itoa(len(texts)) + " chosen"
}

// from and to are the range that is chosen, as the form's fields have it.
func (c Control) from() string { return c.bound(func(r metrics.Range) string { return r.From }) }
func (c Control) to() string   { return c.bound(func(r metrics.Range) string { return r.To }) }

func (c Control) bound(of func(metrics.Range) string) string {
	if len(c.On.Ranges) == 0 {
		return ""
	}
	return c.Dimension.Outward(of(c.On.Ranges[0]))
}

func (c Control) limit(x *int64) string {
	if x == nil {
		return ""
	}
	return c.Dimension.Outward(strconv.FormatInt(*x, 10))
}

// searched says whether the list is long enough to be searched in.
func (c Control) searched() bool { return len(c.Options) > 8 }

// keptNames are the fields that the form keeps without showing them, in their order.
func (c Controls) keptNames() []string {
	names := make([]string, 0, len(c.Kept))
	for name := range c.Kept {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// text says a chip in words: Channel: web, social.
func (c Chip) text() string {
	is := ": "
	if c.Condition.Not {
		is = " is not "
	}
	return c.Dimension.Label + is + strings.Join(words(c.Dimension, c.Condition), ", ")
}

// words are the values and ranges of a condition as people read them.
func words(d metrics.Dimension, c metrics.Condition) []string {
	var all []string
	for _, value := range c.Values {
		all = append(all, wordOf(d, value))
	}
	for _, r := range c.Ranges {
		switch {
		case r.From == "":
			all = append(all, "up to "+wordOf(d, r.To))
		case r.To == "":
			all = append(all, wordOf(d, r.From)+" and above")
		default:
			all = append(all, wordOf(d, r.From)+" to "+wordOf(d, r.To))
		}
	}
	return all
}

func wordOf(d metrics.Dimension, value string) string {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && d.Type == metrics.Integer {
		return format.Value(n, d.Unit)
	}
	return value
}

// rangeText is the range as one field has it: 1..14.
func (c Control) rangeText() string {
	if len(c.On.Ranges) == 0 {
		return strings.Join(c.On.Values, "")
	}
	return c.from() + ".." + c.to()
}

// shown is the cell of an option; what is not known is called so.
func shown(o Option) any {
	if o.Cell == nil {
		return metrics.Unknown
	}
	return o.Cell
}
