package metrics

import (
	"net/url"
	"slices"

	"gopkg.in/yaml.v3"
)

// Visual is a question and a way to draw its answer. A dashboard's file declares it in a few lines; the rest is filled in from the model.
type Visual struct {
	Name       string           `yaml:"name"`       // its address
	Title      string           `yaml:"title"`      // says what is shown
	Subtitle   string           `yaml:"subtitle"`   // unit and basis; empty: from the measures
	Definition string           `yaml:"definition"` // how each figure is computed, in sentences; empty: from the measures
	Note       string           `yaml:"note"`       // what to keep in mind when reading it; may be empty
	Kind       Kind             `yaml:"chart"`
	Measures   names            `yaml:"measures"` // what is drawn
	With       names            `yaml:"with"`     // further figures, for the table and the exports
	By         names            `yaml:"by"`       // the groups; charts have one, tables several
	Series     string           `yaml:"series"`   // the dimension that splits the figure into series
	Panels     string           `yaml:"panels"`   // the dimension whose values have a small chart each
	Declared   map[string]names `yaml:"where"`    // what it is restricted to, whatever else is chosen; as in an address
	Order      string           `yaml:"order"`    // the measure that ranks the groups; empty: the order of the dimension
	Size       int              `yaml:"size"`     // columns of the grid of 12; 0: by the kind of chart

	// Filled in when the visual is held against the model.
	Method  string    `yaml:"-"` // published or audited
	Chart   Chart     `yaml:"-"`
	Columns []Column  `yaml:"-"`
	Where   Selection `yaml:"-"`
	Sheet   string    `yaml:"-"` // the name of the dashboard that declares it
}

func (v Visual) name() string { return v.Name }

// names is one name, or a list of them.
type names []string

// UnmarshalYAML takes a text, or a list of texts.
func (n *names) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		var one string
		if err := node.Decode(&one); err != nil {
			return err
		}
		if one != "" {
			*n = names{one}
		}
		return nil
	}
	var several []string
	if err := node.Decode(&several); err != nil {
		return err
	}
	*n = several
	return nil
}

// Column returns the column of that name; the error names the nearest there is.
func (v Visual) Column(name string) (Column, error) {
	names := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		if names[i] = c.Name; c.Name == name {
			return c, nil
		}
	}
	return Column{}, unknownName("column", name, names)
}

// groups are the dimensions of the answer, the outermost first.
func (v Visual) groups() []string {
	all := slices.Clone([]string(v.By))
	for _, name := range []string{v.Series, v.Panels} {
		if name != "" {
			all = append(all, name)
		}
	}
	return all
}

// Ask is the visual's question about a selection, and optionally a second one. The visual's own restriction applies as well.
func (v Visual) Ask(where Selection, versus *Selection) Question {
	q := Question{Measures: append(slices.Clone([]string(v.Measures)), v.With...), By: v.groups(), OrderBy: v.Order, Where: where.And(v.Where)}
	if versus != nil {
		second := versus.And(v.Where)
		q.Versus = &second
	}
	return q
}

// restriction is a declared selection in the form of an address.
func restriction(where map[string]names) url.Values {
	query := url.Values{}
	for name, values := range where {
		query[name] = values
	}
	return query
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
	Funnel    Kind = "funnel"    // a step per column of Values, in order, of a table of one row
	HeatMap   Kind = "heatmap"   // the first value as a shade at Category (across) and Series (down)
	Box       Kind = "box"       // Values are least, lower quartile, median, upper quartile, greatest, of each Category
	Scatter   Kind = "scatter"   // a point per row at the first two Values; the third, where there is one, is its size
	Donut     Kind = "donut"     // shares of a whole: few rows of a value that adds up
	TableOnly Kind = "table"     // no drawing
	Pivot     Kind = "pivot"     // rows and columns of dimensions with subtotals; no drawing
)

// Kinds are all of them, in the order in which a person is offered them.
var Kinds = []Kind{Bar, Columns, Line, Area, Stacked, Share, Combined, Histogram, HeatMap, Box, Scatter, Donut, Funnel, KPI, TableOnly, Pivot}

// Chart says which columns are drawn, and how. Names are those of Visual.Columns. What belongs to one value (its interval, its n)
// stands with that column.
type Chart struct {
	Kind     Kind
	Category string // the column along the main axis
	Series   string // a column whose values split the first of Values into series; empty: a series per column of Values
	Panels   string // a column whose values have a small chart each, on one scale; may be empty
	Values   []string
}

// Resolve validates a visual against the model and fills in what its declaration leaves open. The error says what is impossible.
func (m *Model) Resolve(v Visual) (Visual, error) {
	if err := m.validateVisual(v); err != nil {
		return v, err
	}
	v.Where, _, _ = m.ParseSelection(restriction(v.Declared), "") // validateVisual has read it
	q := v.Ask(nil, nil)
	v.Columns = m.columns(q)
	v.Chart = Chart{Kind: v.Kind, Values: v.Measures, Series: v.Series, Panels: v.Panels}
	if len(v.By) > 0 {
		v.Chart.Category = v.By[0]
	}
	v.Method = "audited"
	if m.measures.must(v.Measures[0]).Published() {
		v.Method = "published"
	}
	if v.Title == "" {
		v.Title = m.title(v)
	}
	if v.Subtitle == "" {
		v.Subtitle = m.subtitle(v)
	}
	if v.Definition == "" {
		v.Definition = m.definition(q)
	}
	return v, nil
}

// Versus prepares a visual for two selections. With one figure, the selections become its series, mark beside mark. Several figures, histograms
// and stacked charts get a small chart for each selection: stacked, the selections would look like parts of a whole. Shares get a bar for each.
// Points and boxes of both are in one chart, told apart by their names; tables have a row for each.
func (v Visual) Versus() Visual {
	c := &v.Chart
	switch c.Kind {
	case Bar, Columns, Line:
		if c.Series == "" && len(c.Values) == 1 {
			c.Series = SelectionColumn
			return v
		}
	case Histogram, Area, Stacked, Share, Combined, HeatMap, Funnel:
	case Donut:
		v.Chart = Chart{Kind: Share, Category: SelectionColumn, Series: c.Category, Values: c.Values}
		return v
	default:
		return v
	}
	if c.Panels == "" {
		c.Panels = SelectionColumn
	}
	return v
}
