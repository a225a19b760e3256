package views

import (
	"slices"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// How a card shows its pivot: which groups are closed, whether cells are shaded, and what is left out.

// maxClosed is up to how many groups can be closed with one link: each of them stands in its address.
const maxClosed = 50

func (c Card) closed(g PivotGroup) bool { return slices.Contains(c.Arranged.Closed, g.Value) }

// openRows is how many rows of a group are shown.
func (c Card) openRows(g PivotGroup) int {
	if g.Inner > 0 && c.closed(g) {
		return 1
	}
	return len(g.Rows)
}

// opened is the arrangement with the group open where it is closed, and the other way round.
func (c Card) opened(g PivotGroup) Arrangement {
	a := c.Arranged
	if c.closed(g) {
		a.Closed = slices.DeleteFunc(slices.Clone(a.Closed), func(value string) bool { return value == g.Value })
	} else {
		a.Closed = append(slices.Clone(a.Closed), g.Value)
	}
	return a
}

func (c Card) allOpen() Arrangement {
	a := c.Arranged
	a.Closed = nil
	return a
}

func (c Card) allClosed() Arrangement {
	a := c.Arranged
	a.Closed = nil
	for _, g := range c.Pivot.Groups {
		a.Closed = append(a.Closed, g.Value)
	}
	return a
}

func (c Card) shadedOrNot() Arrangement {
	a := c.Arranged
	a.Shaded = !a.Shaded
	return a
}

func (p Pivot) nested() bool {
	return slices.ContainsFunc(p.Groups, func(g PivotGroup) bool { return g.Inner > 0 })
}

// cut says what is left out; empty where all is shown.
func (p Pivot) cut(l language.Locale) string {
	shown := 0
	for _, g := range p.Groups {
		shown += len(g.Rows)
	}
	text := ""
	if shown < p.Rows {
		text = l.Text("The first %s of %s rows.", format.Count(l, int64(shown)), format.Count(l, int64(p.Rows))) + " "
	}
	if p.Shown < p.Columns {
		text += l.Text("The first and the totals, %s of %s columns.", format.Count(l, int64(p.Shown)), format.Count(l, int64(p.Columns)))
	}
	return text
}
