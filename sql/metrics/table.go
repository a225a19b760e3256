package metrics

// Type says what the cells of a column hold.
type Type string

const (
	Text    Type = "text"    // string
	Integer Type = "integer" // int64
	Number  Type = "number"  // float64
	Boolean Type = "boolean" // bool
)

// Unit says what a number counts, so that every page, axis and export shows it the same way.
type Unit string

const (
	Plain   Unit = ""        // text, or a number that needs no unit
	Count   Unit = "count"   // 63,288
	Percent Unit = "percent" // a fraction of 1 in the cell: 0.5103 is shown as 51.03 %
	USD     Unit = "usd"     // whole cents in an integer cell, cents with a fraction in a number cell (a mean): shown as $1,775,451.97
	Hours   Unit = "hours"   // 62.5 h
	Day     Unit = "day"     // a day of the programme: 1 is shown as Day 1
	Hour    Unit = "hour"    // an hour of the day: 14 is shown as 14:00
	Year    Unit = "year"    // a calendar year: 2017
)

// Column describes a column of a Table to people and programs.
type Column struct {
	Name        string `yaml:"name"`        // in addresses, CSV and JSON
	Label       string `yaml:"label"`       // on the page
	Type        Type   `yaml:"type"`        //
	Unit        Unit   `yaml:"unit"`        //
	Description string `yaml:"description"` // a sentence, where the label does not say it all

	// What belongs to a figure, as names of other columns of the same table; each may be empty.
	Low  string `yaml:"low"`  // the lower end of its 95 % interval
	High string `yaml:"high"` // the upper end
	N    string `yaml:"n"`    // the count that a rate is taken over, or the whole that a count is part of

	Sides [2]string `yaml:"-"` // of SelectionColumn, what people call the two selections; empty where their values must do
}

// Table is the answer to a visual: what its chart draws, its table shows and its exports carry. A cell is nil, or of the Go type
// that its column's Type names.
type Table struct {
	Columns []Column
	Rows    [][]any
}
