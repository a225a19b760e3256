package metrics

import (
	"fmt"
	"regexp"
	"slices"
)

var (
	units = []Unit{Plain, Count, Percent, USD, Hours, Day, Hour, Year}

	// validName keeps names fit for an address, a file name and an id in a page.
	validName   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	validColumn = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// fieldError is what is wrong with a field of a declaration, for the line to be found.
type fieldError struct {
	field string
	err   error
}

func (e *fieldError) Error() string { return e.field + ": " + e.err.Error() }
func (e *fieldError) Unwrap() error { return e.err }

func field(name, format string, args ...any) error {
	return &fieldError{name, fmt.Errorf(format, args...)}
}

// validateVisual finds what a visual asks for that cannot be asked, or cannot be drawn in the way it wants.
func (m *Model) validateVisual(v Visual) error {
	if !validName.MatchString(v.Name) {
		return field("name", "%q must be lower-case words joined by hyphens: it is the visual's address", v.Name)
	}
	if !slices.Contains(Kinds, v.Kind) {
		return field("chart", "must be one of %q, not %q", Kinds, v.Kind)
	}
	if v.Size < 0 || v.Size > 12 {
		return field("size", "%d is not a number of columns between 1 and 12", v.Size)
	}
	for _, list := range []struct {
		field string
		names []string
		check func(string) error
	}{
		{"measures", v.Measures, m.measures.check},
		{"with", v.With, m.measures.check},
		{"by", v.By, m.dimensions.check},
		{"series", optional(v.Series), m.dimensions.check},
		{"panels", optional(v.Panels), m.dimensions.check},
	} {
		for _, name := range list.names {
			if err := list.check(name); err != nil {
				return &fieldError{list.field, err}
			}
		}
	}
	if _, left, err := m.ParseSelection(restriction(v.Declared), ""); err != nil {
		return &fieldError{"where", err}
	} else if len(left) > 0 {
		return &fieldError{"where", m.dimensions.check(left[0])}
	}
	if err := m.check(v.Ask(nil, nil)); err != nil {
		return &fieldError{"measures", err}
	}
	return m.validateChart(v)
}

func (c catalogue[T]) check(name string) error {
	_, err := c.get(name)
	return err
}

func optional(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// shape is what a kind of chart needs.
type shape struct {
	by       [2]int // the least and the most dimensions of By
	measures [2]int // the least and the most measures
	series   string // may, must or no
	addsUp   bool   // what is drawn are parts of a whole
	ordered  bool   // the category has an order of its own
}

var shapes = map[Kind]shape{
	KPI:       {by: [2]int{0, 0}, measures: [2]int{1, 12}},
	Bar:       {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may"},
	Columns:   {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may"},
	Stacked:   {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may", addsUp: true},
	Share:     {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may", addsUp: true},
	Line:      {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may", ordered: true},
	Area:      {by: [2]int{1, 1}, measures: [2]int{1, 7}, series: "may", addsUp: true, ordered: true},
	Combined:  {by: [2]int{1, 1}, measures: [2]int{2, 4}},
	Histogram: {by: [2]int{1, 1}, measures: [2]int{1, 1}, ordered: true},
	Funnel:    {by: [2]int{0, 0}, measures: [2]int{2, 8}},
	HeatMap:   {by: [2]int{1, 1}, measures: [2]int{1, 1}, series: "must"},
	Box:       {by: [2]int{1, 1}, measures: [2]int{5, 5}},
	Scatter:   {by: [2]int{1, 1}, measures: [2]int{2, 3}},
	Donut:     {by: [2]int{1, 1}, measures: [2]int{1, 1}, addsUp: true},
	TableOnly: {by: [2]int{0, MaxBy}, measures: [2]int{1, 12}},
	Pivot:     {by: [2]int{1, MaxBy - 1}, measures: [2]int{1, 4}, series: "may"},
}

func (m *Model) validateChart(v Visual) error {
	s := shapes[v.Kind]
	shapeError := func(field, format string, args ...any) error {
		return &fieldError{field, &ShapeError{v.Kind, fmt.Sprintf(format, args...)}}
	}
	if n := len(v.By); n < s.by[0] || n > s.by[1] {
		return shapeError("by", "has %s, not %d", count(s.by, "dimension"), n)
	}
	if n := len(v.Measures); n < s.measures[0] || n > s.measures[1] {
		return shapeError("measures", "has %s, not %d", count(s.measures, "measure"), n)
	}
	if v.Series != "" && s.series == "" {
		return shapeError("series", "has no series")
	}
	if v.Series == "" && s.series == "must" {
		return shapeError("series", "needs a series")
	}
	if v.Series != "" && len(v.Measures) > 1 && v.Kind != Pivot {
		return shapeError("series", "that has a series has one measure, not %d", len(v.Measures))
	}
	if m.sharesAxis(v) {
		return shapeError("measures", "has one axis, which figures of different units do not share")
	}
	if s.ordered && !m.dimensions.must(v.By[0]).Ordered() {
		return &fieldError{"by", &OrderlessError{v.Kind, m.dimensions.must(v.By[0])}}
	}
	if !s.addsUp {
		return nil
	}
	over := v.By[0] // with several measures, each is a part; with a series, its values are
	if v.Series != "" {
		over = v.Series
	}
	for _, name := range v.Measures {
		if !m.AddsUp(name, over) {
			return &fieldError{"measures", &NotAdditiveError{m.measures.must(name), m.dimensions.must(over)}}
		}
	}
	return nil
}

// sharesAxis says whether figures of different units would stand on one axis.
func (m *Model) sharesAxis(v Visual) bool {
	switch v.Kind {
	case Bar, Columns, Line, Area, Stacked, Share, Histogram, Funnel, Box:
		return m.mixed(v.Measures)
	case Combined:
		return m.mixed(v.Measures[1:]) // the lines
	}
	return false
}

func count(bounds [2]int, what string) string {
	switch {
	case bounds[1] == 0:
		return "no " + what
	case bounds == [2]int{1, 1}:
		return "one " + what
	case bounds[0] == bounds[1]:
		return fmt.Sprintf("%d %ss", bounds[0], what)
	}
	return fmt.Sprintf("%d to %d %ss", bounds[0], bounds[1], what)
}
