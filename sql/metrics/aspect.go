package metrics

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
)

// Aspect is what some aggregates know of customers: the dimensions of one of their profiles. Each aspect has fewer profiles than there are
// customers, which all of them together would not have.
type Aspect struct {
	Name       string               `yaml:"name"`
	Dimensions map[string]summedSQL `yaml:"dimensions"`
}

func (a Aspect) name() string { return a.Name }

// aspectName stands for the aspect's name in the table of an aggregate.
const aspectName = "{aspect}"

func (m *Model) validateAspect(a Aspect) error { return m.validateSummed(a.Dimensions) }

// validateSummed holds the dimensions of an aggregate, or of an aspect, against the model's.
func (m *Model) validateSummed(dimensions map[string]summedSQL) error {
	for name, summed := range dimensions {
		d, err := m.dimensions.get(name)
		if err != nil {
			return err
		}
		if (d.Order == "") != (summed.Order == "") {
			return fmt.Errorf("dimension %q is ranked by an order in one place, and not in the other", name)
		}
	}
	return nil
}

// under is the aggregate under each of its aspects, joined with their profiles; itself, if it has none.
func (m *Model) under(a Aggregate) []Aggregate {
	if len(a.Aspects) == 0 {
		return []Aggregate{a}
	}
	all := make([]Aggregate, len(a.Aspects))
	for i, names := range a.Aspects {
		all[i] = a
		all[i].From = strings.ReplaceAll(a.From, aspectName, names)
		all[i].Dimensions = map[string]summedSQL{}
		for _, name := range strings.Fields(names) {
			key := strings.ReplaceAll(cmp.Or(a.Key, "profile_key"), aspectName, name)
			join := fmt.Sprintf(" join live.dim_profile %[1]s on %[1]s.profile_key = fact.%[2]s", name, key)
			all[i].From += join
			if a.Among.From != "" {
				all[i].Among.From += join
			}
			maps.Copy(all[i].Dimensions, m.aspects.must(name).Dimensions)
		}
		maps.Copy(all[i].Dimensions, a.Dimensions)
	}
	return all
}
