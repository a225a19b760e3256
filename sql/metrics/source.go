package metrics

import "slices"

// source is where a branch of a statement is answered from: the fact, or an aggregate of it; and the figures that it answers.
type source struct {
	Fact
	aggregate *Aggregate
	measures  []string
}

// answers says whether the branch is the one that has a figure.
func (s source) answers(m Measure) bool { return slices.Contains(s.measures, m.Name) }

// sourcesOf shares the figures of a fact out: to the first aggregate that has all of them, otherwise each to the first that has it of those that
// are needed, and the rest to the fact itself. All say the same: choosing is a matter of speed (Kimball calls it aggregate navigation).
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
	for i := range w.model.summed {
		a := &w.model.summed[i]
		s := source{Fact: Fact{Name: f.Name, From: a.From, Tables: a.Tables}, aggregate: a, measures: wanted}
		switch lacks := func(name string) bool { return !a.has(name) }; {
		case a.Fact != f.Name || !w.fits(s, where):
		case !slices.ContainsFunc(wanted, lacks):
			return []source{s}
		default:
			fitting = append(fitting, s)
		}
	}
	var shared []source
	for _, s := range append(needed(fitting, wanted), source{Fact: f}) {
		s.measures = nil
		wanted = slices.DeleteFunc(wanted, func(name string) bool {
			has := s.aggregate == nil || s.aggregate.has(name)
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

// needed leaves out the sources whose figures the others have, the last ones first: what has to be read for one figure answers others too.
func needed(fitting []source, wanted []string) []source {
	for i := len(fitting) - 1; i >= 0; i-- {
		others := slices.Delete(slices.Clone(fitting), i, i+1)
		alone := func(name string) bool {
			return fitting[i].aggregate.has(name) && !slices.ContainsFunc(others, func(s source) bool { return s.aggregate.has(name) })
		}
		if !slices.ContainsFunc(wanted, alone) {
			fitting = others
		}
	}
	return fitting
}

// fits says whether an aggregate has every dimension of the question.
func (w *writer) fits(s source, where Selection) bool {
	lacks := func(name string) bool {
		_, ok := w.model.expression(w.model.dimensions.must(name), s)
		return !ok
	}
	return !slices.ContainsFunc(w.question.By, lacks) && !slices.ContainsFunc(where, func(c Condition) bool {
		_, chooses := w.model.aspectOf(s.aggregate, c.Dimension)
		return lacks(c.Dimension) && !chooses
	})
}

// measure is the SQL of an aggregate function on the source.
func (s source) measure(m Measure) string {
	if s.aggregate == nil {
		return m.SQL
	}
	if _, ok := s.aggregate.Percentiles.Of[m.Name]; ok {
		return "(" + s.aggregate.Percentiles.at([]string{m.Name}) + ")[1]"
	}
	return s.aggregate.Measures[m.Name]
}

// together are the percentiles among the figures of the source, when there are several.
func (s source) together() []string {
	if s.aggregate == nil {
		return nil
	}
	var all []string
	for _, name := range s.measures {
		if _, ok := s.aggregate.Percentiles.Of[name]; ok {
			all = append(all, name)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
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
