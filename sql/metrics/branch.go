package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// branches are one SELECT per source of the facts that the selection applies to.
func (w *writer) branches(where Selection, side string) []string {
	var facts, all []string
	for _, s := range w.bases {
		if !slices.Contains(facts, s.Fact) {
			facts = append(facts, s.Fact)
		}
	}
	for _, name := range facts {
		applies := false
		for _, s := range w.sourcesOf(w.model.facts.must(name), where) {
			if branch, ok := w.branch(s, where, side); ok {
				all = append(all, branch)
				applies = true
			}
		}
		if applies {
			w.applied[name]++
		}
	}
	return all
}

func (w *writer) branch(f source, where Selection, side string) (string, bool) {
	f, where = w.chosen(f, where)
	var by, spokenOf []string
	var columns selected
	for i, name := range w.question.By {
		d := w.model.dimensions.must(name)
		expression, _ := w.model.expression(d, f) // check has seen that there is one
		columns.add(group(i), "(%s)::%s", expression, sqlType(d.Type))
		by = append(by, "("+expression+")")
		spokenOf = append(spokenOf, expression)
	}
	if w.question.Versus != nil {
		columns.add("side", "'%s'::text", side)
	}
	if w.each != "" {
		by = append(by, w.each)
	}
	for i, name := range w.question.By {
		if order := f.order(w.model.dimensions.must(name)); order != "" {
			columns.add(rank(i), "%s", order)
			spokenOf = append(spokenOf, order)
		}
	}
	together := f.together()
	for i, s := range w.bases {
		switch at := slices.Index(together, s.Name); {
		case at >= 0:
			columns.addElement(figure(i), at, sqlType(s.column().Type))
		case f.answers(s):
			columns.add(figure(i), "(%s)::%s", f.measure(s), sqlType(s.column().Type))
			spokenOf = append(spokenOf, f.measure(s))
		default:
			columns.add(figure(i), "null::%s", sqlType(s.column().Type))
		}
	}
	if len(together) > 0 {
		columns.array = f.aggregate.Percentiles.at(together)
		spokenOf = append(spokenOf, columns.array)
	}
	conditions, ok := w.conditions(f, where, &spokenOf)
	if !ok {
		return "", false
	}
	joins, ok := w.model.joined(f.Fact, strings.Join(spokenOf, " "))
	if !ok {
		return "", false
	}
	var sql strings.Builder
	fmt.Fprintf(&sql, "  select %s\n  from %s", columns.below(), f.From)
	for _, table := range joins {
		sql.WriteString("\n  " + w.model.tables.must(table).join(w.kept))
	}
	if len(conditions) > 0 {
		sql.WriteString("\n  where " + strings.Join(conditions, "\n    and "))
	}
	if len(by) > 0 {
		sql.WriteString("\n  group by " + strings.Join(by, ", "))
	}
	return columns.from(sql.String()), true
}

// selected are the columns of a branch, in their order. Some may be elements of one array, which is selected once, below them.
type selected struct {
	columns []selectedColumn
	array   string
}

type selectedColumn struct {
	name, sql string
	element   bool // of the array
}

func (s *selected) add(name, format string, values ...any) {
	s.columns = append(s.columns, selectedColumn{name: name, sql: fmt.Sprintf(format, values...)})
}

// addElement adds an element of the array, counted from 0.
func (s *selected) addElement(name string, at int, sqlType string) {
	s.columns = append(s.columns, selectedColumn{name, fmt.Sprintf("elements[%d]::%s", at+1, sqlType), true})
}

// below are the columns that are selected from the source.
func (s *selected) below() string {
	var all []string
	for _, c := range s.columns {
		if !c.element {
			all = append(all, c.sql+" as "+c.name)
		}
	}
	if s.array != "" {
		all = append(all, s.array+" as elements")
	}
	return strings.Join(all, ", ")
}

// from is the SELECT of all columns, given that of the columns below.
func (s *selected) from(below string) string {
	if s.array == "" {
		return below
	}
	all := make([]string, len(s.columns))
	for i, c := range s.columns {
		all[i] = c.name
		if c.element {
			all[i] = c.sql + " as " + c.name
		}
	}
	return fmt.Sprintf("  select %s from (\n%s\n  ) found", strings.Join(all, ", "), below)
}
