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
	KPI       Kind = "kpi"       // one row, a figure per column
	Bar       Kind = "bar"       // horizontal bars, a row each, with whiskers where Low and High are given
	Stacked   Kind = "stacked"   // horizontal bars, the columns of Values stacked
	Line      Kind = "line"      // a line per column of Values along Category, which is time
	Histogram Kind = "histogram" // columns without gaps along Category
	Funnel    Kind = "funnel"    // a step per row, in order
	TableOnly Kind = "table"     // no drawing
)

// Chart says which columns are drawn, and how. Names are those of Visual.Columns.
type Chart struct {
	Kind     Kind     `yaml:"kind"`
	Category string   `yaml:"category"`
	Values   []string `yaml:"values"`
	Low      string   `yaml:"low"`  // of the 95 % interval around the first of Values
	High     string   `yaml:"high"` //
	N        string   `yaml:"n"`    // the count behind the first of Values; small ones are faded
}
