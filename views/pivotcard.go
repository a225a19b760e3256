package views

import (
	"slices"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// How a card shows its pivot: which groups are closed, whether cells are shaded, and what is left out.

// MaxClosed is up to how many groups can be closed: each of them stands in the address.
const MaxClosed = 200

// maxClosedAtOnce is up to how many can be closed with one link.
const maxClosedAtOnce = 50

func (c Card) closed(row PivotRow) bool { return slices.Contains(c.Arranged.Closed, row.Path) }

// turns says whether the groups within a row can be hidden or shown.
func (c Card) turns(row PivotRow) bool {
	return row.Inner > 0 && c.Path != "" && (c.closed(row) || len(c.Arranged.Closed) < MaxClosed)
}

// openRows are the rows of a group that are shown: those within one that is closed are not.
func (c Card) openRows(g PivotGroup) []PivotRow {
	var rows []PivotRow
	for i := 0; i < len(g.Rows); i++ {
		row := g.Rows[i]
		rows = append(rows, row)
		if c.closed(row) {
			i += row.Inner
		}
	}
	return rows
}

// opened is the arrangement with the group of a row open where it is closed, and the other way round. What is closed within it stays so.
func (c Card) opened(row PivotRow) Arrangement {
	a := c.Arranged
	if c.closed(row) {
		a.Closed = slices.DeleteFunc(slices.Clone(a.Closed), func(path string) bool { return path == row.Path })
	} else {
		a.Closed = append(slices.Clone(a.Closed), row.Path)
	}
	return a
}

func (c Card) allOpen() Arrangement {
	a := c.Arranged
	a.Closed = nil
	return a
}

// allClosed leaves the totals of the outermost groups.
func (c Card) allClosed() Arrangement {
	a := c.Arranged
	a.Closed = nil
	for _, g := range c.Pivot.Groups {
		a.Closed = append(a.Closed, g.Rows[0].Path)
	}
	return a
}

// allOutermostOpen says that no outermost group is closed, and that one link can close them all.
func (c Card) allOutermostOpen() bool {
	return len(c.Pivot.Groups) <= maxClosedAtOnce && !slices.ContainsFunc(c.Pivot.Groups, func(g PivotGroup) bool { return c.closed(g.Rows[0]) })
}

func (c Card) shadedOrNot() Arrangement {
	a := c.Arranged
	a.Shaded = !a.Shaded
	return a
}

func (p Pivot) nested() bool {
	return slices.ContainsFunc(p.Groups, func(g PivotGroup) bool { return g.Rows[0].Inner > 0 })
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
