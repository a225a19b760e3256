package views_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// TestSilence: where no row is left, or nothing was tested, nothing is said about chance.
func TestSilence(t *testing.T) {
	t.Parallel()
	full := channels("")
	full.Speaks, full.Tested = true, true
	untested := full
	untested.Tested = false
	empty := full
	empty.Table.Rows = nil
	inapplicable := empty
	for _, name := range empty.Visual.Chart.Values {
		inapplicable.Silent = append(inapplicable.Silent, views.Silence{Counted: "Purchases", Measures: []metrics.Measure{{Name: name}}})
	}
	funnel := channels("") // of one row, whatever is left
	funnel.Visual.Chart.Category = ""
	course := channels("") // of which nothing is ever said
	for name, tt := range map[string]struct {
		cards []views.Card
		want  string
	}{
		"rows":             {[]views.Card{empty, untested, full}, "Nothing does: of what was tested here, chance can explain all."},
		"not tested":       {[]views.Card{empty, untested, funnel}, "No figures here are compared by a test, so none is said to stand out."},
		"never tested":     {[]views.Card{empty, course}, "No figures here are compared by a test, so none is said to stand out."},
		"no row":           {[]views.Card{empty, funnel}, "Nothing matches these filters."},
		"some of it is":    {[]views.Card{inapplicable, empty, funnel}, "Nothing matches these filters."},
		"not counted thus": {[]views.Card{inapplicable, funnel}, "The figures here do not have what is filtered by."},
	} {
		page := views.DashboardPage{Page: canned.Page(language.English, "Overview", views.OverviewSheet), Name: "overview", Cards: tt.cards, Speaks: true}
		var text strings.Builder
		if err := views.Dashboard(page).Render(context.Background(), &text); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text.String(), tt.want) {
			t.Errorf("%s: %q is not said", name, tt.want)
		}
	}
}

// TestHighlightsAreSaidOnce: a card whose sentence another has said says its next one, or nothing.
func TestHighlightsAreSaidOnce(t *testing.T) {
	t.Parallel()
	var cards []views.Card
	for _, says := range [][]string{{"One leads."}, nil, {"One leads.", "Two trails."}, {"Two trails.", "One leads."}, {"Three falls."}} {
		card := channels("")
		card.Sentences = says
		cards = append(cards, card)
	}
	var got []string
	for _, h := range views.HighlightsOf(cards) {
		got = append(got, h.Text)
	}
	if want := []string{"One leads.", "Two trails.", "Three falls."}; !slices.Equal(got, want) {
		t.Errorf("said is %q, want %q", got, want)
	}
}

// TestAsidesDoNotStandOut: how many are unknown stands with a card's sentences, and not where the sheet says what stands out.
func TestAsidesDoNotStandOut(t *testing.T) {
	t.Parallel()
	card := channels("")
	card.Asides = []string{"7 of 9 are unknown."}
	page := views.DashboardPage{Page: canned.Page(language.English, "Overview", views.OverviewSheet), Name: "overview", Cards: []views.Card{card}, Highlights: views.HighlightsOf([]views.Card{card}), Speaks: true}
	var text strings.Builder
	if err := views.Dashboard(page).Render(context.Background(), &text); err != nil {
		t.Fatal(err)
	}
	if said := strings.Count(text.String(), "are unknown."); said != 1 {
		t.Errorf("it is said %d times", said)
	}
}
