package server

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"cafe-rewards/server/owned"
	"cafe-rewards/sql/metrics"

	"cafe-rewards/views/language"
)

// loadedServer knows the dashboards, and no database.
func loadedServer(t testing.TB) *Server {
	t.Helper()
	model, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	dashboards, err := metrics.LoadDashboards(model, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Server{own: owned.Open("", dashboards, slog.New(slog.DiscardHandler))}
}

// TestArrangementsHaveOneForm: what means the same has the same address, and what means nothing is left out of it.
func TestArrangementsHaveOneForm(t *testing.T) {
	t.Parallel()
	s := loadedServer(t)
	for query, want := range map[string]string{
		"offer-table.sort=-receipts":                                            "offer-table.sort=-receipts",
		"offer-table.page=1&offer-table.find=&offer-table.sort=":                "",
		"offer-table.find=+bogo+&offer-table.page=2":                            "offer-table.find=bogo&offer-table.page=2",
		"offer-table.page=007":                                                  "offer-table.page=7",
		"cohorts.closed=2017&cohorts.closed=2013&cohorts.closed=2017":           "cohorts.closed=2013&cohorts.closed=2017",
		"cohorts.shade=yes&channel=web":                                         "channel=web&cohorts.shade=yes",
		"channel-completion.by=offer&channel-completion.sort=offer":             "channel-completion.by=offer&channel-completion.sort=offer",
		"offer-table.sort=selection&vs.channel=web":                             "offer-table.sort=selection&vs.channel=web",
		"activity-by-day.sort=-views&activity-by-day.page=2&offer-table.page=3": "activity-by-day.page=2&activity-by-day.sort=-views&offer-table.page=3",
	} {
		values, _ := url.ParseQuery(query)
		st, err := s.parseState(t.Context(), values)
		if err != nil {
			t.Errorf("%s is refused: %v", query, err)
			continue
		}
		if got := st.query(s.dashboards().Model).Encode(); got != want {
			t.Errorf("%s has the form %q, want %q", query, got, want)
		}
		if got := st.fromFirstPage().query(s.dashboards().Model).Encode(); strings.Contains(got, ".page=") {
			t.Errorf("%s from the first page is %q", query, got)
		}
	}
}

// TestArrangementsThatCannotBe are refused, and the nearest name is said.
func TestArrangementsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := loadedServer(t)
	for query, says := range map[string]string{
		"offer-table.sort=-receits":                                   `did you mean "receipts"?`,
		"offer-tabel.sort=receipts":                                   "Did you mean offer-table?",
		"offer-table.sort=1;drop table":                               "There is no column",
		"offer-table.sort=selection":                                  "There is no column",
		"offer-table.sort=offer&offer-table.sort=receipts":            "twice",
		"offer-table.page=0":                                          "from 1 to",
		"offer-table.page=-1":                                         "from 1 to",
		"offer-table.page=99999999999999999999":                       "from 1 to",
		"offer-table.page=2.5":                                        "from 1 to",
		"offer-table.find=" + url.QueryEscape("a\x00b"):               "plain text",
		"offer-table.find=" + strings.Repeat("x", 101):                "at most 100",
		"offer-table.closed=web":                                      "",
		"cohorts.sort=customers":                                      "",
		"cohorts.shade=no":                                            "only be yes",
		"cohorts.closed=" + strings.Repeat("x", 1001):                 "at most 200",
		".sort=receipts":                                              "",
		"cohorts.closed=" + strings.Repeat("1&cohorts.closed=2", 200): "at most 200",
	} {
		values, err := url.ParseQuery(strings.ReplaceAll(query, ";", "%3B"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.parseState(t.Context(), values)
		var p *problem
		if !errors.As(err, &p) || p.status != 400 || !strings.Contains(p.text(language.English), says) {
			t.Errorf("%.80s is answered with %v, want 400 and %q", query, err, says)
		}
	}
}

// FuzzState: whatever an address says is refused with a sentence, or has one form that says the same again.
func FuzzState(f *testing.F) {
	s := loadedServer(f)
	for _, query := range []string{
		"offer-table.sort=-receipts&offer-table.find=bogo&offer-table.page=2", "cohorts.closed=2017&cohorts.shade=yes", "channel-completion.by=offer&channel-completion.sort=-offer",
		"channel=web&vs.channel=email&as_of=3", "day=1..14&gender!=Other", "offer-table.sort=--receipts", "offer-table.page=+2", ".sort=a&.by=b", "%zz", "x.find=\xff",
	} {
		f.Add(query)
	}
	model := s.dashboards().Model
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		st, err := s.parseState(t.Context(), values)
		var p *problem
		if err != nil {
			if !errors.As(err, &p) || p.status != 400 || p.heading.Empty() {
				t.Errorf("%q is refused without a sentence: %v", query, err)
			}
			return
		}
		form := st.query(model).Encode()
		values, _ = url.ParseQuery(form)
		again, err := s.parseState(t.Context(), values)
		if err != nil || again.query(model).Encode() != form {
			t.Errorf("%q has the form %q, which is read as %q (%v)", query, form, again.query(model).Encode(), err)
		}
	})
}
