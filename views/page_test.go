package views_test

import (
	"strings"
	"testing"

	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// TestPinnedLeadsToTheNewest: a page that is pinned to an older version leads to itself with the newest data, with all that is chosen.
func TestPinnedLeadsToTheNewest(t *testing.T) {
	t.Parallel()
	page := views.DashboardPage{Page: canned.Page(language.English, "Overview", views.OverviewSheet), Name: "overview"}
	page.Freshness.Pinned = true
	for here, want := range map[string]string{
		"/dashboards/overview?as_of=1":               `href="/dashboards/overview" data-go>Show it`,
		"/dashboards/overview?as_of=1&gender=Women":  `href="/dashboards/overview?gender=Women" data-go>Show it`,
		"/dashboards/overview?as_of=1&locale=es&x=1": `href="/dashboards/overview?locale=es&amp;x=1" data-go>Show it`,
	} {
		var text strings.Builder
		ctx := language.With(t.Context(), language.Request{Locale: language.English, Here: here})
		if err := views.Dashboard(page).Render(ctx, &text); err != nil || !strings.Contains(text.String(), want) {
			t.Errorf("%s does not lead to %s (%v)", here, want, err)
		}
	}
}
