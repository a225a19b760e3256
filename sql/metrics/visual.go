package metrics

// Visual is declared once, in visuals/{name}.yaml: what it shows, how it is computed, and how it is drawn.
type Visual struct {
	Name       string   `yaml:"-"`          // the file's name: the visual's address
	Title      string   `yaml:"title"`      // says what is shown
	Subtitle   string   `yaml:"subtitle"`   // unit and basis
	Definition string   `yaml:"definition"` // how each figure is computed, in sentences
	Note       string   `yaml:"note"`       // what to keep in mind when reading it; may be empty
	Method     string   `yaml:"method"`     // published or audited
	Chart      Chart    `yaml:"chart"`
	Columns    []Column `yaml:"columns"` // of the SELECT, in its order
	SQL        string   `yaml:"sql"`     // one SELECT over the schemas consumption and live
}

// Kind is a way to draw a table.
type Kind string

const (
	KPI       Kind = "kpi"       // one row, a figure per column of Values
	Bar       Kind = "bar"       // horizontal bars, a row each, with whiskers where the value has an interval; grouped where there is a series
	Columns   Kind = "columns"   // the same upright, for categories that are time or otherwise ordered
	Stacked   Kind = "stacked"   // horizontal bars, the series stacked: only of values that add up
	Share     Kind = "share"     // the same, each bar 100 %
	Line      Kind = "line"      // a line per series along Category, which is time
	Area      Kind = "area"      // the same, filled and stacked: only of values that add up
	Combined  Kind = "combined"  // columns of the first value and lines of the others, on an axis of their own
	Histogram Kind = "histogram" // columns without gaps along Category
	Funnel    Kind = "funnel"    // a step per column of Values, in order, of a table of one row; or a step per row
	HeatMap   Kind = "heatmap"   // the first value as a shade at Category (across) and Series (down)
	Box       Kind = "box"       // Values are least, lower quartile, median, upper quartile, greatest, of each Category
	Scatter   Kind = "scatter"   // a point per row at the first two Values; the third, where there is one, is its size
	Donut     Kind = "donut"     // shares of a whole: few rows of a value that adds up
	TableOnly Kind = "table"     // no drawing
	Pivot     Kind = "pivot"     // rows and columns of dimensions with subtotals; no drawing
)

// Chart says which columns are drawn, and how. Names are those of Visual.Columns. What belongs to one value (its interval, its n)
// stands with that column.
type Chart struct {
	Kind     Kind     `yaml:"kind"`
	Category string   `yaml:"category"` // the column along the main axis
	Series   string   `yaml:"series"`   // a column whose values split the first of Values into series; empty: a series per column of Values
	Panels   string   `yaml:"panels"`   // a column whose values have a small chart each, on one scale; may be empty
	Values   []string `yaml:"values"`
}
