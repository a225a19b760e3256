package metrics

import (
	"errors"
	"fmt"
)

// Fits are the kinds of chart that a visual could be drawn as, whatever kind it has now, in the order in which a person is offered them.
func (m *Model) Fits(v Visual) []Kind {
	var all []Kind
	for _, kind := range Kinds {
		if m.Unfit(v, kind) == nil {
			all = append(all, kind)
		}
	}
	return all
}

// Unfit says why a visual cannot be drawn as that kind of chart; nil where it can.
func (m *Model) Unfit(v Visual, kind Kind) error {
	v.Kind = kind
	return m.validateVisual(v)
}

// Suggest is the kind of chart that shows a visual best: a course as a line, what is otherwise ordered as columns, names as bars.
// Figures of different units do not share an axis: they are columns and lines, or a table.
// A table shows whatever can be asked; where not even that can be, it is suggested all the same.
func (m *Model) Suggest(v Visual) Kind {
	preferred := []Kind{Bar, KPI, TableOnly}
	if len(v.By) > 0 {
		if d, ok := m.dimensions.find(v.By[0]); ok && d.Time {
			preferred = []Kind{Line, Columns, TableOnly}
		} else if ok && d.Type == Integer {
			preferred = []Kind{Columns, TableOnly}
		}
	}
	if len(v.By) > 0 && m.mixed(v.Measures) {
		preferred = []Kind{TableOnly}
		if !m.mixed(v.Measures[1:]) {
			preferred = []Kind{Combined, TableOnly}
		}
	}
	for _, kind := range preferred {
		if m.Unfit(v, kind) == nil {
			return kind
		}
	}
	if all := m.Fits(v); len(all) > 0 {
		return all[0]
	}
	return TableOnly
}

// mixed says whether figures have different units.
func (m *Model) mixed(figures []string) bool {
	units := map[Unit]bool{}
	for _, name := range figures {
		if measure, ok := m.measures.find(name); ok {
			units[measure.column().Unit] = true
		}
	}
	return len(units) > 1
}

// Label is what people call the kind.
func (k Kind) Label() string { return kindLabels[k] }

var kindLabels = map[Kind]string{
	Bar: "Bars", Columns: "Columns", Line: "Lines", Area: "Areas", Stacked: "Stacked bars", Share: "Shares", Combined: "Columns and lines",
	Histogram: "Histogram", HeatMap: "Heat map", Box: "Box plot", Scatter: "Scatter", Donut: "Donut", Funnel: "Funnel", KPI: "Key figures",
	TableOnly: "Table", Pivot: "Pivot table",
}

// Wrong says which field of a visual's declaration an error is about, and what is wrong with it. The field is empty where the error is about none.
func Wrong(err error) (field string, cause error) {
	var in *fieldError
	if errors.As(err, &in) {
		return in.field, in.err
	}
	return "", err
}

// ShapeError is a number of figures or groups that a kind of chart does not have.
type ShapeError struct {
	Kind Kind
	Rule string // what a chart of the kind has or needs: "has one dimension, not 0"
}

func (e *ShapeError) Error() string { return fmt.Sprintf("a chart of kind %s %s", e.Kind, e.Rule) }

// NotAdditiveError is a figure that is to be shown as parts of a whole, though its groups do not add up to one.
type NotAdditiveError struct {
	Measure   Measure
	Dimension Dimension
}

func (e *NotAdditiveError) Error() string {
	return fmt.Sprintf("%q does not add up over %q, so that its groups are not shares of a whole", e.Measure.Name, e.Dimension.Name)
}

// OrderlessError is a chart along a dimension that has no order of its own.
type OrderlessError struct {
	Kind      Kind
	Dimension Dimension
}

func (e *OrderlessError) Error() string {
	return fmt.Sprintf("a chart of kind %s needs a dimension with an order of its own, such as day; %q has none", e.Kind, e.Dimension.Name)
}
