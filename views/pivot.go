package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Limits of a pivot on a page: more cannot be read. Its exports have all there is.
const (
	maxPivotColumns = 60
	maxPivotRows    = 2000
	shades          = 5 // of the figures, from the palest
)

// Pivot is a table of groups within groups against the groups of another dimension. Every total is a figure of its own, asked of the
// database: customers of two offers are not to be added up, nor are rates.
type Pivot struct {
	Corner  string        // what the groups at the left are
	Heads   [][]PivotHead // the rows of heads above the figures
	Groups  []PivotGroup
	All     *PivotRow // the totals over all groups; nil where there is one group alone
	Columns int       // how many columns of figures there would be
	Shown   int       // how many there are
	Rows    int       // how many rows there would be
}

// PivotHead is the head of one or more columns.
type PivotHead struct {
	Text  string
	Note  string // what a figure is, in a sentence; may be empty
	Span  int
	Total bool
}

// PivotGroup is an outermost group: where there are groups within it, its totals come first.
type PivotGroup struct{ Rows []PivotRow }

// PivotRow is a row of figures.
type PivotRow struct {
	Label  string
	Path   string // the group and those that it lies within, as they stand in an address
	Named  string // the same in words
	Depth  int    // how many groups it lies within
	Inner  int    // how many of the rows below it lie within it
	Totals bool   // it sums up the rows below it
	Cells  []PivotCell
}

// PivotCell is a figure, and how it is written.
type PivotCell struct {
	Value any // int64, float64, or nil where there is none
	Text  string
	Total bool // over all groups of the columns
	Shade int  // from 1, the least, to 5; 0: none
}

// PivotLevel are the answers by the first dimensions of a pivot's rows: over all columns, and for each.
type PivotLevel struct{ Whole, Split metrics.Table }

// pivoting makes a Pivot of answers.
type pivoting struct {
	in      language.Locale
	visual  metrics.Visual
	rows    []metrics.Dimension
	levels  []PivotLevel
	cells   map[string][]any // rows of answers, by what they are the figures of
	columns []pivotColumn
	figures []metrics.Column
}

// NewPivot puts the answers of a visual together: levels[i] is by the first i dimensions of its rows, and so levels[0] has the totals.
// dimensions are those of the rows, and behind them that of the columns, if there is one.
func NewPivot(l language.Locale, v metrics.Visual, dimensions []metrics.Dimension, levels []PivotLevel) Pivot {
	p := pivoting{in: l, visual: v, rows: dimensions[:len(v.By)], levels: levels, cells: map[string][]any{}}
	for i, level := range levels {
		p.keep(level.Whole, i, true)
		p.keep(level.Split, i, false)
	}
	for _, name := range v.Measures {
		if i := columnOf(levels[0].Whole, name); i >= 0 {
			p.figures = append(p.figures, levels[0].Whole.Columns[i])
		}
	}
	var out Pivot
	out.Heads, out.Columns = p.heads(dimensions[len(v.By):])
	out.Shown = len(p.columns)
	for i, d := range p.rows {
		if i > 0 {
			out.Corner += ", " + format.Lower(d.Label)
			continue
		}
		out.Corner = d.Label
	}
	inner := p.inner()
	for _, value := range inner[key(0, nil)] {
		group := PivotGroup{Rows: p.below(inner, []any{value})}
		out.Rows += len(group.Rows)
		left := maxPivotRows - (out.Rows - len(group.Rows))
		if left > 0 {
			group.Rows = group.first(left)
			out.Groups = append(out.Groups, group)
		}
	}
	if len(out.Groups) > 1 {
		all := p.row(l.Text("All"), nil)
		all.Totals = true
		out.All = &all
	}
	p.shade(&out)
	return out
}

// key names what a row of an answer is the figures of.
func key(level int, values []any) string {
	name := strconv.Itoa(level)
	for _, value := range values {
		name += fmt.Sprintf(" %#v", value) // texts are quoted: no two groups have the same name
	}
	return name
}

func (p *pivoting) keep(t metrics.Table, level int, whole bool) {
	side := columnOf(t, metrics.SelectionColumn)
	for _, row := range t.Rows {
		of := pivotColumn{all: whole}
		if side >= 0 {
			of.side = row[side]
		}
		if !whole {
			of.value = row[level]
		}
		p.cells[cellKey(row[:level], of)] = row
	}
}

func cellKey(groups []any, of pivotColumn) string {
	return key(len(groups), append(slices.Clone(groups), of.all, of.value, of.side))
}

// inner are the groups within each group, in the order of their answer.
func (p *pivoting) inner() map[string][]any {
	inner := map[string][]any{}
	for level := 1; level < len(p.levels); level++ {
		for _, row := range p.levels[level].Whole.Rows {
			outer := key(level-1, row[:level-1])
			if !slices.Contains(inner[outer], row[level-1]) { // there may be a row for each of two selections
				inner[outer] = append(inner[outer], row[level-1])
			}
		}
	}
	return inner
}

// below is the row of a group, and those of the groups within it.
func (p *pivoting) below(inner map[string][]any, groups []any) []PivotRow {
	own := p.row(p.label(groups), groups)
	own.Path, own.Named, own.Depth = pathOf(groups), p.named(groups), len(groups)-1
	own.Totals = len(groups) < len(p.rows)
	rows := []PivotRow{own}
	for _, value := range inner[key(len(groups), groups)] {
		rows = append(rows, p.below(inner, append(slices.Clone(groups), value))...)
	}
	rows[0].Inner = len(rows) - 1
	return rows
}

// first are the first rows of a group, at most so many; what is cut off lies within none of them any more.
func (g PivotGroup) first(most int) []PivotRow {
	rows := g.Rows[:min(most, len(g.Rows))]
	for i := range rows {
		rows[i].Inner = min(rows[i].Inner, len(rows)-1-i)
	}
	return rows
}

// named is a group within others in words, the outermost first.
func (p *pivoting) named(groups []any) string {
	labels := make([]string, len(groups))
	for i := range groups {
		labels[i] = p.label(groups[:i+1])
	}
	return strings.Join(labels, ", ")
}

func (p *pivoting) label(groups []any) string {
	value := groups[len(groups)-1]
	if value == nil {
		return p.in.Known(metrics.Unknown)
	}
	return format.Value(p.in, value, p.rows[len(groups)-1].Unit)
}

func (p *pivoting) row(label string, groups []any) PivotRow {
	row := PivotRow{Label: label, Cells: make([]PivotCell, len(p.columns))}
	for i, column := range p.columns {
		value := p.value(groups, column)
		row.Cells[i] = PivotCell{Value: value, Text: format.Cell(p.in, value, column.figure), Total: column.all && p.visual.Series != ""}
	}
	return row
}

// value is a figure of an answer; nil where nothing is in the group.
func (p *pivoting) value(groups []any, column pivotColumn) any {
	row, ok := p.cells[cellKey(groups, column)]
	if !ok {
		return nil
	}
	t := p.levels[len(groups)].Whole
	if !column.all {
		t = p.levels[len(groups)].Split
	}
	return row[columnOf(t, column.figure.Name)]
}
