package metrics

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"cafe-rewards/sql/model"
	"cafe-rewards/views/language"
)

// Model is the semantic model: facts, the dimension tables they reach, and the dimensions and measures over them. It is immutable.
type Model struct {
	in         language.Locale // of its labels and definitions
	tables     catalogue[DimensionTable]
	facts      catalogue[Fact]
	dimensions catalogue[Dimension]
	measures   catalogue[Measure]
	aspects    catalogue[Aspect]
	aggregates catalogue[Aggregate]
	summed     []Aggregate // each under each of its aspects
}

// DimensionTable is a table that facts join.
type DimensionTable struct {
	Name   string `yaml:"name"`
	Join   string `yaml:"join"`   // the join clause, which names the table Name
	Exists string `yaml:"exists"` // for Many: a condition on the fact, %s standing for the condition on the table
	Many   bool   `yaml:"many"`   // a row of a fact has several rows of it
	Summed string `yaml:"summed"` // the join clause where the version is summed up; empty: Join
}

// join is the clause for a version, which may be summed up.
func (t DimensionTable) join(summed bool) string {
	if summed && t.Summed != "" {
		return t.Summed
	}
	return t.Join
}

// Fact is a table of what happened.
type Fact struct {
	Name        string      `yaml:"name"`
	Label       string      `yaml:"label"`
	Grain       string      `yaml:"grain"` // what a row is, in a sentence
	From        string      `yaml:"from"`  // a table or a sub-select, called fact
	Is          string      `yaml:"is"`    // the dimension table whose rows are its own, and which From calls by its name
	Tables      []string    `yaml:"tables"`
	Independent bool        `yaml:"independent"` // two rows never belong to the same customer
	Like        string      `yaml:"like"`        // the fact whose Rows it shows
	Rows        []RowColumn `yaml:"rows"`        // what is shown of a single row
}

// RowColumn is a column of the rows behind a figure.
type RowColumn struct {
	Column `yaml:",inline"`
	SQL    string `yaml:"sql"`
}

// LoadModel reads the embedded model. An error says which file and line breaks which rule.
func LoadModel() (*Model, error) { return loadModel(model.Files) }

func loadModel(files fs.FS) (*Model, error) {
	m := &Model{}
	var broken []error
	tables, err := decodeList[DimensionTable](files, "tables.yaml")
	broken = append(broken, err)
	facts, err := decodeList[Fact](files, "facts.yaml")
	broken = append(broken, err)
	dimensions, err := decodeList[Dimension](files, "dimensions.yaml")
	broken = append(broken, err)
	measures, err := decodeList[Measure](files, "measures.yaml")
	broken = append(broken, err)
	aspects, err := decodeList[Aspect](files, "aspects.yaml")
	broken = append(broken, err)
	aggregates, err := decodeList[Aggregate](files, "aggregates.yaml")
	broken = append(broken, err)
	if err := errors.Join(broken...); err != nil {
		return nil, fmt.Errorf("load the semantic model: %w", err)
	}
	m.tables = newCatalogue("table", tables)
	m.facts = newCatalogue("fact", facts)
	m.dimensions = newCatalogue("dimension", dimensions)
	m.measures = newCatalogue("measure", measures)
	m.aspects = newCatalogue("aspect", aspects)
	m.aggregates = newCatalogue("aggregate", aggregates)
	if err := m.validate(files); err != nil {
		return nil, fmt.Errorf("load the semantic model: %w", err)
	}
	for _, a := range aggregates {
		m.summed = append(m.summed, m.under(a)...)
	}
	return m, nil
}

// validate holds every declaration against the others.
func (m *Model) validate(files fs.FS) error {
	return errors.Join(
		each(files, "facts.yaml", m.facts.all, m.validateFact),
		each(files, "dimensions.yaml", m.dimensions.all, m.validateDimension),
		each(files, "measures.yaml", m.measures.all, m.validateMeasure),
		each(files, "aspects.yaml", m.aspects.all, m.validateAspect),
		each(files, "aggregates.yaml", m.aggregates.all, m.validateAggregate),
	)
}

func each[T named](files fs.FS, file string, all []T, validate func(T) error) error {
	text, _ := fs.ReadFile(files, file) // it was read before
	_, at, _ := decode[[]T](file, text)
	var broken []error
	for i, x := range all {
		if err := validate(x); err != nil {
			broken = append(broken, fmt.Errorf("%s:%d: %s: %w", file, at.of(i), x.name(), err))
		}
	}
	return errors.Join(broken...)
}

func (m *Model) validateFact(f Fact) error {
	if f.Label == "" || f.Grain == "" || f.From == "" {
		return fmt.Errorf("label, grain and from are needed")
	}
	for _, table := range f.Tables {
		if _, err := m.tables.get(table); err != nil {
			return err
		}
	}
	if f.Like != "" {
		_, err := m.facts.get(f.Like)
		return err
	}
	for _, c := range f.Rows {
		if _, ok := m.joined(f, c.SQL); !ok {
			return fmt.Errorf("the row's column %q speaks of a table that the fact does not reach", c.Name)
		}
	}
	return nil
}

// Facts are all of them, in the order of their file. The caller must not change them.
func (m *Model) Facts() []Fact { return m.facts.all }

// Dimensions are all of them, in the order of their file. The caller must not change them.
func (m *Model) Dimensions() []Dimension { return m.dimensions.all }

// Measures are all of them, in the order of their file. The caller must not change them.
func (m *Model) Measures() []Measure { return m.measures.all }

// Dimension returns the one of that name; the error suggests the nearest name.
func (m *Model) Dimension(name string) (Dimension, error) { return m.dimensions.get(name) }

// Measure returns the one of that name; the error suggests the nearest name.
func (m *Model) Measure(name string) (Measure, error) { return m.measures.get(name) }

// Fact returns the one of that name, with the rows that it shows.
func (m *Model) Fact(name string) (Fact, error) {
	f, err := m.facts.get(name)
	if err == nil && f.Like != "" {
		f.Rows = m.facts.must(f.Like).Rows
	}
	return f, err
}

// FactOf names the fact that a measure is computed from; for a quotient, that of its first part.
func (m *Model) FactOf(measure string) string {
	s := m.measures.must(measure)
	if s.Fact != "" {
		return s.Fact
	}
	return m.FactOf(s.parts()[0])
}

// MeasuresOf are those that can be grouped and filtered by all of the dimensions.
func (m *Model) MeasuresOf(dimensions ...string) []Measure {
	return slices.DeleteFunc(slices.Clone(m.measures.all), func(s Measure) bool {
		return slices.ContainsFunc(dimensions, func(d string) bool { return !m.Applies(d, s.Name) })
	})
}

// Applies says whether a figure can be grouped and filtered by a dimension: whether its facts have it.
func (m *Model) Applies(dimension, measure string) bool {
	d, ok := m.dimensions.find(dimension)
	if !ok {
		return false
	}
	for _, part := range m.base(measure) {
		if _, ok := m.expression(d, source{Fact: m.facts.must(part.Fact)}); !ok {
			return false
		}
	}
	return true
}

// base are the measures that have SQL of their own behind a measure: itself, or the parts of a quotient.
func (m *Model) base(measure string) []Measure {
	s := m.measures.must(measure)
	parts := s.parts()
	if len(parts) == 0 {
		return []Measure{s}
	}
	return []Measure{m.measures.must(parts[0]), m.measures.must(parts[1])}
}
