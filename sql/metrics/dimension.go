package metrics

import (
	"fmt"

	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Unknown is the group for values that the source lacks. It comes last, and stands for null in addresses.
const Unknown = "Unknown"

// Dimension is what figures are grouped and filtered by.
type Dimension struct {
	Name       string        `yaml:"name"`
	Label      string        `yaml:"label"`
	Definition string        `yaml:"definition"`
	Type       Type          `yaml:"type"` // text or integer
	Unit       Unit          `yaml:"unit"`
	SQL        expressionSet `yaml:"sql"`
	Order      string        `yaml:"order"`   // an aggregate that ranks the groups; empty: by the values, or by the first figure
	Drill      string        `yaml:"drill"`   // the dimension below
	Step       string        `yaml:"step"`    // a number, a SELECT of one, or month: groups that far apart are shown also where there is nothing
	Time       bool          `yaml:"time"`    // its values follow each other
	Without    string        `yaml:"without"` // of one whose groups overlap, what is left when a value, %s, is excluded; empty otherwise
}

// Ordered says whether the groups have an order of their own.
func (d Dimension) Ordered() bool { return d.Order != "" || d.Type == Integer }

// Column is the dimension as a column of a table.
func (d Dimension) Column() Column {
	return Column{Name: d.Name, Label: d.Label, Type: d.Type, Unit: d.Unit, Description: d.Definition}
}

// expressionSet is SQL that is the same for all facts, or differs by fact.
type expressionSet struct {
	all    string
	byFact map[string]string
}

// UnmarshalYAML takes a text, or a text per fact.
func (e *expressionSet) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&e.all)
	}
	return node.Decode(&e.byFact)
}

// tablesIn are the dimension tables that SQL speaks of, each once, in the model's order.
func (m *Model) tablesIn(sql string) []string {
	var names []string
	for _, t := range m.tables.all {
		if speaksOf(sql, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// speaksOf says whether SQL names a column of a table: customer.age, but not old_customer.age.
func speaksOf(sql, table string) bool {
	letter := func(at int) bool {
		return at >= 0 && at < len(sql) && (sql[at] == '_' || 'a' <= sql[at] && sql[at] <= 'z')
	}
	for from := 0; ; {
		at := strings.Index(sql[from:], table+".")
		if at < 0 {
			return false
		}
		at += from
		if from = at + len(table) + 1; !letter(at-1) && letter(from) {
			return true
		}
	}
}

// expression is the SQL of a dimension on a fact or an aggregate; false where that does not have it.
func (m *Model) expression(d Dimension, f source) (string, bool) {
	sql := d.SQL.all
	if f.aggregate != nil {
		if summed, ok := f.aggregate.Dimensions[d.Name]; ok {
			return summed.SQL, true
		}
		if d.SQL.byFact != nil {
			return "", false // it speaks of columns of the fact
		}
	}
	if d.SQL.byFact != nil {
		sql = d.SQL.byFact[f.Name]
	}
	if sql == "" {
		return "", false
	}
	if _, ok := m.joined(f.Fact, sql); !ok {
		return "", false
	}
	return sql, true
}

// joined are the tables that SQL needs on a fact; false where the fact does not reach one of them.
func (m *Model) joined(f Fact, sql string) ([]string, bool) {
	needed := slices.DeleteFunc(m.tablesIn(sql), func(table string) bool { return table == f.Is })
	for _, table := range needed {
		if !slices.Contains(f.Tables, table) {
			return nil, false
		}
	}
	return needed, true
}

// many is the table of a dimension of which a row of the fact has several rows; false where there is none.
func (m *Model) many(d Dimension) (DimensionTable, bool) {
	for _, name := range m.tablesIn(d.SQL.all) {
		if t := m.tables.must(name); t.Many {
			return t, true
		}
	}
	return DimensionTable{}, false
}

// Overlaps says whether groups by the dimension overlap: a row of a fact can be in several.
func (m *Model) Overlaps(dimension string) bool {
	d, ok := m.dimensions.find(dimension)
	if !ok {
		return false
	}
	_, many := m.many(d)
	return many
}

func (m *Model) validateDimension(d Dimension) error {
	if d.Type != Text && d.Type != Integer {
		return fmt.Errorf("type must be text or integer, not %q", d.Type)
	}
	if d.Label == "" || d.Definition == "" {
		return fmt.Errorf("label and definition are needed")
	}
	if d.SQL.all == "" && len(d.SQL.byFact) == 0 {
		return fmt.Errorf("sql is missing")
	}
	for fact := range d.SQL.byFact {
		if _, err := m.facts.get(fact); err != nil {
			return fmt.Errorf("sql: %w", err)
		}
	}
	if d.Drill != "" {
		if _, err := m.dimensions.get(d.Drill); err != nil {
			return fmt.Errorf("drill: %w", err)
		}
	}
	return nil
}
