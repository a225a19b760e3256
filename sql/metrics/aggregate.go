package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Aggregate is a table with a fact already summed up, with fewer dimensions and measures and far fewer rows.
type Aggregate struct {
	Name       string               `yaml:"name"`
	Fact       string               `yaml:"fact"`
	From       string               `yaml:"from"`    // the table, called fact
	Aspects    []string             `yaml:"aspects"` // whose dimensions it has besides, one element at a time: an aspect, or several in a row
	Key        string               `yaml:"key"`     // the column with the number of a profile; empty: profile_key
	Among      among                `yaml:"among"`
	Tables     []string             `yaml:"tables"`
	Dimensions map[string]summedSQL `yaml:"dimensions"`
	Measures   map[string]string    `yaml:"measures"`
	// Percentiles are measures too. Finding several costs hardly more than one, so a branch of a statement asks for all of them at once.
	Percentiles percentiles `yaml:"percentiles"`
}

func (a Aggregate) name() string { return a.Name }

// summedSQL is a dimension on an aggregate.
type summedSQL struct {
	SQL   string `yaml:"sql"`
	Order string `yaml:"order"`
}

// percentiles are measures that one expression gives, as an array.
type percentiles struct {
	SQL string             `yaml:"sql"` // with fractions in it where they belong
	Of  map[string]float64 `yaml:"of"`  // fractions, by measure
}

const fractions = "{fractions}"

// at is the array for some of the measures.
func (p percentiles) at(measures []string) string {
	all := make([]string, len(measures))
	for i, name := range measures {
		all[i] = strconv.FormatFloat(p.Of[name], 'f', -1, 64)
	}
	return strings.ReplaceAll(p.SQL, fractions, "array["+strings.Join(all, ", ")+"]::float8[]")
}

// has says whether the aggregate has a measure.
func (a *Aggregate) has(measure string) bool { return slices.Contains(a.measures(), measure) }

// measures are the names of all that the aggregate has.
func (a *Aggregate) measures() []string {
	return slices.AppendSeq(slices.Sorted(maps.Keys(a.Measures)), maps.Keys(a.Percentiles.Of))
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
	for _, aspect := range append(strings.Fields(strings.Join(a.Aspects, " ")), a.Among.Aspects...) {
		if _, err := m.aspects.get(aspect); err != nil {
			return err
		}
	}
	if err := m.validateSummed(a.Dimensions); err != nil {
		return err
	}
	if (a.Among.From == "") != (len(a.Among.Aspects) == 0) || strings.Contains(a.Among.From, membersTable) != (a.Among.From != "") {
		return fmt.Errorf("among needs aspects and a table with %s in it", membersTable)
	}
	if (a.Percentiles.SQL == "") != (len(a.Percentiles.Of) == 0) || strings.Contains(a.Percentiles.SQL, fractions) != (len(a.Percentiles.Of) > 0) {
		return fmt.Errorf("percentiles need measures and SQL with %s in it", fractions)
	}
	for _, name := range a.measures() {
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
