package views

import (
	"maps"
	"net/url"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// PageRows is how many rows a page of a table has.
const PageRows = 50

// MaxFind is how many characters can be searched for.
const MaxFind = 100

// listing is a table as a page shows it.
type listing struct {
	id      string
	label   string // what is in it, for those who do not see it
	columns []listedColumn
	rows    [][]any           // of this page
	groups  int               // how many of the first columns are groups
	foot    [][]any           // figures over all groups; none where they say nothing
	offers  map[string]string // the pages of offers, by their names
	in      language.Locale
	card    *Card // whose groups can be chosen; nil for rows of something else
}

// listedColumn is a column as it is shown: one of the table's, or the two bounds of an interval in one.
type listedColumn struct {
	metrics.Column
	in       language.Locale
	at, high int    // where a row has its cells; high is -1 but for an interval
	sort     string // where the rows are sorted by it; empty where they cannot be
	sorted   string // ascending or descending; empty where rows are not sorted by it
}

// listed are the columns of a table as they are shown. What exports have as two columns, an interval, is one here.
func listed(l language.Locale, columns []metrics.Column) []listedColumn {
	var all []listedColumn
	for i, c := range columns {
		isBound := func(name string, of func(metrics.Column) string) bool {
			return slices.ContainsFunc(columns, func(other metrics.Column) bool { return of(other) == name })
		}
		switch {
		case isBound(c.Name, func(other metrics.Column) string { return other.High }):
		case isBound(c.Name, func(other metrics.Column) string { return other.Low }):
			high := slices.IndexFunc(columns, func(other metrics.Column) bool {
				return slices.ContainsFunc(columns, func(figure metrics.Column) bool { return figure.Low == c.Name && figure.High == other.Name })
			})
			c.Label, c.Description = l.Text("95 % interval"), l.Text("From the lower to the upper end of the interval.")
			all = append(all, listedColumn{Column: c, in: l, at: i, high: high})
		default:
			all = append(all, listedColumn{Column: c, in: l, at: i, high: -1})
		}
	}
	return all
}

// text is what a row says in the column.
func (c listedColumn) text(row []any) string {
	if c.high < 0 {
		return format.Cell(c.in, row[c.at], c.Column)
	}
	if text := format.Interval(c.in, row[c.at], row[c.high], c.Unit); text != "" {
		return text
	}
	return format.None
}

// order is the column's aria-sort; empty where it cannot be sorted by.
func (c listedColumn) order() string {
	if c.sort != "" && c.sorted == "" {
		return "none"
	}
	return c.sorted
}

// page is the page of the offer that a cell names; empty where it names none.
func (l listing) page(c listedColumn, row []any) string {
	name, isText := row[c.at].(string)
	if !isText || c.Name != "offer" {
		return ""
	}
	return l.offers[name]
}

// excerpt is the table of a card as far as that many rows, in the order of its groups.
func (c Card) excerpt(l language.Locale, rows int) listing {
	return listing{
		id: c.id("table"), label: c.Visual.Title, in: l, columns: listed(l, c.Table.Columns), rows: c.Table.Rows[:min(rows, len(c.Table.Rows))],
		groups: len(c.Dimensions), foot: c.foot(), offers: c.Offers, card: &c,
	}
}

// listing is the page of the card's table that its arrangement asks for, and where the other pages are.
func (c Card) listing(in language.Locale) (listing, Pager) {
	l := c.excerpt(in, 0)
	for i := range l.columns {
		column := &l.columns[i]
		column.sort = c.addressOf(c.Arranged.turned(column.Column))
		if c.Arranged.Sort == column.Name {
			column.sorted = "ascending"
			if c.Arranged.Down {
				column.sorted = "descending"
			}
		}
	}
	rows := c.arranged(in)
	pager := NewPager(c.Arranged.Page, int64(len(rows)), func(page int) string {
		a := c.Arranged
		a.Page = page
		return c.addressOf(a)
	})
	l.rows = rows[pager.offset():min(pager.offset()+PageRows, len(rows))]
	if c.Arranged.Find != "" {
		l.foot = nil // it would be taken for the sum of what was found
	}
	return l, pager
}

// wholeTable is where all rows of a card can be seen: on the page of the visual, or on Explore as a table instead of a chart.
func (c Card) wholeTable() string {
	query, err := url.ParseQuery(c.Query)
	if c.Place != ExploreSheet || err != nil {
		return c.Address("") + "#" + c.id("table")
	}
	query["by"] = slices.Concat(query["by"], query["series"], query["panels"])
	query.Del("series")
	query.Del("panels")
	query.Set("chart", string(metrics.TableOnly))
	return ExploreSheet + suffix(query.Encode()) + "#" + c.id("table")
}

// foot are the rows of the card's totals in the places of its table's columns.
func (c Card) foot() [][]any {
	if len(c.Table.Rows) < 2 {
		return nil
	}
	var foot [][]any
	for _, total := range c.Totals.Rows {
		row := make([]any, len(c.Table.Columns))
		for i, column := range c.Table.Columns {
			if j := columnOf(c.Totals, column.Name); j >= 0 {
				row[i] = total[j]
			}
		}
		foot = append(foot, row)
	}
	return foot
}

// footText is what a total says in a column: in those of the groups, that it is over all of them.
func (l listing) footText(c listedColumn, row []any) string {
	switch {
	case c.at == 0 && l.groups > 0:
		return l.in.Text("All")
	case c.at < l.groups:
		return ""
	}
	return c.text(row)
}

// searched says whether the card's rows can be searched: there are several, or a search found few.
func (c Card) searched() bool { return len(c.Table.Rows) > 8 || c.Arranged.Find != "" }

// findFields are what the form of the search keeps without showing it.
func (c Card) findFields() url.Values {
	fields := c.unfound().Address(c.Visual.Name)
	maps.Copy(fields, c.Kept)
	return fields
}

// unfound is the card's arrangement without its search.
func (c Card) unfound() Arrangement {
	a := c.Arranged.FromFirstPage()
	a.Find = ""
	return a
}

// field is a hidden field of a form.
type field struct{ Name, Value string }

// fieldsOf are the hidden fields that keep a query, in one order.
func fieldsOf(query url.Values) []field {
	var fields []field
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			fields = append(fields, field{name, value})
		}
	}
	return fields
}

// Pager says which rows of how many a page shows, and where the others are.
type Pager struct {
	Page, Pages int
	All         int64
	Address     func(page int) string
}

// NewPager is the pager of that many rows; a page behind the last is the last.
func NewPager(page int, all int64, address func(page int) string) Pager {
	pages := int(max(1, (all+PageRows-1)/PageRows))
	return Pager{Page: min(max(1, page), pages), Pages: pages, All: all, Address: address}
}

func (p Pager) offset() int { return (p.Page - 1) * PageRows }

// text is 1–50 of 3,003.
func (p Pager) text(l language.Locale) string {
	if p.All == 0 {
		return l.Text("No rows")
	}
	first, last := int64(p.offset()+1), min(int64(p.offset()+PageRows), p.All)
	if first == last {
		return l.Text("%s of %s", format.Count(l, first), format.Count(l, p.All))
	}
	return l.Text("%s of %s", format.Count(l, first)+"–"+format.Count(l, last), format.Count(l, p.All))
}

func (p Pager) pageText(l language.Locale) string {
	return l.Text("Page %s of %s", format.Counted(p.Page), format.Counted(p.Pages))
}
