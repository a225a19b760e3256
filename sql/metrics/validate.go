package metrics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	types   = []Type{Text, Integer, Number, Boolean}
	units   = []Unit{Plain, Count, Percent, USD, Hours, Day}
	kinds   = []Kind{KPI, Bar, Stacked, Line, Histogram, Funnel, TableOnly}
	methods = []string{"published", "audited"}

	validColumn = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// validate returns what a visual breaks, each with its line: what its page, its chart and its exports rely on.
func validate(v Visual, at lines) []error {
	var problems []error
	broken := func(line int, format string, args ...any) {
		problems = append(problems, fmt.Errorf("%d: %s", line, fmt.Sprintf(format, args...)))
	}
	for _, required := range []struct{ key, value string }{
		{"title", v.Title}, {"subtitle", v.Subtitle}, {"definition", v.Definition}, {"sql", v.SQL},
	} {
		if strings.TrimSpace(required.value) == "" {
			broken(at.of(required.key), "%s is missing", required.key)
		}
	}
	if !slices.Contains(methods, v.Method) {
		broken(at.of("method"), "method must be one of %q, not %q", methods, v.Method)
	}
	if strings.Contains(v.SQL, ";") {
		broken(at.of("sql"), "sql must be a single SELECT, without a semicolon")
	}
	if len(v.Columns) == 0 {
		broken(at.of("columns"), "columns are missing")
	}
	seen := make(map[string]bool, len(v.Columns))
	for i, c := range v.Columns {
		line := at.of("columns", i)
		if !validColumn.MatchString(c.Name) {
			broken(line, "column name %q must be lower-case letters, digits and underscores", c.Name)
		}
		if seen[c.Name] {
			broken(line, "column %q is declared twice", c.Name)
		}
		seen[c.Name] = true
		if c.Label == "" {
			broken(line, "column %q has no label", c.Name)
		}
		if !slices.Contains(types, c.Type) {
			broken(line, "column %q: type must be one of %q, not %q", c.Name, types, c.Type)
		}
		if !slices.Contains(units, c.Unit) {
			broken(line, "column %q: unit must be one of %q, not %q", c.Name, units, c.Unit)
		}
		for _, of := range []string{c.Low, c.High, c.N} {
			if of != "" && !slices.ContainsFunc(v.Columns, func(other Column) bool { return other.Name == of && (other.Type == Integer || other.Type == Number) }) {
				broken(line, "column %q names %q, which is not a declared column of numbers", c.Name, of)
			}
		}
		if (c.Low == "") != (c.High == "") {
			broken(line, "column %q needs both low and high, or neither", c.Name)
		}
		if c.Unit != Plain && c.Type != Integer && c.Type != Number {
			broken(line, "column %q: a column of type %s has no unit", c.Name, c.Type)
		}
	}
	validateChart(v, at, broken)
	return problems
}

// validateChart checks that what the chart draws are declared columns of the right kind.
func validateChart(v Visual, at lines, broken func(line int, format string, args ...any)) {
	if !slices.Contains(kinds, v.Chart.Kind) {
		broken(at.of("chart", "kind"), "chart kind must be one of %q, not %q", kinds, v.Chart.Kind)
		return
	}
	numeric := func(key, name string, path ...any) {
		i := slices.IndexFunc(v.Columns, func(c Column) bool { return c.Name == name })
		switch {
		case i < 0:
			broken(at.of(append([]any{"chart"}, path...)...), "chart %s names %q, which is not a declared column", key, name)
		case v.Columns[i].Type != Integer && v.Columns[i].Type != Number:
			broken(at.of(append([]any{"chart"}, path...)...), "chart %s names %q, which is not a number", key, name)
		}
	}
	for i, name := range v.Chart.Values {
		numeric("values", name, "values", i)
	}
	if v.Chart.Kind == TableOnly {
		return
	}
	if len(v.Chart.Values) == 0 {
		broken(at.of("chart"), "chart values are missing")
	}
	if v.Chart.Kind == KPI {
		return
	}
	if !slices.ContainsFunc(v.Columns, func(c Column) bool { return c.Name == v.Chart.Category }) {
		broken(at.of("chart", "category"), "chart category names %q, which is not a declared column", v.Chart.Category)
	}
}
