package metrics

import (
	"strings"
	"testing"

	"cafe-rewards/views/language"
)

// TestLabelsOfADashboard: on one dashboard no label is both that of a number and that of a share: they would be taken for each other.
func TestLabelsOfADashboard(t *testing.T) {
	t.Parallel()
	dashboards, err := LoadDashboards(loaded(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range language.All {
		model := dashboards.In(l).Model
		for _, sheet := range dashboards.Sheets() {
			names := []string(sheet.Figures)
			for _, v := range sheet.Visuals {
				names = append(append(names, v.Measures...), v.With...)
			}
			called := map[string][2]string{} // label → the number and the share
			for _, name := range names {
				s := model.measures.must(name)
				both := called[s.Label]
				both[len(s.Rate)/2] = name
				if called[s.Label] = both; both[0] != "" && both[1] != "" {
					t.Errorf("%s, %s: %v are both called %q", sheet.Name, l.Name(), both, s.Label)
				}
			}
		}
	}
}

// TestLabelsOfMeasures: among all that Explore offers, no label is both that of a number and that of a share, and none is that of two figures of the
// same unit: a chart of both would name them alike.
func TestLabelsOfMeasures(t *testing.T) {
	t.Parallel()
	for _, l := range language.All {
		called := map[string][]Measure{}
		for _, s := range loaded(t).In(l).Measures() {
			for _, other := range called[s.Label] {
				if len(s.Rate) != len(other.Rate) || s.Unit == other.Unit {
					t.Errorf("%s: %s and %s are both called %q", l.Name(), other.Name, s.Name, s.Label)
				}
			}
			called[s.Label] = append(called[s.Label], s)
		}
	}
}

// TestWithout: where groups overlap, to exclude one takes from others too; the model says what is left. Elsewhere it needs no words.
func TestWithout(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	for _, d := range m.Dimensions() {
		if m.Overlaps(d.Name) != (strings.Count(d.Without, "%s") == 1) || strings.Count(d.Without, "%") > 1 {
			t.Errorf("%s: its groups overlap: %t, and without one there is %q", d.Name, m.Overlaps(d.Name), d.Without)
		}
	}
}

// TestSpeaksOf: a table is told from words that end or begin like it.
func TestSpeaksOf(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]bool{
		"min(customer.age)": true, "customer.age": true, "old_customer.age": false, "customers.age": false, "customer .age": false, "'customer.'": false,
		"fact.customer_key": false, "old_customer.age + customer.age": true, "": false,
	} {
		if got := speaksOf(sql, "customer"); got != want {
			t.Errorf("%q speaks of customer: %t", sql, got)
		}
	}
}
