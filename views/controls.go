package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Controls are the bar by which a page is filtered: a plain form, which a script makes immediate.
type Controls struct {
	Path  string // of the page: where the form leads
	All   []Control
	Chips []Chip     // what is on; the address of each is that without it
	Rest  []Chip     // for each filter, everybody else; the address of each compares with them
	Alone string     // the address without the comparison; empty where there is none
	Kept  url.Values // what the form has no field for, and keeps
	Reset string     // the address without any filter
	AsOf  string     // the data version that the page is pinned to; may be empty
}

// Control is a dimension to choose values of.
type Control struct {
	Dimension metrics.Dimension
	On        metrics.Condition
	Except    metrics.Condition // what is left out
	Versus    metrics.Condition // what it is compared with
	Counted   string            // what Option.Count counts
	Options   []Option          // the values that there are; with Ranged, only what is not known
	Ranged    bool              // there are many numbers: from one to another instead
	Least     *int64            // the smallest and the greatest there is; nil where there is none
	Most      *int64
	Failed    string // why the values are not there, as a sentence; empty otherwise
}

// Reach widens the limits of a range to the numbers in the first column of a table.
func (c *Control) Reach(t metrics.Table) {
	for _, row := range t.Rows {
		value, ok := row[0].(int64)
		if !ok {
			continue
		}
		if c.Least == nil || value < *c.Least {
			c.Least = &value
		}
		if c.Most == nil || value > *c.Most {
			c.Most = &value
		}
	}
}

// OfferChosen adds what is chosen, though there is none of it, so that it can be taken away.
func (c *Control) OfferChosen() {
	for _, value := range c.On.Values {
		if !slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == value }) {
			c.Options = append(c.Options, Option{Value: value, Cell: value, Chosen: true})
		}
	}
}

// Option is a value to choose.
type Option struct {
	Value  string // as it stands in an address
	Cell   any    // as it is shown
	Count  int64
	Chosen bool
}

// Chip is a condition in words.
type Chip struct {
	Dimension metrics.Dimension
	Condition metrics.Condition
	Compare   bool   // it belongs to the selection that is compared with
	Address   string // where it leads
}

func (c Controls) empty() bool { return len(c.All) == 0 && len(c.Chips) == 0 }

func (c Control) id() string { return "control-" + strings.ReplaceAll(c.Dimension.Name, "_", "-") }

// summary says what is chosen, in the few characters of a button.
func (c Control) summary(l language.Locale) string {
	texts := words(l, c.Dimension, c.On)
	switch len(texts) {
	case 0:
		return c.except(l)
	case 1:
		return texts[0]
	}
	return l.Text("%s chosen", format.Counted(len(texts)))
}

// except says what is left out where nothing is chosen.
func (c Control) except(l language.Locale) string {
	switch n := len(c.Except.Texts()); n {
	case 0:
		return l.Text("All")
	case 1:
		return Chip{Dimension: c.Dimension, Condition: c.Except}.short(l)
	default:
		return l.Text("%s excluded", format.Counted(n))
	}
}

// on says whether anything is chosen or left out.
func (c Control) on() bool { return len(c.On.Texts())+len(c.Except.Texts()) > 0 }

func (c Control) limit(x *int64) string {
	if x == nil {
		return ""
	}
	return c.Dimension.Outward(strconv.FormatInt(*x, 10))
}

// Compares says whether the comparison can be chosen, and be shown, as one value of a list, or as a range.
func (c Control) Compares() bool {
	if c.Ranged {
		return c.Least != nil && !c.Versus.Has(metrics.Unknown) && len(c.versusRange().further()) == 0
	}
	return len(c.Options) > 0 && len(c.Versus.Values) <= 1 && len(c.Versus.Ranges) == 0
}

// Compares says whether there is anything to compare with.
func (c Controls) Compares() bool {
	return len(c.Rest) > 0 || c.Alone != "" || slices.ContainsFunc(c.All, Control.Compares)
}

// versus says what is compared with, in the few characters of a button.
func (c Controls) versus(l language.Locale) string {
	if c.Alone == "" {
		return l.Text("Nothing")
	}
	var texts []string
	for _, chip := range c.Chips {
		if chip.Compare {
			texts = append(texts, chip.short(l))
		}
	}
	return strings.Join(texts, ", ")
}

// filters are how many conditions are on.
func (c Controls) filters(l language.Locale) string {
	if len(c.Chips) == 0 {
		return l.Text("Filters")
	}
	return l.Text("Filters (%s)", format.Counted(len(c.Chips)))
}

// Words are the conditions in a sentence, for paper and definitions.
func (c Controls) Words(l language.Locale) string {
	var selected, versus []string
	for _, chip := range c.Chips {
		if chip.Compare {
			versus = append(versus, chip.text(l))
		} else {
			selected = append(selected, chip.text(l))
		}
	}
	text := l.Text("No filter: everything is counted.")
	if len(selected) > 0 {
		text = strings.Join(selected, "; ") + "."
	}
	if len(versus) > 0 {
		text += " " + l.Text("Compared with %s.", strings.Join(versus, "; "))
	}
	return text
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

// text says a chip in words: Channel: web, social. Days say themselves what they are.
func (c Chip) text(l language.Locale) string {
	if c.Dimension.Unit == metrics.Day && !c.Condition.Not {
		return c.short(l)
	}
	values := strings.Join(words(l, c.Dimension, c.Condition), ", ")
	if without := c.without(values); without != "" {
		return without
	}
	if c.Condition.Not {
		return l.Text("%s is not %s", c.Dimension.Label, values)
	}
	return c.Dimension.Label + ": " + values
}

// short is the same without the dimension's name.
func (c Chip) short(l language.Locale) string {
	values := strings.Join(words(l, c.Dimension, c.Condition), ", ")
	if without := c.without(values); without != "" {
		return format.Lower(without)
	}
	if c.Condition.Not {
		return l.Text("not %s", values)
	}
	return values
}

// without says what is left where values are excluded whose groups overlap; empty for any other condition. That what is left goes out by another
// channel does not bring it back, and "is not web" would be read so.
func (c Chip) without(values string) string {
	if !c.Condition.Not || c.Dimension.Without == "" {
		return ""
	}
	return strings.Replace(c.Dimension.Without, "%s", values, 1)
}

// words are the values and ranges of a condition as people read them.
func words(l language.Locale, d metrics.Dimension, c metrics.Condition) []string {
	var all []string
	for _, value := range c.Values {
		all = append(all, wordOf(l, d, value))
	}
	for _, r := range c.Ranges {
		switch {
		case r.From == "":
			all = append(all, l.Text("up to %s", wordOf(l, d, r.To)))
		case r.To == "":
			all = append(all, l.Text("%s and above", wordOf(l, d, r.From)))
		default:
			all = append(all, l.Text("%s to %s", wordOf(l, d, r.From), wordOf(l, d, r.To)))
		}
	}
	return all
}

func wordOf(l language.Locale, d metrics.Dimension, value string) string {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && d.Type == metrics.Integer {
		return format.Value(l, n, d.Unit)
	}
	return l.Known(value)
}

// shown is the cell of an option; what is not known is called so.
func shown(o Option) any {
	if o.Cell == nil {
		return metrics.Unknown
	}
	return o.Cell
}
