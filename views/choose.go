package views

import (
	"maps"
	"strconv"

	"github.com/a-h/templ"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// choosable says whether the cells of a column can be chosen: it is a group, on a page that can be filtered.
func (c Card) choosable(column int) bool {
	return c.Path != "" && c.Kept != nil && column < len(c.Dimensions)
}

// marks tell the script of a card what is chosen when one of its marks is.
func (c Card) marks() templ.Attributes {
	if c.Path == "" {
		return templ.Attributes{"data-visual": c.Visual.Name}
	}
	all := templ.Attributes{"data-visual": c.Visual.Name, "data-path": c.Path}
	if c.DrillTo.Name != "" {
		all["data-drill"], all["data-drill-label"], all["data-drill-as"] = c.DrillTo.Name, format.Lower(c.DrillTo.Label), c.drilled()
	}
	if c.DrilledFrom.Name != "" {
		all["data-up"], all["data-up-label"] = c.DrilledFrom.Name, format.Lower(c.DrilledFrom.Label)
	}
	if c.Behind != "" {
		all["data-behind"] = c.Behind
	}
	if c.BehindOther != "" {
		all["data-behind-other"] = c.BehindOther
	}
	return all
}

// drilled is the parameter by which the page groups the card: on Explore that is a choice of its own.
func (c Card) drilled() string {
	if c.Path == ExploreSheet {
		return "by"
	}
	return c.Visual.Name + drillSuffix
}

// head says of a column what its cells are: values of a dimension, or figures over the rows of a fact.
func (c Card) head(column int) templ.Attributes {
	name := c.Table.Columns[column].Name
	switch fact, counted := c.Facts[name]; {
	case c.choosable(column):
		d := c.Dimensions[column]
		if d.Without == "" {
			return templ.Attributes{"data-dimension": d.Name}
		}
		return templ.Attributes{"data-dimension": d.Name, "data-without": d.Without}
	case counted && c.Path != "":
		attributes := templ.Attributes{"data-fact": fact.Name, "data-figure": name}
		if rows := c.Counted[name]; rows != "" {
			attributes["data-counted"] = rows
		}
		return attributes
	}
	return nil
}

// second says that a cell names the second of two selections: its row is of that.
func (c listedColumn) second(row []any) bool {
	return c.Name == metrics.SelectionColumn && row[c.at] == metrics.SecondSelection
}

// shownCell is the cell of a group in words.
func shownCell(l language.Locale, cell any, column metrics.Column) string {
	if cell == nil {
		return l.Known(metrics.Unknown)
	}
	return format.Cell(l, cell, column)
}

// valueOf is a cell of a group as it stands in an address.
func (c Card) valueOf(row []any, column int) string {
	value := metrics.Unknown
	switch cell := row[column].(type) {
	case string:
		value = cell
	case int64:
		value = strconv.FormatInt(cell, 10)
	}
	return c.Dimensions[column].Outward(value)
}

// focus is the address of the page restricted to the group of a cell; of an offer that has a page, that page. It works without a script; with one, the cell has a menu, which
// makes addresses in the same way.
func (c Card) focus(row []any, column int) string {
	query := maps.Clone(c.Kept)
	name := c.Dimensions[column].Name
	query.Del(name + "!")
	query.Set(name, c.valueOf(row, column))
	return c.Path + "?" + query.Encode()
}

// drillUp is the address of the page with the visual by its own dimension again, and without the group that was drilled into.
func (c Card) drillUp() string {
	query := maps.Clone(c.Kept)
	query.Del(c.Visual.Name + drillSuffix)
	query.Del(c.DrilledFrom.Name)
	return c.Path + suffix(query.Encode())
}

// without is the address of the page without the filter on a dimension.
func (c Card) without(dimension string) string {
	query := maps.Clone(c.Kept)
	query.Del(dimension)
	query.Del(dimension + "!")
	return c.Path + suffix(query.Encode())
}

// choosable says whether the cells of a column can be chosen.
func (l listing) choosable(c listedColumn) bool { return l.card != nil && l.card.choosable(c.at) }

// head says of a column what its cells are.
func (l listing) head(c listedColumn) templ.Attributes {
	if l.card == nil {
		return nil
	}
	return l.card.head(c.at)
}

// Parameters of a state beside the filters, as package server reads them.
const (
	versusPrefix = "vs."
	drillSuffix  = ".by"
)
