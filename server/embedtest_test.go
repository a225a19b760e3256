package server_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe-rewards/server"
	"cafe-rewards/server/signed"
)

// TestEmbedTest: each thing that can be wrong is said by name, with what to do, in a form that works without a script.
func TestEmbedTest(t *testing.T) {
	t.Parallel()
	s := standing(t)
	keys := testKeys()
	sign := func(g signed.Grant) string { return s.URL + "/embed/visuals/funnel?token=" + token(t, keys, g) }
	good := sign(signed.Grant{Visual: "funnel", Origin: hostOrigin, Filters: "channel=web"})
	now := time.Now()
	plain := s.URL + "/embed/visuals/funnel"
	elsewhere := "http://rewards.example.com"
	for name, tt := range map[string]struct {
		address, origin string
		host            string // that the request names; empty: the server's own
		says            []string
		wrong           bool
	}{
		"all right":              {plain + "?channel=web", embedOrigin + "/wiki/page?id=1", "", []string{"It will be shown.", "Channel: web.", "allows " + embedOrigin + " to show it", "There are data"}, false},
		"a path alone":           {"/embed/dashboards/overview", embedOrigin, "", []string{"It will be shown.", "No filter"}, false},
		"Explore":                {s.URL + "/embed/explore?measure=receipts&by=channel", embedOrigin, "", []string{"It will be shown."}, false},
		"no page":                {plain, "", "", []string{"something is missing", "frame-ancestors 'self' " + embedOrigin}, false},
		"another origin":         {plain, "https://evil.example", "", []string{"It will not be shown", "not among the origins", "CAFE_EMBED_ORIGINS=" + embedOrigin + ",https://evil.example"}, true},
		"not an origin":          {plain, "evil", "", []string{"That is not the address of a page."}, true},
		"signed":                 {good, hostOrigin, "", []string{"It will be shown.", "valid from", "It is locked to: Channel: web.", "frame-ancestors 'self' " + hostOrigin}, false},
		"signed for another":     {good, embedOrigin, "", []string{"The token is for pages of " + hostOrigin, "--origin " + embedOrigin}, true},
		"widened":                {good + "&channel=email", hostOrigin, "", []string{"This address is locked to Channel: web.", "Leave channel out"}, true},
		"expired":                {sign(signed.Grant{Visual: "funnel", From: now.Add(-3 * time.Hour)}), embedOrigin, "", []string{"no longer valid", "It was valid until"}, true},
		"early":                  {sign(signed.Grant{Visual: "funnel", From: now.Add(3 * time.Hour)}), embedOrigin, "", []string{"not valid yet"}, true},
		"altered":                {good[:len(good)-60] + flipped(good[len(good)-60]) + good[len(good)-59:], hostOrigin, "", []string{"was altered"}, true},
		"an unknown key":         {plain + "?token=old" + strings.TrimPrefix(good, plain+"?token=main"), hostOrigin, "", []string{"a key that this server does not know"}, true},
		"for another visual":     {sign(signed.Grant{Visual: "overview"}), embedOrigin, "", []string{"signed for something else", "the visual overview"}, true},
		"a misspelt parameter":   {plain + "?chanel=web", embedOrigin, "", []string{"Unknown in the address", "chanel", "Did you mean channel?"}, true},
		"a version that is gone": {plain + "?as_of=99", embedOrigin, "", []string{"There is no data version 99"}, true},
		"a page":                 {s.URL + "/visuals/funnel", embedOrigin, "", []string{"pages refuse to be framed", plain}, true},
		"another server":         {"https://evil.example/embed/visuals/funnel", embedOrigin, "", []string{"That is not an address of this server."}, true},
		"no frame":               {s.URL + "/pipeline", embedOrigin, "", []string{"That address has no frame."}, true},
		"no visual":              {s.URL + "/embed/visuals/funel", embedOrigin, "", []string{"Did you mean funnel?"}, true},
		"a script":               {"javascript:alert(1)", embedOrigin, "", []string{"That is not an address of this server."}, true},
		"http in https":          {elsewhere + "/embed/visuals/funnel", embedOrigin, "rewards.example.com", []string{"browsers block such mixed content", "TLS"}, true},
		"http on this machine":   {plain, embedOrigin, "", []string{"no mixed content"}, false},
	} {
		form := url.Values{"address": {tt.address}, "origin": {tt.origin}}
		request, err := http.NewRequest(http.MethodPost, s.URL+"/embed/test", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Host = tt.host
		a := s.do(t, request)
		page := html.UnescapeString(a.body)
		if a.StatusCode != 200 || strings.Contains(page, "embed-check-bad") != tt.wrong {
			t.Errorf("%s: %d, or it does not come to the right answer", name, a.StatusCode)
		}
		contains(t, name, page, tt.says...)
		if strings.Contains(page, embedSecret) || strings.Contains(page, apiKey) || strings.Contains(a.body, `src="http`) || strings.Contains(a.body, `src="javascript`) {
			t.Errorf("%s: a secret, or a frame of elsewhere", name)
		}
	}
	for _, path := range []string{"/embed/test", "/embed/test?address=" + url.QueryEscape(plain), "/embed/test?address=%3Cscript%3Ealert(1)%3C/script%3E&origin=%22%3E%3Cscript%3E"} {
		a := s.get(t, path, "Accept", "text/html")
		policy := a.Header.Get("Content-Security-Policy")
		if a.StatusCode != 200 || !strings.HasSuffix(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "frame-src 'self';") || a.Header.Get("X-Frame-Options") != "DENY" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %v", path, a.StatusCode, a.Header)
		}
		if strings.Contains(a.body, "<script>") {
			t.Errorf("%s gives markup back", path)
		}
	}
	if a := s.post(t, "/embed/test", url.Values{"address": {strings.Repeat("x", 7000)}}); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a long address answers %d", a.StatusCode)
	}
	contains(t, "the menu of a visual", s.get(t, "/visuals/funnel").body, "/embed/test?address="+url.QueryEscape(plain))
}

// TestEmbedTestWhereSigned: where frames need a signature, the test itself does not, and says so.
func TestEmbedTestWhereSigned(t *testing.T) {
	t.Parallel()
	s := published(t, signing, func(o *server.Options) { o.EmbedSigned = true })
	contains(t, "the test", s.get(t, "/embed/test?address=/embed/visuals/funnel&origin="+embedOrigin).body, "It will not be shown as it is.", "This address is not signed.")
	contains(t, "the test", s.get(t, "/embed/test?address=/embed/visuals/funnel?token="+token(t, testKeys(), signed.Grant{Visual: "funnel"})+"&origin="+embedOrigin).body, "It will be shown.")
	if a := s.get(t, "/oembed?url="+url.QueryEscape(s.URL+"/visuals/funnel")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("oEmbed answers %d", a.StatusCode)
	}
}
