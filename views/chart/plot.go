package chart

import (
	"math"
	"slices"
	"strconv"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// SmallN is the number of trials under which a mark is faded: its interval is too wide to rank it.
const SmallN = 30

// The most that is drawn; the rest is in the table only. Bars take a line each, columns share the width, and more colours than that
// cannot be told apart.
const (
	maxBars    = 40
	maxColumns = 1000
	maxSeries  = 7
	maxPanels  = 12
)

// Plot is a table measured for drawing. Values are in display units: percent is 0 to 100, money is in dollars.
type Plot struct {
	Kind      metrics.Kind
	Visual    metrics.Visual
	Category  metrics.Column  // what the names are of
	selection metrics.Column  // which of two selections a row is of; empty where there is but one
	Names     []Name          // along the main axis
	Series    []Series        // at most maxSeries
	Panels    []Name          // small charts; one without a label where the visual has none
	cells     [][][]Cell      // by panel, name and series
	kept      [3]int          // of how many names, series and panels the table has
	in        language.Locale // that it is worded in
	large     bool
	width     int // that it is drawn for
}

// Name is a value of a dimension.
type Name struct {
	Label  string
	Raw    any
	Unit   metrics.Unit
	Second bool // of what is compared with; only where both selections stand in one chart
}

// unknown says that it is what a source does not say. It is drawn in grey.
func (n Name) unknown() bool { return n.Raw == metrics.Unknown }

// Series is what has a colour of its own: a column of values, or the rows with one value of the visual's Series.
type Series struct {
	Name
	Column metrics.Column // of the values
	Token  string         // the name of its colour
}

// Cell is one value as it is drawn and as it is written.
type Cell struct {
	At        *float64 // nil where there is no value
	Label     string
	Low, High *float64
	Range     string   // the interval in words; empty without one
	Count     *float64 // that a rate is taken over; nil where it is not known
	N         string   // the same in words
	Small     bool     // N is under SmallN, but not 0
	Row       int      // of the table; -1 where it has none
}

// Drawn says whether there is anything to draw.
func (p Plot) Drawn() bool { return len(p.cells) > 0 && len(p.Names) > 0 && len(p.Series) > 0 }

// Large gives the plot the height of a page of its own.
func (p Plot) Large() Plot {
	p.large = true
	return p
}

// Within is the plot for a place of that width in pixels.
func (p Plot) Within(width int) Plot {
	p.width = width
	return p
}

// panelled says whether the plot is made of small charts.
func (p Plot) panelled() bool { return p.Visual.Chart.Panels != "" }

// flat says whether the main axis runs down, with bars that lie.
func (p Plot) flat() bool {
	switch p.Kind {
	case metrics.Bar, metrics.Stacked, metrics.Share, metrics.Funnel, metrics.Box:
		return true
	}
	return false
}

// stacks says whether the series stand on each other.
func (p Plot) stacks() bool {
	return p.Kind == metrics.Stacked || p.Kind == metrics.Share || p.Kind == metrics.Area
}

// fades says whether small groups are drawn faded: a point or a piece of a line is not.
func (p Plot) fades() bool {
	switch p.Kind {
	case metrics.Bar, metrics.Columns, metrics.Combined, metrics.Box, metrics.HeatMap:
		return true
	}
	return false
}

func (p Plot) most() int {
	switch p.Kind {
	case metrics.Columns, metrics.Line, metrics.Area, metrics.Combined, metrics.Histogram, metrics.Scatter:
		return maxColumns
	case metrics.HeatMap:
		return 60
	case metrics.Donut:
		return maxSeries
	}
	return maxBars
}

// every calls f with each cell, in the order in which they are drawn.
func (p Plot) every(f func(panel, name, series int, c Cell)) {
	for panel, names := range p.cells {
		for name, cells := range names {
			for series, c := range cells {
				f(panel, name, series, c)
			}
		}
	}
}

// Notes say what a reader should know about the drawing, as sentences.
func (p Plot) Notes() []string {
	var notes []string
	small := false
	p.every(func(_, _, _ int, c Cell) { small = small || c.Small && p.fades() })
	if small {
		notes = append(notes, p.in.Text("Faded: fewer than %s, too few to rank.", format.Counted(SmallN)))
	}
	for i, of := range []struct {
		drawn int
		say   func(drawn, all string) language.Message
	}{
		{len(p.Names), func(drawn, all string) language.Message {
			return language.Say("Only the first %s of %s rows are drawn; the table has more.", drawn, all)
		}},
		{len(p.Series), func(drawn, all string) language.Message {
			return language.Say("Only the first %s of %s series are drawn; the table has more.", drawn, all)
		}},
		{len(p.Panels), func(drawn, all string) language.Message {
			return language.Say("Only the first %s of %s small charts are drawn; the table has more.", drawn, all)
		}},
	} {
		if p.Drawn() && p.kept[i] > of.drawn {
			notes = append(notes, of.say(format.Count(p.in, int64(of.drawn)), format.Count(p.in, int64(p.kept[i]))).In(p.in))
		}
	}
	return notes
}

// display gives a cell in the unit in which it is drawn; nil where it holds no number.
func display(v any, unit metrics.Unit) *float64 {
	x, ok := format.Float(v)
	if !ok {
		return nil
	}
	switch unit {
	case metrics.Percent:
		x = math.Round(x*1e8) / 1e6 // without the digits that multiplying by 100 leaves behind
	case metrics.USD:
		x /= 100
	}
	return &x
}

// token names the colour of a series: the accent where there is only one, otherwise a colour of the palette by its position, so
// that a series keeps its colour whatever the rows are.
func token(name Name, series, of int) string {
	switch {
	case name.unknown():
		return "--neutral"
	case of == 1:
		return "--accent-mark"
	}
	return "--series-" + strconv.Itoa(series%maxSeries+1)
}

func columnsOf(t metrics.Table) map[string]int {
	columns := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		columns[c.Name] = i
	}
	return columns
}

// place finds a name by its raw value, or adds it; -1 where there are most already.
func (p Plot) place(names *[]Name, total *int, raw any, of metrics.Column, most int) int {
	if i := slices.IndexFunc(*names, func(n Name) bool { return n.Raw == raw }); i >= 0 {
		return i
	}
	*total++
	if len(*names) >= most {
		return -1
	}
	*names = append(*names, Name{Label: format.Called(p.in, raw, of), Raw: raw, Unit: of.Unit})
	return len(*names) - 1
}
