package metrics

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// Measure is a figure: an aggregate over a fact, or one measure divided by another.
type Measure struct {
	Name        string   `yaml:"name"`
	Label       string   `yaml:"label"`
	Definition  string   `yaml:"definition"`
	Fact        string   `yaml:"fact"` // empty for quotients
	SQL         string   `yaml:"sql"`  // empty for quotients
	Type        Type     `yaml:"type"` // of an aggregate: integer unless it says number
	Unit        Unit     `yaml:"unit"`
	Method      string   `yaml:"method"`      // published; empty: audited
	Rate        []string `yaml:"rate"`        // a proportion: a measure, and the one that it is part of
	Per         []string `yaml:"per"`         // a quotient: a measure, and what it is divided by
	PartOf      string   `yaml:"part_of"`     // a measure that contains it
	N           string   `yaml:"n"`           // what a mean or median is taken over
	AddsUp      addsUp   `yaml:"adds_up"`     // over which dimensions
	Independent bool     `yaml:"independent"` // what is counted, or a rate is taken over, does not belong to one another: customers, not receipts
	// Counts is which of the fact's rows it counts or adds up, as in an address; empty: all of them.
	Counts map[string]names `yaml:"counts"`
}

// Counted are the rows of its fact that a measure counts or adds up, or, of a quotient, those of what it is divided by.
func (m *Model) Counted(measure string) Selection {
	s := m.measures.must(measure)
	if parts := s.parts(); len(parts) > 0 {
		first, second := m.measures.must(parts[0]), m.measures.must(parts[1])
		if first.Fact != second.Fact { // the rows that are shown are those of the first
			return m.Counted(first.Name)
		}
		return m.Counted(second.Name)
	}
	where, _, _ := m.ParseSelection(restriction(s.Counts), "") // validateMeasure has read it
	return where
}

// parts are the two measures of a quotient; none for an aggregate.
func (s Measure) parts() []string { return append(s.Rate[:len(s.Rate):len(s.Rate)], s.Per...) }

// Published says whether it is a figure of the published method.
func (s Measure) Published() bool { return s.Method == "published" }

// addsUp says over which dimension tables the figures of groups add up to that of the whole.
type addsUp struct {
	all    bool
	tables []string
}

// UnmarshalYAML takes all, none, or a list of tables.
func (a *addsUp) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.SequenceNode {
		return node.Decode(&a.tables)
	}
	switch node.Value {
	case "all":
		a.all = true
	case "none":
	default:
		return fmt.Errorf("line %d: adds_up must be all, none, or a list of tables, not %q", node.Line, node.Value)
	}
	return nil
}

// AddsUp says whether the figures of the groups of a dimension add up to that of the whole.
func (m *Model) AddsUp(measure, dimension string) bool {
	s, ok := m.measures.find(measure)
	d, known := m.dimensions.find(dimension)
	if !ok || !known || s.Fact == "" || m.Overlaps(dimension) {
		return false
	}
	if s.AddsUp.all {
		return true
	}
	sql, ok := m.expression(d, source{Fact: m.facts.must(s.Fact)})
	if !ok || len(s.AddsUp.tables) == 0 || d.SQL.all == "" {
		return false
	}
	for _, table := range m.tablesIn(sql) {
		if !slices.Contains(s.AddsUp.tables, table) {
			return false
		}
	}
	return true
}

// Independent says whether what a measure counts, or is taken over, does not belong to one another, so that a test may count it.
func (m *Model) Independent(measure string) bool {
	s := m.measures.must(measure)
	return s.Independent || s.Fact != "" && m.facts.must(s.Fact).Independent
}

// column is the measure as a column of a table.
func (s Measure) column() Column {
	c := Column{Name: s.Name, Label: s.Label, Type: Integer, Unit: s.Unit, Description: s.Definition, N: s.N}
	switch {
	case len(s.Rate) > 0:
		c.Type, c.Unit, c.N = Number, Percent, s.Rate[1]
		c.Low, c.High = s.Name+"_low", s.Name+"_high"
	case len(s.Per) > 0:
		c.Type, c.N = Number, s.Per[1]
	case s.PartOf != "":
		c.N = s.PartOf
	}
	if s.Type != "" {
		c.Type = s.Type
	}
	return c
}

func (m *Model) validateMeasure(s Measure) error {
	if s.Label == "" || s.Definition == "" {
		return fmt.Errorf("label and definition are needed")
	}
	if !slices.Contains(units, s.Unit) {
		return fmt.Errorf("unit must be one of %q, not %q", units, s.Unit)
	}
	if s.Method != "" && s.Method != "published" {
		return fmt.Errorf("method can only be published, not %q", s.Method)
	}
	if _, ok := m.dimensions.find(s.Name); ok {
		return fmt.Errorf("a dimension has the same name")
	}
	for _, name := range append(s.parts(), s.PartOf, s.N) {
		if name == "" {
			continue
		}
		part, err := m.measures.get(name)
		if err != nil {
			return err
		}
		if part.Fact == "" {
			return fmt.Errorf("%q is itself a quotient", name)
		}
	}
	switch {
	case len(s.parts()) == 0:
		fact, err := m.facts.get(s.Fact)
		if err != nil {
			return err
		}
		if s.SQL == "" {
			return fmt.Errorf("sql is missing")
		}
		if _, ok := m.joined(fact, s.SQL); !ok {
			return fmt.Errorf("its sql speaks of a table that the fact %q does not reach", s.Fact)
		}
		where, _, err := m.ParseSelection(restriction(s.Counts), "")
		if err != nil {
			return fmt.Errorf("counts: %w", err)
		}
		if missing := m.Missing(fact, where); len(missing) > 0 {
			return fmt.Errorf("counts: its fact %q has no dimension %q", s.Fact, missing[0].Name)
		}
	case len(s.Rate) == 2 && len(s.Per) == 0, len(s.Per) == 2 && len(s.Rate) == 0:
		if s.Fact != "" || s.SQL != "" || len(s.Counts) > 0 {
			return fmt.Errorf("a quotient has neither fact nor sql nor counts")
		}
	default:
		return fmt.Errorf("rate and per name two measures, and a measure has one of them at most")
	}
	return nil
}
