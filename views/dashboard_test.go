package views_test

import (
	"context"
	"strings"
	"testing"

	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// TestSilence: where no row is left nothing is said about chance.
func TestSilence(t *testing.T) {
	t.Parallel()
	full := channels("")
	full.Speaks = true
	empty := full
	empty.Table.Rows = nil
	funnel := channels("") // of one row, whatever is left
	for name, tt := range map[string]struct {
		cards []views.Card
		want  string
	}{
		"rows":   {[]views.Card{empty, full}, "Nothing does: of what was tested here, chance can explain all."},
		"no row": {[]views.Card{empty, funnel}, "Nothing matches these filters."},
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
