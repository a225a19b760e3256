package views

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Arrangement is what an address says of how the rows of a visual are shown. The figures are the same in any.
type Arrangement struct {
	Sort   string   // the column that rows are sorted by; empty: they are in the order of their groups
	Down   bool     // the greatest first
	Find   string   // only rows that contain this text
	Page   int      // counted from 1; 0 is the first, too
	Closed []string // groups of a pivot that show their totals alone, each by its path
	Shaded bool     // the cells of a pivot are shaded by their figures
}

// The parameters of an arrangement, each behind the name of the visual: offer-table.sort=-receipts.
const (
	SortSuffix   = ".sort" // a column; "-" before it: the greatest first
	FindSuffix   = ".find"
	PageSuffix   = ".page"
	ClosedSuffix = ".closed" // a group, or one within others such as web/2013; may be there several times
	ShadeSuffix  = ".shade"  // yes
)

// Address writes the arrangement of a visual into the query of an address, in its one form.
func (a Arrangement) Address(visual string) url.Values {
	query := url.Values{}
	if a.Sort != "" {
		column := a.Sort
		if a.Down {
			column = "-" + column
		}
		query.Set(visual+SortSuffix, column)
	}
	if a.Find != "" {
		query.Set(visual+FindSuffix, a.Find)
	}
	if a.Page > 1 {
		query.Set(visual+PageSuffix, strconv.Itoa(a.Page))
	}
	if len(a.Closed) > 0 {
		query[visual+ClosedSuffix] = slices.Compact(slices.Sorted(slices.Values(a.Closed)))
	}
	if a.Shaded {
		query.Set(visual+ShadeSuffix, "yes")
	}
	return query
}

// FromFirstPage is the same for other rows: their pages are others.
func (a Arrangement) FromFirstPage() Arrangement {
	a.Page = 0
	return a
}

// turned is what a click on the head of a column asks for: sorted one way, then the other, then as the rows were.
func (a Arrangement) turned(column metrics.Column) Arrangement {
	down := column.Type == metrics.Integer || column.Type == metrics.Number // of figures, the greatest are asked for first
	switch {
	case a.Sort != column.Name:
		a.Sort, a.Down = column.Name, down
	case a.Down == down:
		a.Down = !down
	default:
		a.Sort, a.Down = "", false
	}
	return a.FromFirstPage()
}

// arranged are the rows of a card's table that are to be shown, in their order, on all pages together. The table stays as it is: others
// read it too.
func (c Card) arranged(l language.Locale) [][]any {
	rows := c.Table.Rows
	if c.Arranged.Find != "" {
		rows = found(l, c.Table, c.Arranged.Find)
	}
	i := columnOf(c.Table, c.Arranged.Sort)
	if i < 0 {
		return rows
	}
	rank := c.rank(i)
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b []any) int {
		x, y := a[i], b[i]
		if last := cmp.Compare(isLast(x), isLast(y)); last != 0 {
			return last
		}
		if c.Arranged.Down {
			return rank(y, x)
		}
		return rank(x, y)
	})
	return sorted
}

// isLast is 1 for what stands last in either direction: nothing, and what is not known.
func isLast(cell any) int {
	if cell == nil || cell == metrics.Unknown {
		return 1
	}
	return 0
}

// rank compares cells of a column. Groups with an order of their own, such as those of age, keep it: it is that of the rows.
func (c Card) rank(column int) func(a, b any) int {
	name := c.Table.Columns[column].Name
	ordered := slices.ContainsFunc(c.Dimensions, func(d metrics.Dimension) bool {
		return d.Name == name && d.Ordered() && d.Type == metrics.Text
	})
	if !ordered || c.Visual.Order != "" {
		return compareCells
	}
	place := map[any]int{}
	for i, row := range c.Table.Rows {
		if _, ok := place[row[column]]; !ok {
			place[row[column]] = i
		}
	}
	return func(a, b any) int { return cmp.Compare(place[a], place[b]) }
}

func compareCells(a, b any) int {
	switch x := a.(type) {
	case int64:
		y, _ := b.(int64)
		return cmp.Compare(x, y)
	case float64:
		y, _ := b.(float64)
		return cmp.Compare(x, y)
	case bool:
		y, _ := b.(bool)
		return cmp.Compare(format.Value(language.English, x, metrics.Plain), format.Value(language.English, y, metrics.Plain))
	case string:
		y, _ := b.(string)
		return cmp.Or(strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y))
	}
	return 0
}

// found are the rows in which the text stands, as the page writes them, in whatever case.
func found(l language.Locale, t metrics.Table, find string) [][]any {
	searched := strings.NewReplacer("\u00a0", " ") // nobody types a space that does not break
	find = strings.ToLower(searched.Replace(find))
	columns := listed(l, t.Columns)
	var rows [][]any
	for _, row := range t.Rows {
		if slices.ContainsFunc(columns, func(c listedColumn) bool {
			return strings.Contains(strings.ToLower(searched.Replace(c.text(row))), find)
		}) {
			rows = append(rows, row)
		}
	}
	return rows
}

// addressOf is where the page shows the card in another arrangement, at the card.
func (c Card) addressOf(a Arrangement) string {
	query := maps.Clone(c.Kept)
	if query == nil {
		query = url.Values{}
	}
	maps.Copy(query, a.Address(c.Visual.Name))
	return c.Path + suffix(query.Encode()) + "#" + c.id("table")
}
