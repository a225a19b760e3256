package server_test

import (
	"strings"
	"testing"
)

// TestSelectionsAreCalledByTheirFilters: in charts, tables and pivots; files keep the values that programs know.
func TestSelectionsAreCalledByTheirFilters(t *testing.T) {
	t.Parallel()
	s := published(t)
	for path, names := range map[string][]string{
		"/dashboards/customers?gender=Women&vs.gender=Men&channel=web":    {`"label":"Women"`, `"label":"Men"`, ">Women<", ">Men<"},
		"/dashboards/offers?vs.age_group=41-60":                           {`"label":"All"`, `"label":"41-60"`, ", 41-60"},
		"/visuals/hours-by-offer?gender=Women&vs.gender=Men":              {", Women", ", Men"},
		"/visuals/completion-by-age?gender=Women&vs.gender=Men&locale=es": {`"label":"Mujeres"`, `"label":"Hombres"`},
		"/visuals/completion-by-age.csv?gender=Women&vs.gender=Men":       {"This selection", "Other selection"},
	} {
		body := s.get(t, path).body
		for _, name := range names {
			if !strings.Contains(body, name) {
				t.Errorf("%s does not say %s", path, name)
			}
		}
		if !strings.Contains(path, ".csv") && (strings.Contains(body, `"label":"This selection"`) || strings.Contains(body, "Esta selección (")) {
			t.Errorf("%s says this selection", path)
		}
	}
}
