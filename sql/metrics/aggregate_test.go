package metrics

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Aggregates say what the facts say: every measure of a fact, alone and all at once, by every dimension and by pairs of them, under filters. Each
// aggregate is asked, under each aspect.
func TestAggregatesAgreeWithFacts(t *testing.T) {
	t.Parallel()
	w := real(t)
	var asked sync.Map
	t.Cleanup(func() {
		failed := t.Failed()
		for _, a := range w.Model.summed {
			if _, ok := asked.Load(a.From); !ok && !failed {
				t.Errorf("nothing was asked of %s: %s", a.Name, a.From)
			}
		}
	})
	for at, address := range []string{
		"age_group=41-60&age_group=Unknown&gender!=Other", "channel=web", "channel=web&channel=social&member_year=2016..2017", "channel!=social",
		"offer_type=Discount", "offer_type!=Discount", "day=3..9", "day=8..20&channel=web&channel=email&gender=Women",
		"segment=Best&segment=Loyal", "segment!=Never bought&recency!=Lately&gender=Women", "frequency=Often&spend=Much&day=3..9", "age=25..40", "age=Unknown&age=101",
		"member_month=2017-03&member_month=2017-04", "age=30..60&spend=Much", "age=20..50&member_month=2017-08", "segment=Recent&member_month!=2018-01", "segment=Recent&member_month!=2018-01&offer_type!=Discount",
		"age=20..50&channel!=web&gender=Men", "recency=Never&channel=social",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			where := w.selection(t, address)
			summed := 0
			for i, q := range w.summable(where) {
				if at >= 8 && len(q.By) > 0 && !w.Model.dimensions.must(q.By[0]).Time && (i+at)%3 > 0 {
					continue // of the many filters on aspects, each asks a third of the groups
				}
				if w.agrees(t, q, &asked) {
					summed++
				}
			}
			if summed < 4 {
				t.Errorf("only %d questions were answered from aggregates", summed)
			}
		})
	}
}

// summable are questions that aggregates may answer: of each alone, and of all that a fact has.
func (w world) summable(where Selection) (all []Question) {
	ask := func(measures []string, groups ...[]string) {
		for _, by := range groups {
			q := Question{Measures: measures, By: by, Where: where}
			if !slices.ContainsFunc(by, func(d string) bool { return !w.Model.Applies(d, measures[0]) }) && !slices.ContainsFunc(all, func(other Question) bool { return reflect.DeepEqual(q, other) }) {
				all = append(all, q)
			}
		}
	}
	for _, fact := range w.Model.facts.all {
		var together []string
		for _, a := range w.Model.aggregates.all {
			if a.Fact == fact.Name {
				measures := slices.Sorted(slices.Values(a.measures()))
				ask(measures, nil, []string{"offer_type"}, []string{"day"}, []string{"hour"}, []string{"day", "at_completion"})
				together = append(together, measures...)
			}
		}
		if slices.Sort(together); len(together) > 0 {
			ask(slices.Compact(together), []string{"age_group"}, []string{"day"}, []string{"offer"}, []string{"channel"}, []string{"member_month"}, []string{"segment"},
				[]string{"at_completion"}, []string{"hours_band"}, []string{"basket_band"}, []string{"age"}, []string{"recency", "spend"}, []string{"frequency", "gender"}, []string{"age_group", "member_month"},
				[]string{"member_year", "offer_type"}, []string{"channel", "age_group"}, []string{"gender", "income_band"})
		}
	}
	return all
}

// agrees compares what facts and aggregates answer, and says whether aggregates were asked.
func (w world) agrees(t *testing.T, q Question, asked *sync.Map) bool {
	t.Helper()
	summed := q
	summed.Summed = true
	from, err := w.Model.Statement(summed)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(from.SQL, "live.agg_") {
		return false
	}
	for _, a := range w.Model.summed {
		if strings.Contains(from.SQL, "\n  from "+a.From+"\n") || strings.HasSuffix(a.From, "fact") && strings.Contains(from.SQL, "\n  from "+a.From) {
			asked.Store(a.From, true)
		}
	}
	facts, sums := w.ask(t, q), w.ask(t, summed)
	if len(facts.Rows) != len(sums.Rows) {
		t.Errorf("%v by %v: %d groups of facts, %d of aggregates", q.Measures, q.By, len(facts.Rows), len(sums.Rows))
		return true
	}
	for i := range facts.Rows {
		if !slices.EqualFunc(facts.Rows[i], sums.Rows[i], same) {
			t.Errorf("%v by %v: facts %v, aggregates %v", q.Measures, q.By, facts.Rows[i], sums.Rows[i])
		}
	}
	return true
}

// TestControlsAskAggregates: whatever one or two controls of a dashboard select, its figures and visuals are answered without the facts. Only
// events for which no receipt was found are not summed up: they are few.
func TestControlsAskAggregates(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	dashboards, err := LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range dashboards.Sheets() {
		visuals := sheet.Visuals
		if figures, ok := sheet.KeyFigures(); ok {
			visuals = append(slices.Clone(visuals), figures)
		}
		for i, first := range sheet.Controls {
			for _, second := range sheet.Controls[i:] {
				for _, v := range visuals {
					where := Selection{chosen(m, first), chosen(m, second)}
					asksNoFacts(t, m, v, v.Ask(where, nil))
					if v.Kind == KPI { // there is a line by day beside each figure
						byDay := v.Ask(where, nil)
						byDay.By = []string{"day"}
						byDay.Measures = slices.DeleteFunc(slices.Clone(byDay.Measures), func(name string) bool { return !m.Applies("day", name) })
						asksNoFacts(t, m, v, byDay)
					}
				}
			}
		}
	}
}

func asksNoFacts(t *testing.T, m *Model, v Visual, q Question) {
	t.Helper()
	q.Summed = true
	s, err := m.Statement(q)
	if inapplicable := new(InapplicableError); errors.As(err, &inapplicable) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ReplaceAll(s.SQL, "live.fact_unmatched_event", ""), "live.fact_") {
		t.Errorf("%s by %v, filtered by %v, asks for the facts:\n%s", v.Name, q.By, q.Where, s.SQL)
	}
}

func chosen(m *Model, dimension string) Condition {
	if m.dimensions.must(dimension).Type == Text {
		return Condition{Dimension: dimension, Values: []string{"a", "b"}}
	}
	return Condition{Dimension: dimension, Ranges: []Range{{From: "3", To: "9"}}}
}
