package metrics

import (
	"fmt"
	"slices"
)

// Question asks the model for figures, by groups, of a selection.
type Question struct {
	Measures []string // the figures, in the order of their columns; at least one
	By       []string // the dimensions of the groups, the outermost first; none for one row
	Where    Selection
	Versus   *Selection // a second selection beside the first: every group has a row for each; nil for none
	Lock     Selection  // holds on both selections besides, whatever they say of the same dimensions: nobody sees beyond it
	OrderBy  string     // the measure that ranks the groups of the first dimension, the greatest first; empty: the dimension's order
	Summed   bool       // the version's aggregates are there to answer from
}

// SelectionColumn is a column of an answer to two selections: which of them a row belongs to.
const SelectionColumn = "selection"

// The values of SelectionColumn.
const (
	FirstSelection  = "This selection"
	SecondSelection = "Other selection"
)

// MaxBy is the most dimensions of a question: with more, groups would be single rows.
const MaxBy = 4

// check finds what makes a question impossible.
func (m *Model) check(q Question) error {
	if len(q.Measures) == 0 {
		return fmt.Errorf("a figure is needed")
	}
	if len(q.By) > MaxBy {
		return fmt.Errorf("figures can be grouped by %d dimensions at most", MaxBy)
	}
	for i, name := range q.By {
		if _, err := m.dimensions.get(name); err != nil {
			return err
		}
		if slices.Contains(q.By[:i], name) {
			return fmt.Errorf("figures are grouped by %q twice", name)
		}
	}
	for i, name := range q.Measures {
		s, err := m.measures.get(name)
		if err != nil {
			return err
		}
		if slices.Contains(q.Measures[:i], name) {
			return fmt.Errorf("the figure %q is asked for twice", name)
		}
		for _, by := range q.By {
			if !m.Applies(by, name) {
				d := m.dimensions.must(by)
				return &InapplicableError{Dimension: d, Measure: s}
			}
		}
	}
	if q.OrderBy != "" && !slices.Contains(q.Measures, q.OrderBy) {
		return fmt.Errorf("order: %q is not one of the figures", q.OrderBy)
	}
	return nil
}

// InapplicableError says that a figure cannot be grouped by a dimension, because what it counts lacks it.
type InapplicableError struct {
	Dimension Dimension
	Measure   Measure
}

func (e *InapplicableError) Error() string {
	return fmt.Sprintf("%q cannot be grouped by %q: what it counts has no %s", e.Measure.Name, e.Dimension.Name, e.Dimension.Name)
}

// Silent is a figure that has no value under a selection, because what it counts lacks the dimension of a filter.
type Silent struct {
	Measure   Measure
	Dimension Dimension
}

// Silent finds the figures that a selection does not apply to. Their cells are empty, since an unfiltered figure among filtered ones would be
// misread.
func (m *Model) Silent(q Question) []Silent {
	var all []Silent
	for _, name := range q.Measures {
		for _, c := range q.locked(q.Where) {
			if !m.Applies(c.Dimension, name) {
				all = append(all, Silent{m.measures.must(name), m.dimensions.must(c.Dimension)})
				break
			}
		}
	}
	return all
}

// locked is a selection together with the lock. Unlike with And, no condition replaces another: all of them must hold.
func (q Question) locked(where Selection) Selection {
	all := slices.Clone(where)
	for _, c := range q.Lock {
		if !slices.ContainsFunc(where, c.Equal) {
			all = append(all, c)
		}
	}
	return all
}

// columns are those of the answer: groups, figures with their intervals, and what figures are taken over.
func (m *Model) columns(q Question) []Column {
	var all []Column
	for _, name := range q.By {
		all = append(all, m.dimensions.must(name).Column())
	}
	if q.Versus != nil {
		all = append(all, Column{Name: SelectionColumn, Label: m.in.Text("Selection"), Type: Text})
	}
	for _, name := range q.Measures {
		s := m.measures.must(name)
		c := s.column()
		all = append(all, c)
		if c.Low != "" {
			all = append(all,
				Column{Name: c.Low, Label: m.in.Text("95 % from"), Type: Number, Unit: Percent, Description: m.in.Text("Lower end of the Wilson interval of %s.", s.Label)},
				Column{Name: c.High, Label: m.in.Text("95 % to"), Type: Number, Unit: Percent, Description: m.in.Text("Upper end of the Wilson interval of %s.", s.Label)})
		}
	}
	for _, s := range m.bases(q) {
		if !slices.Contains(q.Measures, s.Name) {
			all = append(all, s.column())
		}
	}
	return all
}

// bases are the aggregates that a question needs: those asked for, the parts of quotients, and what figures are taken over.
func (m *Model) bases(q Question) []Measure {
	var all []Measure
	add := func(s Measure) {
		if !slices.ContainsFunc(all, func(other Measure) bool { return other.Name == s.Name }) {
			all = append(all, s)
		}
	}
	for _, name := range q.Measures {
		for _, s := range m.base(name) {
			add(s)
		}
	}
	for _, name := range q.Measures {
		if n := m.measures.must(name).column().N; n != "" {
			add(m.measures.must(n))
		}
	}
	// What an extra column is itself part of must be there too, as every column names only columns of its table.
	for i := 0; i < len(all); i++ {
		if n := all[i].column().N; n != "" {
			add(m.measures.must(n))
		}
	}
	return all
}
