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

// source is where a branch of a statement is answered from: the fact, or an aggregate of it; and the figures that it answers.
type source struct {
	Fact
	aggregate *Aggregate
	measures  []string
}

// answers says whether the branch is the one that has a figure.
func (s source) answers(m Measure) bool { return slices.Contains(s.measures, m.Name) }

// sourcesOf shares the figures of a fact out: to the first aggregate that has all of them, otherwise each to the first that has it, and the
// rest to the fact itself. All say the same: choosing is a matter of speed (Kimball calls it aggregate navigation).
func (w *writer) sourcesOf(f Fact, where Selection) []source {
	var wanted []string
	for _, m := range w.bases {
		if m.Fact == f.Name {
			wanted = append(wanted, m.Name)
		}
	}
	if !w.question.Summed {
		return []source{{Fact: f, measures: wanted}}
	}
	var fitting []source
	for i := range w.model.aggregates.all {
		a := &w.model.aggregates.all[i]
		s := source{Fact: Fact{Name: f.Name, From: a.From, Tables: a.Tables}, aggregate: a, measures: wanted}
		switch lacks := func(name string) bool { return a.Measures[name] == "" }; {
		case a.Fact != f.Name || !w.fits(s, where):
		case !slices.ContainsFunc(wanted, lacks):
			return []source{s}
		default:
			fitting = append(fitting, s)
		}
	}
	var shared []source
	for _, s := range append(fitting, source{Fact: f}) {
		s.measures = nil
		wanted = slices.DeleteFunc(wanted, func(name string) bool {
			has := s.aggregate == nil || s.aggregate.Measures[name] != ""
			if has {
				s.measures = append(s.measures, name)
			}
			return has
		})
		if len(s.measures) > 0 {
			shared = append(shared, s)
		}
	}
	return shared
}

// fits says whether an aggregate has every dimension of the question.
func (w *writer) fits(s source, where Selection) bool {
	lacks := func(name string) bool {
		_, ok := w.model.expression(w.model.dimensions.must(name), s)
		return !ok
	}
	return !slices.ContainsFunc(w.question.By, lacks) && !slices.ContainsFunc(where, func(c Condition) bool { return lacks(c.Dimension) })
}

// measure is the SQL of an aggregate function on the source.
func (s source) measure(m Measure) string {
	if s.aggregate != nil {
		return s.aggregate.Measures[m.Name]
	}
	return m.SQL
}

// has says whether the source is an aggregate with a column of its own for the dimension.
func (s source) has(d Dimension) bool {
	if s.aggregate == nil {
		return false
	}
	_, ok := s.aggregate.Dimensions[d.Name]
	return ok
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
