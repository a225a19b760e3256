package views

import (
	"cafe-rewards/sql/metrics"

	"cafe-rewards/views/language"
)

// RowsPage is a page of the rows behind a figure.
type RowsPage struct {
	Page
	Fact    string // its name
	Grain   string // what a row is, in a sentence
	Table   metrics.Table
	Pager   Pager
	Most    int                 // up to how many rows there are pages of
	Chips   []Chip              // the filters
	Unknown []metrics.Dimension // filters on what these rows do not have: none of them is selected
	From    Link                // where the figure is
	Files   []Link              // the same rows, all of them
	Offers  map[string]string   // the pages of the offers that the rows name
	Version int
}

func (p RowsPage) listing(l language.Locale) listing {
	return listing{id: "rows", label: p.Title, in: l, columns: listed(l, p.Table.Columns), rows: p.Table.Rows, offers: p.Offers}
}

// cut says that there are more rows than pages.
func (p RowsPage) cut() bool { return p.Pager.All > int64(p.Most) }
