package chart

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"cafe-rewards/sql/metrics"
)

// Spec is what the script needs to draw a Plot, and to say and do what belongs to its marks.
type Spec struct {
	Visual  string          `json:"visual"`           // its name
	Option  json.RawMessage `json:"option"`           // for ECharts, in its wide form
	Narrow  json.RawMessage `json:"narrow"`           // what differs in the narrow one
	Heights [2]int          `json:"heights"`          // of the two forms
	Along   string          `json:"along"`            // x or y: a place between the marks belongs to the nearest one along that axis; empty where it does not
	Marks   [][7]int        `json:"marks"`            // place of series (those over the drawing behind the others) and datum in the option, of the tip, row of the table, and places in the lists below
	Second  []int           `json:"second,omitempty"` // rows of the table that are of the second selection
	By      [3]string       `json:"by"`               // the columns whose values names, series and panels are; empty where they are none
	Tips    []Tip           `json:"tips"`
	Names   []any           `json:"names"`   // values of the category, money in dollars as addresses have it
	Series  []any           `json:"series"`  // values of the series; empty where each is a column
	Columns []string        `json:"columns"` // names of the drawn columns
	Panels  []any           `json:"panels"`  // values of the panels; empty where there are none
}

// mark names the cell behind a datum of a series.
type mark struct{ panel, name, series int }

// Option is the chart for ECharts in JSON, in its wide form or its narrow one.
func (p Plot) Option(inNarrow bool) ([]byte, error) {
	return encode(p.option(p.form(inNarrow)))
}

// Spec gives the plot as data for the script.
func (p Plot) Spec() (Spec, error) {
	s := Spec{Visual: p.Visual.Name, Heights: [2]int{p.Height(false), p.Height(true)}, Along: p.along(), Tips: p.tips()}
	o := p.option(p.form(false))
	var err error
	if s.Option, err = encode(o); err != nil {
		return Spec{}, err
	}
	inNarrow, err := encode(p.option(p.form(true)))
	if err != nil {
		return Spec{}, err
	}
	if s.Narrow, err = difference(s.Option, inNarrow); err != nil {
		return Spec{}, err
	}
	s.By = [3]string{p.Visual.Chart.Category, "", p.Visual.Chart.Panels}
	for _, name := range p.Names {
		s.Names = append(s.Names, name.outward())
	}
	for _, of := range p.Series {
		s.Columns = append(s.Columns, of.Column.Name)
		if p.Visual.Chart.Series != "" && p.Kind != metrics.Scatter {
			s.By[1], s.Series = p.Visual.Chart.Series, append(s.Series, of.outward())
		}
	}
	if p.panelled() {
		for _, panel := range p.Panels {
			s.Panels = append(s.Panels, panel.outward())
		}
	}
	for i, of := range slices.Concat(o.Series, o.Over) {
		for j, m := range of.marks {
			c := p.cells[m.panel][m.name][m.series]
			if c.At == nil {
				continue
			}
			if p.second(m) && !slices.Contains(s.Second, c.Row) {
				s.Second = append(s.Second, c.Row)
			}
			s.Marks = append(s.Marks, [7]int{i, j, p.tipOf(m), c.Row, m.name, m.series, m.panel})
		}
	}
	return s, nil
}

// second says that a mark is of the second of two selections.
func (p Plot) second(m mark) bool {
	name := p.Names[m.name]
	return name.Second || slices.ContainsFunc([]Name{name, p.Series[m.series].Name, p.Panels[m.panel]}, func(n Name) bool { return n.Raw == metrics.SecondSelection })
}

// outward is the value as addresses have it.
func (n Name) outward() any {
	if cents, ok := n.Raw.(int64); ok && n.Unit == metrics.USD {
		return metrics.Dimension{Type: metrics.Integer, Unit: n.Unit}.Outward(strconv.FormatInt(cents, 10))
	}
	return n.Raw
}

// along is the axis along which the whole band of a name belongs to it.
func (p Plot) along() string {
	switch p.Kind {
	case metrics.HeatMap, metrics.Scatter, metrics.Donut:
		return ""
	}
	if p.panelled() {
		return ""
	}
	if p.flat() {
		return "y"
	}
	return "x"
}

func encode(o option) (json.RawMessage, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("encode a chart: %w", err)
	}
	return text, nil
}

// difference is a patch that makes of one JSON value the other: objects hold what changes in them, null for what goes; an array of
// the same length is an object with the places that change; everything else is the new value.
func difference(from, to json.RawMessage) (json.RawMessage, error) {
	var a, b any
	if err := json.Unmarshal(from, &a); err != nil {
		return nil, fmt.Errorf("compare two charts: %w", err)
	}
	if err := json.Unmarshal(to, &b); err != nil {
		return nil, fmt.Errorf("compare two charts: %w", err)
	}
	patch, _ := patch(a, b)
	return json.Marshal(patch)
}

func patch(a, b any) (change any, changed bool) {
	switch to := b.(type) {
	case map[string]any:
		from, ok := a.(map[string]any)
		if !ok {
			return b, true
		}
		changes := map[string]any{}
		for key, value := range to {
			old, had := from[key]
			if change, changed := patch(old, value); changed || !had {
				changes[key] = change
			}
		}
		for key := range from {
			if _, stays := to[key]; !stays {
				changes[key] = nil
			}
		}
		return changes, len(changes) > 0
	case []any:
		from, ok := a.([]any)
		if !ok || len(from) != len(to) {
			return b, true
		}
		changes := map[string]any{}
		for i, value := range to {
			if change, changed := patch(from[i], value); changed {
				changes[fmt.Sprint(i)] = change
			}
		}
		return changes, len(changes) > 0
	}
	return b, a != b
}
