package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestShared: a view has one short address, however its parameters are ordered, and it leads back to the view.
func TestShared(t *testing.T) {
	t.Parallel()
	s := standing(t)
	share := func(address, pin string) string {
		t.Helper()
		a := s.post(t, "/shared", url.Values{"address": {address}, "pin": {pin}}, "Accept", "application/json")
		var made struct{ Address string }
		if err := json.Unmarshal([]byte(a.body), &made); err != nil || a.StatusCode != http.StatusCreated {
			t.Fatalf("%s answers %d %s", address, a.StatusCode, a.body)
		}
		code, ok := strings.CutPrefix(made.Address, s.URL+"/s/")
		if !ok || !regexp.MustCompile(`^[a-z2-7]{10}$`).MatchString(code) || a.Header.Get("Location") != "/s/"+code {
			t.Fatalf("the short address is %s, %s", made.Address, a.Header.Get("Location"))
		}
		return code
	}
	leads := func(code string) string {
		a := s.get(t, "/s/"+code)
		if a.StatusCode != http.StatusFound {
			t.Errorf("/s/%s answers %d", code, a.StatusCode)
		}
		return a.Header.Get("Location")
	}
	code := share("/dashboards/overview?channel=web&channel=social&day=1..14", "")
	if again := share("/dashboards/overview?day=1..14&channel=social&channel=web&channel=web&gender=#funnel", ""); again != code {
		t.Errorf("the same view has the codes %s and %s", code, again)
	}
	if to := leads(code); to != "/dashboards/overview?channel=social&channel=web&day=1..14" {
		t.Errorf("it leads to %s", to)
	}
	pinned := share("/dashboards/overview?channel=web&channel=social&day=1..14", "1")
	if to := leads(pinned); pinned == code || to != "/dashboards/overview?as_of=1&channel=social&channel=web&day=1..14" {
		t.Errorf("pinned it leads to %s", to)
	}
	for _, c := range []struct{ address, pin, leads string }{
		{"/explore?series=gender&by=age_group&measure=receipts&chart=bar&gender!=Other", "", "/explore?by=age_group&chart=bar&gender%21=Other&measure=receipts&series=gender"},
		{"/explore", "1", "/explore?as_of=1"},
		{"/visuals/funnel?vs.gender=Men", "", "/visuals/funnel?vs.gender=Men"},
		{"/visuals/funnel?as_of=7", "1", "/visuals/funnel?as_of=7"},
	} {
		to := leads(share(c.address, c.pin))
		if to != c.leads {
			t.Errorf("%s leads to %s, want %s", c.address, to, c.leads)
		}
	}
	if a := s.post(t, "/shared", url.Values{"address": {"/explore?measure=sales"}}, "Accept", "text/html"); a.StatusCode != http.StatusCreated ||
		!regexp.MustCompile(regexp.QuoteMeta(s.URL)+`/s/[a-z2-7]{10}</a>`).MatchString(a.body) {
		t.Errorf("a form is answered with %d %.200s", a.StatusCode, a.body)
	}
	for _, code := range []string{"aaaaaaaaaa", "x", "AAAAAAAAAA", url.PathEscape("' or true --"), "%00"} {
		if a := s.get(t, "/s/"+code); a.StatusCode != http.StatusNotFound || a.Header.Get("Location") != "" {
			t.Errorf("/s/%s answers %d %s", code, a.StatusCode, a.Header.Get("Location"))
		}
	}
}

// TestSharedHostile: nobody is led to another site, to a file, or to what is no page.
func TestSharedHostile(t *testing.T) {
	t.Parallel()
	s := published(t)
	for address, want := range map[string]int{
		"": 422, "https://evil.example/": 422, "//evil.example/dashboards/overview": 422, `/\evil.example`: 422, "/pipeline": 422, "/exports/customers.csv": 422, "/s/aaaaaaaaaa": 422,
		"explore": 422, "/explore/": 422, "/explore.csv": 422, " /explore": 422, "/explore\r\nSet-Cookie: a=b": 422, "/%65xplore": 422,
		"/dashboards/nope": 404, "/dashboards/../pipeline/run": 404, "/visuals/funnel.csv": 404, "/visuals/": 404, "/visuals//evil.example": 404,
		"/explore?x=1": 400, "/explore?%zz": 400, "/dashboards/overview?measure=sales": 400, "/explore?day=x": 400,
		"/explore?measure=" + strings.Repeat("a", 4000): 422,
	} {
		if a := s.post(t, "/shared", url.Values{"address": {address}}); a.StatusCode != want {
			t.Errorf("%.60q answers %d, want %d", address, a.StatusCode, want)
		}
	}
	if a := s.post(t, "/shared", url.Values{"address": {"/explore"}}, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); a.StatusCode != http.StatusForbidden {
		t.Errorf("the form of another site answers %d", a.StatusCode)
	}
	var kept int
	if err := s.pool.QueryRow(t.Context(), "select count(*) from shared.view").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d views were kept, %v", kept, err)
	}
}
