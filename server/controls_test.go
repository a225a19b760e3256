package server_test

import (
	"fmt"
	"strings"
	"testing"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// TestControlsKeepTheState: the form of the bar has a field for all that an address says, so that sending it loses nothing.
func TestControlsKeepTheState(t *testing.T) {
	t.Parallel()
	s := standing(t)
	page := s.get(t, "/dashboards/customers?member_year=2017..2018&gender=Women&gender%21=Other&day=3&day=5..9&vs.gender=Men&vs.channel%21=web&offer_type=Nothing").body
	_, form, _ := strings.Cut(page, "data-controls")
	form, _, _ = strings.Cut(form, "</form>")
	contains(t, "the form", form,
		`name="member_year" value="2017" checked`, `name="member_year" value="2018" checked`, // a range, where values are offered one by one
		`name="gender" value="Women" checked`,
		`<input type="hidden" name="gender!" value="Other"`,
		`name="day" value="5..9"`, `<input type="hidden" name="day" value="3" data-range-further`, // one field, and what it has no room for
		`<option value="Men" selected>`, `<input type="hidden" name="vs.channel!" value="web"`,
		`name="offer_type" value="Nothing" checked`, // what there is none of
	)
	if strings.Contains(form, `<input type="hidden" name="vs.gender"`) || strings.Contains(form, `<input type="hidden" name="member_year"`) {
		t.Error("what has a field is kept besides, and could not be taken away")
	}
	contains(t, "the page", page, `href="/dashboards/customers?`, "compared with", "Gender is not Other")
}

// TestPeriodsAreCompared: a range of days has fields in the comparison too, as far as they can hold what an address says.
func TestPeriodsAreCompared(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for query, field := range map[string]string{
		"day=1..14&vs.day=15..30":    `<input type="text" name="vs.day" value="15..30"`,
		"day=1..14":                  `<input type="text" name="vs.day" value=""`,
		"vs.day=15..20&vs.day=25":    `<input type="hidden" name="vs.day" value="15..20"`,
		"day=1..14&vs.day%21=15..30": `<input type="hidden" name="vs.day!" value="15..30"`,
	} {
		_, form, _ := strings.Cut(s.get(t, "/dashboards/customers?"+query).body, "data-controls")
		form, _, _ = strings.Cut(form, "</form>")
		contains(t, query, form, field)
	}
}

// TestEveryDayCanBeChosen: offers are sent on fewer days than customers buy on, who are counted where sales are.
func TestEveryDayCanBeChosen(t *testing.T) {
	t.Parallel()
	s := standing(t)
	var days, women int64
	if err := s.pool.QueryRow(t.Context(), `select max(time_id) / 24 + 1, count(*) filter (where gender = 'F') from live.fact_transaction join live.dim_customer using (customer_key)`).Scan(&days, &women); err != nil {
		t.Fatal(err)
	}
	for _, sheet := range []string{"sales", "overview"} {
		contains(t, sheet, s.get(t, "/dashboards/"+sheet).body, fmt.Sprintf(`max="%d"`, days))
	}
	contains(t, "sales", s.get(t, "/dashboards/sales").body, `<span class="option-name">Women</span> <span class="option-count">`+format.Count(language.English, women)+`<`)
}

// TestWhatIsExcludedIsNotAll: the button of a filter does not say that all is shown where something is left out.
func TestWhatIsExcludedIsNotAll(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for query, says := range map[string]string{
		"gender%21=Other":                      "not Other",
		"gender%21=Other&locale=es":            "no Otro",
		"gender%21=Other&gender%21=Women":      "2 excluded",
		"gender%21=Other&gender=Women":         "Women",
		"day%21=1..5":                          "not Day 1 to Day 5",
		"vs.gender%21=Other&age_group=41-60":   "41-60",
		"channel%21=web":                       "without offers that go out by web",
		"day%21=1..5&day%21=9&gender%21=Other": "2 excluded",
	} {
		contains(t, query, s.get(t, "/dashboards/customers?"+query).body, `class="control-value">`+says+"<")
	}
}

// TestDefinition: the page of a visual says where its figures come from, with the statement and what is bound to it.
func TestDefinition(t *testing.T) {
	t.Parallel()
	s := standing(t)
	page := s.get(t, "/visuals/channel-effectiveness?gender=Women").body
	contains(t, "the definition", page, "Every time a customer", "Gender: Women.", "Version 1, published", "-- $1 is [Women]", "group by")
}

// TestDrilledSaysWhatItShows: what was said of the groups before is not said of those that a visual is drilled down to; what the visual
// leaves out is.
func TestDrilledSaysWhatItShows(t *testing.T) {
	t.Parallel()
	s := standing(t)
	drilled := s.get(t, "/visuals/channel-completion?channel-completion.by=offer").body
	contains(t, "drilled", drilled, "Completion rate by offer", "Completed divided by completable receipts; informational offers are left out.")
	for _, gone := range []string{"sent through a channel", "No cause can be read from the ranking"} {
		if strings.Contains(drilled, gone) {
			t.Errorf("of offers it says %q", gone)
		}
	}
	contains(t, "several figures", s.get(t, "/visuals/activity-by-day?activity-by-day.by=hour").body, ">Receipts, Views, Completions, Purchases<")
	contains(t, "restricted", s.get(t, "/visuals/cohorts?cohorts.by=age_group").body, "Offers that cannot be completed, the informational ones, are left out.")
}
