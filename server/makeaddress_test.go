package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// ask sends a request for a signed address.
func (s *site) ask(t testing.TB, body, authorization string) answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+"/api/embed-addresses", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	return s.do(t, request)
}

// TestAskForAddress: whoever has an API key gets an address that works; what cannot be signed is said.
func TestAskForAddress(t *testing.T) {
	t.Parallel()
	s := standing(t)
	bearer := "Bearer " + apiKey
	for _, tt := range []struct {
		body, authorization string
		status              int
		says                string
	}{
		{`{"visual": "funnel"}`, bearer, 201, "/embed/visuals/funnel?token=main."},
		{`{"dashboard": "overview", "filters": {"channel": ["web", "social"], "day": ["1..14"]}, "origin": "https://WIKI.example.com:443", "valid": "8784h"}`, bearer, 201, "/embed/dashboards/overview?token=main."},
		{`{"visual": "funnel"}`, "", 401, "API key"},
		{`{"visual": "funnel"}`, "Bearer ", 401, "API key"},
		{`{"visual": "funnel"}`, "Basic " + apiKey, 401, "API key"},
		{`{"visual": "funnel"}`, bearer + "x", 401, "API key"},
		{`{"visual": "funel"}`, bearer, 422, "funnel"},
		{`{"explore": "measure=receipts&by=channel", "filters": {"gender": ["Women"]}}`, bearer, 201, "/embed/explore?token=main."},
		{`{}`, bearer, 422, "of one visual, of one dashboard"},
		{`{"visual": "funnel", "dashboard": "overview"}`, bearer, 422, "of one visual, of one dashboard"},
		{`{"visual": "funnel", "explore": "measure=sales"}`, bearer, 422, "of one visual, of one dashboard"},
		{`{"explore": "measure=slaes"}`, bearer, 422, "did you mean"},
		{`{"explore": "measure=purchases&by=offer_type&chart=nope"}`, bearer, 422, "no kind of chart"},
		{`{"explore": "measure=purchases&gender=Women"}`, bearer, 422, "gender"},
		{`{"explore": "measure=purchases&vs.gender=Women"}`, bearer, 422, "vs.gender"},
		{`{"explore": "measure=purchases&as_of=1"}`, bearer, 422, "as_of"},
		{`{"explore": "%zz"}`, bearer, 422, "measure=receipts"},
		{`{"visual": "funnel", "filters": {"chanel": ["web"]}}`, bearer, 422, "channel"},
		{`{"visual": "funnel", "filters": {"vs.channel": ["web"]}}`, bearer, 422, "vs.channel"},
		{`{"visual": "funnel", "filters": {"channel": [""]}}`, bearer, 422, "lock nothing"},
		{`{"visual": "funnel", "filters": {"channel": []}}`, bearer, 422, "lock nothing"},
		{`{"visual": "funnel", "filters": {"day": ["x"]}}`, bearer, 422, "number"},
		{`{"visual": "funnel", "origin": "https://a.example/path"}`, bearer, 422, "Origin"},
		{`{"visual": "funnel", "origin": "https://a.example; script-src *"}`, bearer, 422, "Origin"},
		{`{"visual": "funnel", "valid": "8785h"}`, bearer, 422, "366 days"},
		{`{"visual": "funnel", "valid": "1s"}`, bearer, 422, "366 days"},
		{`{"visual": "funnel", "valid": "-1h"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel", "valid": "0s"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel", "token": "x"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel"} {"visual": "funnel"}`, bearer, 400, "cannot be read"},
		{`{"visual": `, bearer, 400, "cannot be read"},
		{`{"visual": "` + strings.Repeat("x", 10_000) + `"}`, bearer, 413, "too large"},
	} {
		a := s.ask(t, tt.body, tt.authorization)
		if a.StatusCode != tt.status || !strings.Contains(a.body, tt.says) || !json.Valid([]byte(a.body)) || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.80s answers %d %.200s", tt.body, a.StatusCode, a.body)
		}
		if strings.Contains(a.body, apiKey) || strings.Contains(a.body, embedSecret) {
			t.Errorf("%.80s answers with a secret", tt.body)
		}
		if a.StatusCode == http.StatusCreated {
			var made struct {
				Address, Token string
				From, Until    time.Time
			}
			if err := json.Unmarshal([]byte(a.body), &made); err != nil || !made.Until.After(made.From) {
				t.Errorf("%s: %v", a.body, err)
			}
			frame := s.get(t, strings.TrimPrefix(made.Address, s.URL), "Referer", hostOrigin+"/")
			if frame.StatusCode != 200 || !strings.HasPrefix(made.Address, s.URL) {
				t.Errorf("%s answers %d", made.Address, frame.StatusCode)
			}
		}
	}
	if a := s.post(t, "/api/embed-addresses", url.Values{"visual": {"funnel"}}, "Authorization", bearer); a.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form answers %d", a.StatusCode)
	}
	without := newSite(t)
	for _, authorization := range []string{"", "Bearer ", bearer} {
		if a := without.ask(t, `{"visual": "funnel"}`, authorization); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("without keys, %q answers %d", authorization, a.StatusCode)
		}
	}
}
