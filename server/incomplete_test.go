package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestOneVisualFails: it says so in its place, the rest of the page is there, and the page is not kept.
func TestOneVisualFails(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_completion_hours rename to agg_gone"); err != nil {
		t.Fatal(err)
	}
	var path string
	var a answer
	n := 0
	s.until(t, "the server answers from what is summed up", func() bool {
		n++
		path = fmt.Sprintf("/dashboards/overview?gender!=Nobody%d&member_year=2016..2017", n) // a page that is not kept
		a = s.get(t, path, "X-Charts", "script")
		return a.Header.Get("Cache-Control") == "no-store"
	})
	if a.StatusCode != http.StatusOK {
		t.Fatal(a.StatusCode)
	}
	contains(t, "the page", a.body, "Something went wrong.", "From received to completed", "Completion rate by age")
	if strings.Contains(a.body, "agg_completion_hours") {
		t.Error("the page tells the cause, which is for the log")
	}
	s.failsInSpanish(t, a)
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_gone rename to agg_completion_hours"); err != nil {
		t.Fatal(err)
	}
	if a := s.get(t, path, "X-Charts", "script"); a.StatusCode != http.StatusOK || strings.Contains(a.body, "Something went wrong.") {
		t.Errorf("once the cause is gone, the page answers %d and still says that something went wrong", a.StatusCode)
	}
}

// TestKeyFiguresFail: the rest of the sheet is there.
func TestKeyFiguresFail(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_member rename to gone_member"); err != nil {
		t.Fatal(err)
	}
	var a answer
	n := 0
	s.until(t, "the server answers from what is summed up", func() bool {
		n++
		a = s.get(t, fmt.Sprintf("/dashboards/overview?gender!=Nobody%d&member_year=2016..2017", n), "X-Charts", "script")
		return a.Header.Get("Cache-Control") == "no-store"
	})
	if a.StatusCode != http.StatusOK {
		t.Fatal(a.StatusCode)
	}
	contains(t, "the page", a.body, "Something went wrong.", "Hours to complete")
}

// TestControlFails: what cannot be offered says so in its place and keeps what is chosen. The rest of the page is there.
func TestControlFails(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_member rename to gone_member"); err != nil {
		t.Fatal(err)
	}
	n := 0
	s.until(t, "the server answers from what is summed up", func() bool { // the values of a control are asked for once, and kept
		n++
		return s.get(t, fmt.Sprintf("/visuals/customers-by-age.json?gender!=Nobody%d", n)).StatusCode == http.StatusInternalServerError
	})
	a := s.get(t, "/explore?measure=receipts&by=channel&member_month=2017-03", "X-Charts", "script")
	if a.StatusCode != http.StatusOK {
		t.Fatal(a.StatusCode)
	}
	contains(t, "the page", a.body, `<p class="control-failed" role="status">Something went wrong.`, "Receipts by channel", `name="channel" value="web"`)
	kept := false
	for n := range parsed(t, a.body).Descendants() {
		kept = kept || n.Data == "input" && attribute(n, "name") == "member_month" && attribute(n, "value") == "2017-03"
	}
	if !kept {
		t.Error("the form does not keep the month that is chosen")
	}
}

// failsInSpanish asks for a visual that cannot be made, in all its forms: each says so in Spanish, under which number the log has the cause, and
// nothing of the cause. The page in English names the visual.
func (s *site) failsInSpanish(t *testing.T, english answer) {
	t.Helper()
	var names []string
	for n := range parsed(t, english.body).Descendants() {
		if n.Data != "section" || !strings.HasSuffix(attribute(n, "id"), "-card") {
			continue
		}
		for within := range n.Descendants() {
			if strings.Contains(attribute(within, "class"), "card-state-failed") {
				names = append(names, strings.TrimSuffix(attribute(n, "id"), "-card"))
			}
		}
	}
	if len(names) == 0 {
		t.Fatal("no visual fails")
	}
	for _, path := range []string{"/dashboards/overview", "/visuals/" + names[0], "/embed/visuals/" + names[0], "/embed/dashboards/overview", "/visuals/" + names[0] + ".csv", "/visuals/" + names[0] + ".json"} {
		a := s.get(t, path+"?gender!=Nobody&member_year=2015..2017", "Accept-Language", "es", "X-Charts", "script")
		contains(t, path, a.body, "Algo ha fallado.", "La causa está en el registro del servidor, bajo el número de esta solicitud.", a.Header.Get("X-Request-Id"))
		for _, of := range []string{"agg_", "SQLSTATE", "went wrong", "The cause", "and tell whoever", "Request "} {
			if strings.Contains(a.body, of) {
				t.Errorf("%s says %q", path, of)
			}
		}
	}
}
