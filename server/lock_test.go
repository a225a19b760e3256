package server

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/owned"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
)

// lockable is a server without a database: enough to read addresses.
func lockable(t testing.TB) *Server {
	t.Helper()
	m, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	dashboards, err := metrics.LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := signed.ParseKeys("a:" + strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	return &Server{own: owned.Open("", dashboards, slog.New(slog.DiscardHandler)), keys: keys, tokenPlace: "PLACE"}
}

func asking(method, path, query string) echo.Context {
	request := httptest.NewRequest(method, path, nil)
	request.URL.RawQuery = query
	return echo.New().NewContext(request, httptest.NewRecorder())
}

// FuzzSigned: whatever stands in a query beside a token or in its place, the state is locked as the token says, or there is none.
func FuzzSigned(f *testing.F) {
	s := lockable(f)
	lock := url.Values{"channel": {"web"}, "day": {"1..14"}, "gender!": {"Other"}}
	address, err := Sign(s.dashboards(), s.keys, AddressRequest{Visual: "funnel", Filters: lock, From: time.Now().Add(-time.Hour), Valid: 240 * time.Hour})
	if err != nil {
		f.Fatal(err)
	}
	for _, query := range []string{"", "channel=web", "channel=email", "channel!=web", "vs.channel=email", "vs.channel!=web&vs.day=20", "day=1..", "channel=&day=", "token=", "token=a..&x=1", "gender=Other", "%zz", ";token=1",
		"vs.gender!=Men", "funnel.by=channel", "as_of=1", "Token=x", "channel=web&channel=email", "day=1..7&day=8..14", "\x00=1", "vs.vs.channel=web", "age-completion.by=day&vs.day=1"} {
		f.Add(query, true)
		f.Add(query, false)
	}
	model := s.dashboards().Model
	want, _, _ := model.ParseSelection(lock, "")
	v, err := s.dashboards().Visual("funnel")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query string, with bool) {
		sent := query
		if with {
			sent = strings.TrimPrefix(query+"&token="+address.Token, "&")
		}
		st, err := s.signedState(asking(http.MethodGet, "/embed/visuals/funnel", sent), scope{visual: "funnel"})
		var refused *problem
		if err != nil {
			if !errors.As(err, &refused) || refused.status < 400 || refused.status >= 500 {
				t.Errorf("%q: %v", query, err)
			}
			return
		}
		values, _ := url.ParseQuery(sent)
		if values.Has(tokenParam) != (st.pass != nil) || with && st.pass == nil {
			t.Fatalf("%q is shown with the pass %v", query, st.pass)
		}
		if st.pass == nil {
			return
		}
		if model.Address(st.locked(), "").Encode() != model.Address(want, "").Encode() {
			t.Errorf("%q is locked to %v", query, st.locked())
		}
		// The selections are already within the lock: it would not have to be asked for besides.
		for name, selection := range map[string]*metrics.Selection{"the selection": &st.where, "the comparison": st.versus} {
			if selection == nil {
				continue
			}
			if again, err := model.Under(*selection, want); err != nil || len(again) != len(*selection) {
				t.Errorf("%q: %s is %v (%v)", query, name, *selection, err)
			}
		}
		q := v.Ask(st.where, st.versus)
		if q.Lock = st.locked(); len(q.Lock) != len(want) {
			t.Errorf("%q asks %+v", query, q)
		}
		if !strings.Contains(st.key(model), "signed ") || strings.Contains(st.key(model), address.Token) {
			t.Errorf("%q is kept as %s", query, st.key(model))
		}
	})
}

// TestKeysOfLocks: two addresses with the same query, of which one is locked, are not the same entry of the cache, whatever the query is; and
// two tokens for the same are.
func TestKeysOfLocks(t *testing.T) {
	t.Parallel()
	s := lockable(t)
	model := s.dashboards().Model
	key := func(query string, filters url.Values, valid time.Duration) string {
		address, err := Sign(s.dashboards(), s.keys, AddressRequest{Visual: "funnel", Filters: filters, Valid: valid})
		if err != nil {
			t.Fatal(err)
		}
		st, err := s.signedState(asking(http.MethodGet, "/embed/visuals/funnel", query+"&token="+address.Token), scope{visual: "funnel"})
		if err != nil {
			t.Fatal(err)
		}
		return st.key(model)
	}
	web := url.Values{"channel": {"web"}}
	for _, query := range []string{"channel=web", "channel=web&vs.channel!=social", "channel=web&vs.gender=Men"} {
		open, err := s.signedState(asking(http.MethodGet, "/embed/visuals/funnel", query), scope{visual: "funnel"})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{open.key(model): true, key(query, web, time.Hour): true, key(query, nil, time.Hour): true}
		if len(all) != 3 {
			t.Errorf("%s: %v", query, all)
		}
		if key(query, web, time.Hour) != key(query, web, 2*time.Hour) {
			t.Errorf("%s: a token that is renewed leads to another page", query)
		}
	}
}

func TestSentFrom(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ origin, referer, want string }{
		{"", "", ""}, {"https://intranet.example.com", "", "https://intranet.example.com"}, {"", "https://intranet.example.com/a?b", "https://intranet.example.com"},
		{"", "https://INTRANET.example.com:443/", "https://intranet.example.com"}, {"null", "https://example.com/", "null"}, {"", "http://example.com/embed/visuals/funnel", ""},
		{"", "javascript:alert(1)", "javascript:alert(1)"}, {"", "https://a.example<b>", "https://a.example<b>"}, {"https://example.com.evil.example", "", "https://example.com.evil.example"},
	} {
		request := httptest.NewRequest(http.MethodGet, "http://example.com/", nil)
		request.Header.Set("Origin", tt.origin)
		request.Header.Set("Referer", tt.referer)
		if got := sentFrom(request); got != tt.want {
			t.Errorf("Origin %q, Referer %q: %q, want %q", tt.origin, tt.referer, got, tt.want)
		}
	}
}
