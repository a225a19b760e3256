package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// among is how an aggregate that has sets of customers is answered from under filters on what it does not know of them: the filters
// choose customers, and those are cut out of its sets.
type among struct {
	Aspects []string `yaml:"aspects"`
	From    string   `yaml:"from"` // the table, called fact; {members} is that of the chosen customers, block by block
}

const membersTable = "{members}"

// aspect is the one whose profiles tell who has a value of the dimension.
func (m *Model) aspectOf(a *Aggregate, dimension string) (Aspect, bool) {
	for _, name := range a.Among.Aspects {
		if aspect := m.aspects.must(name); aspect.Dimensions[dimension].SQL != "" {
			return aspect, true
		}
	}
	return Aspect{}, false
}

// chosen is the source with only the customers of those conditions that it does not know itself, and the other conditions.
func (w *writer) chosen(f source, where Selection) (source, Selection) {
	if f.aggregate == nil || f.aggregate.Among.From == "" {
		return f, where
	}
	var rest Selection
	var names, chosen []string
	conditions := map[string][]string{}
	for _, c := range where {
		d := w.model.dimensions.must(c.Dimension)
		if _, ok := w.model.expression(d, f); ok {
			rest = append(rest, c)
			continue
		}
		aspect, _ := w.model.aspectOf(f.aggregate, d.Name) // there is one, or the aggregate would not have been taken
		if len(conditions[aspect.Name]) == 0 {
			names = append(names, aspect.Name)
		}
		conditions[aspect.Name] = append(conditions[aspect.Name], turned(c, w.condition(d, c, aspect.Dimensions[d.Name].SQL)))
	}
	if len(names) == 0 {
		return f, where
	}
	slices.Sort(names)
	for _, name := range names {
		chosen = append(chosen, fmt.Sprintf("select block_key, bit_or(members) as members from live.agg_block join live.dim_profile %[1]s on %[1]s.profile_key = agg_block.profile_key\n  where %s\n  group by block_key",
			name, strings.Join(append(conditions[name], "agg_block.aspect = '"+name+"'"), "\n    and ")))
	}
	members := "(" + chosen[0] + ") chosen"
	if len(chosen) > 1 { // who is in all of them
		members = fmt.Sprintf("(select block_key, bit_and(members) as members from (%s) each group by block_key having count(*) = %d) chosen",
			strings.Join(chosen, "\n  union all "), len(chosen))
	}
	f.From = strings.ReplaceAll(f.aggregate.Among.From, membersTable, members)
	return f, rest
}

// turned is a condition the way round that it is meant.
func turned(c Condition, sql string) string {
	if c.Not {
		return "not coalesce(" + sql + ", false)"
	}
	return sql
}
