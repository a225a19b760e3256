package metrics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Statement is the one SELECT that answers a question. Values are bound; identifiers and expressions are the model's.
type Statement struct {
	SQL     string // empty where no figure applies to the selection: the answer has no rows
	Args    []any
	Columns []Column
}

// Statement turns a question into SQL. Figures of one fact are one SELECT over it, or over each aggregate that has some of them. Several facts, or
// two selections, are separate branches, combined with UNION ALL and then grouped by what they share: what Kimball calls drilling across.
func (m *Model) Statement(q Question) (Statement, error) {
	if err := m.check(q); err != nil {
		return Statement{}, err
	}
	w := writer{model: m, question: q, bases: m.bases(q), applied: map[string]int{}, kept: q.Summed}
	branches := w.branches(q.locked(q.Where), FirstSelection)
	if q.Versus != nil {
		branches = append(branches, w.branches(q.locked(*q.Versus), SecondSelection)...)
	}
	s := Statement{Columns: m.columns(q)}
	if len(branches) == 0 {
		return s, nil
	}
	var sql strings.Builder
	if len(branches) == 1 {
		fmt.Fprintf(&sql, "with figures as (\n%s\n)\n", branches[0])
	} else {
		fmt.Fprintf(&sql, "with branches as (\n%s\n), figures as (\n  select %s\n  from branches%s\n)\n",
			strings.Join(branches, "\n  union all\n"), strings.Join(w.folded(), ", "), groupBy(len(w.groups())))
	}
	fmt.Fprintf(&sql, "select %s\nfrom figures", strings.Join(w.outward(), ",\n       "))
	if order := w.order(); len(order) > 0 {
		fmt.Fprintf(&sql, "\norder by %s", strings.Join(order, ", "))
	}
	s.SQL, s.Args = sql.String(), w.args
	return s, nil
}

type writer struct {
	model    *Model
	question Question
	bases    []Measure
	args     []any
	applied  map[string]int // fact → selections that it was looked at for
	each     string         // SQL that parts each group further; empty: nothing does
	kept     bool           // what the version's aggregates keep of customers is there to join
}

// sides are how many selections there are.
func (w *writer) sides() int {
	if w.question.Versus != nil {
		return 2
	}
	return 1
}

func (w *writer) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

func group(i int) string  { return "g" + strconv.Itoa(i+1) }
func rank(i int) string   { return "r" + strconv.Itoa(i+1) }
func figure(i int) string { return "f" + strconv.Itoa(i+1) }

// groups are the names of what rows are told apart by.
func (w *writer) groups() []string {
	var names []string
	for i := range w.question.By {
		names = append(names, group(i))
	}
	if w.question.Versus != nil {
		names = append(names, "side")
	}
	return names
}

// folded are the columns that combine the branches: each figure comes from the only branch that has it.
func (w *writer) folded() []string {
	columns := w.groups()
	for i, name := range w.question.By {
		if w.model.dimensions.must(name).Order != "" {
			columns = append(columns, fmt.Sprintf("min(%[1]s) as %[1]s", rank(i)))
		}
	}
	for i, s := range w.bases {
		value := fmt.Sprintf("max(%s)", figure(i))
		if s.AddsUp.any() && w.applied[s.Fact] == w.sides() {
			value = "coalesce(" + value + ", 0)" // the fact was looked at, and has nothing in this group
		}
		columns = append(columns, value+" as "+figure(i))
	}
	return columns
}

func groupBy(groups int) string {
	if groups == 0 {
		return ""
	}
	ordinals := make([]string, groups)
	for i := range ordinals {
		ordinals[i] = strconv.Itoa(i + 1)
	}
	return "\n  group by " + strings.Join(ordinals, ", ")
}

// outward are the columns of the answer, in the order of Statement.Columns.
func (w *writer) outward() []string {
	q := w.question
	var all []string
	as := func(expression, name string) { all = append(all, expression+` as "`+name+`"`) }
	for i, name := range q.By {
		as(group(i), name)
	}
	if q.Versus != nil {
		as("side", SelectionColumn)
	}
	for _, name := range q.Measures {
		s := w.model.measures.must(name)
		as(w.value(s), name)
		if len(s.Rate) > 0 {
			part, whole := w.figureOf(s.Rate[0]), w.figureOf(s.Rate[1])
			as(fmt.Sprintf("consumption.wilson_low(%s, %s)", part, whole), name+"_low")
			as(fmt.Sprintf("consumption.wilson_high(%s, %s)", part, whole), name+"_high")
		}
	}
	for _, s := range w.bases {
		if !slices.Contains(q.Measures, s.Name) {
			as(w.figureOf(s.Name), s.Name)
		}
	}
	return all
}

// value is the SQL of a measure: an aggregate, or a quotient of two. Sums of money are divided as numeric, since a float might not hold them.
func (w *writer) value(s Measure) string {
	switch {
	case len(s.Rate) > 0:
		return fmt.Sprintf("%s::float8 / nullif(%s, 0)", w.figureOf(s.Rate[0]), w.figureOf(s.Rate[1]))
	case len(s.Per) > 0:
		return fmt.Sprintf("(%s::numeric / nullif(%s, 0))::float8", w.figureOf(s.Per[0]), w.figureOf(s.Per[1]))
	}
	return w.figureOf(s.Name)
}

func (w *writer) figureOf(name string) string {
	return figure(slices.IndexFunc(w.bases, func(s Measure) bool { return s.Name == name }))
}

// order ranks the groups, the same in every series and selection.
func (w *writer) order() []string {
	var all []string
	for i, name := range w.question.By {
		d := w.model.dimensions.must(name)
		g := group(i)
		over := " over (partition by " + g + ")"
		if d.Type == Text {
			all = append(all, g+" = '"+Unknown+"'")
		}
		first := w.value(w.model.measures.must(w.question.Measures[0]))
		switch {
		case i == 0 && w.question.OrderBy != "":
			all = append(all, "max("+w.value(w.model.measures.must(w.question.OrderBy))+")"+over+" desc nulls last")
		case d.Order != "":
			all = append(all, "min("+rank(i)+")"+over)
		case d.Type == Text:
			all = append(all, "max("+first+")"+over+" desc nulls last")
		}
		all = append(all, g)
	}
	if w.question.Versus != nil {
		all = append(all, "side desc") // This selection before Compared with
	}
	return all
}

func sqlType(t Type) string {
	switch t {
	case Integer:
		return "bigint"
	case Number:
		return "float8"
	case Boolean:
		return "boolean"
	}
	return "text"
}
