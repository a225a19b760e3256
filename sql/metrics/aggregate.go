package metrics

import (
	"fmt"
	"slices"
)

// Aggregate is a table in which a fact is summed up already: with fewer dimensions and measures, and far fewer rows.
type Aggregate struct {
	Name       string               `yaml:"name"`
	Fact       string               `yaml:"fact"`
	From       string               `yaml:"from"` // the table, called fact
	Tables     []string             `yaml:"tables"`
	Dimensions map[string]summedSQL `yaml:"dimensions"`
	Measures   map[string]string    `yaml:"measures"`
}

func (a Aggregate) name() string { return a.Name }

// summedSQL is a dimension on an aggregate.
type summedSQL struct {
	SQL   string `yaml:"sql"`
	Order string `yaml:"order"`
}

// source is where a branch of a statement is answered from: the fact, or an aggregate of it.
type source struct {
	Fact
	aggregate *Aggregate
}

// sourceOf is the first aggregate of a fact that has every dimension and measure of the question; otherwise the fact. What both have is
// the same: choosing is a matter of speed (Kimball calls it aggregate navigation).
func (w *writer) sourceOf(f Fact, where Selection) source {
	if !w.question.Summed {
		return source{Fact: f}
	}
	for i := range w.model.aggregates.all {
		a := &w.model.aggregates.all[i]
		if a.Fact != f.Name {
			continue
		}
		s := source{Fact: Fact{Name: f.Name, From: a.From, Tables: a.Tables}, aggregate: a}
		has := func(name string) bool {
			_, ok := w.model.expression(w.model.dimensions.must(name), s)
			return ok
		}
		all := !slices.ContainsFunc(w.question.By, func(name string) bool { return !has(name) }) &&
			!slices.ContainsFunc(where, func(c Condition) bool { return !has(c.Dimension) }) &&
			!slices.ContainsFunc(w.bases, func(m Measure) bool { return m.Fact == f.Name && a.Measures[m.Name] == "" })
		if all {
			return s
		}
	}
	return source{Fact: f}
}

// measure is the SQL of an aggregate function on the source.
func (s source) measure(m Measure) string {
	if s.aggregate != nil {
		return s.aggregate.Measures[m.Name]
	}
	return m.SQL
}

// order is the SQL that ranks the groups of a dimension on the source.
func (s source) order(d Dimension) string {
	if s.aggregate != nil {
		if summed, ok := s.aggregate.Dimensions[d.Name]; ok {
			return summed.Order
		}
	}
	return d.Order
}

func (m *Model) validateAggregate(a Aggregate) error {
	f, err := m.facts.get(a.Fact)
	if err != nil {
		return err
	}
	for _, table := range a.Tables {
		if !slices.Contains(f.Tables, table) {
			return fmt.Errorf("its fact %q does not reach the table %q", a.Fact, table)
		}
	}
	for name, summed := range a.Dimensions {
		d, err := m.dimensions.get(name)
		if err != nil {
			return err
		}
		if (d.Order == "") != (summed.Order == "") {
			return fmt.Errorf("dimension %q is ranked by an order in one place, and not in the other", name)
		}
	}
	for name := range a.Measures {
		measure, err := m.measures.get(name)
		if err != nil {
			return err
		}
		if measure.Fact != a.Fact {
			return fmt.Errorf("measure %q is of another fact", name)
		}
	}
	return nil
}
