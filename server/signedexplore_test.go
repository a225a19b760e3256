package server_test

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/server/signed"
)

// charts of Explore, as addresses have them.
var charts = []string{
	"by=channel&chart=bar&measure=receipts", "by=age_group&chart=columns&measure=sales", "by=channel&by=offer_type&chart=pivot&measure=completion_rate&measure=receipts",
	"by=day&chart=line&measure=receipts&series=offer_type", "by=offer_type&chart=table&measure=receipts&order=receipts", "chart=kpi&measure=receipts&measure=completion_rate",
}

// TestSignedExplore: a signed chart of Explore shows in every format what its own address shows where the lock is chosen, whatever is asked for
// besides; and nothing in the address makes another chart of it.
func TestSignedExplore(t *testing.T) {
	t.Parallel()
	keys, s, m := testKeys(), standing(t), model(t)
	r := rand.New(rand.NewPCG(11, 11))
	shown, refused, cells := 0, 0, 0
	for i, chart := range charts {
		for n := range 8 {
			lock := []string{"channel=web", "gender=Women&day=1..14", "offer_type!=Informational"}[(i+n)%3]
			query := openQueries[r.IntN(len(openQueries))]
			tok := "token=" + token(t, keys, signed.Grant{Explore: chart, Filters: lock})
			chosen, possible := within(t, m, query, lock)
			for _, ending := range fileEndings[:1+3*(n/7)] {
				a := s.get(t, joined("/explore"+ending, query, tok))
				if !possible {
					if refused++; a.StatusCode != http.StatusForbidden {
						t.Errorf("%s of %s?%s locked to %s answers %d", ending, chart, query, lock, a.StatusCode)
					}
					continue
				}
				plain := s.get(t, joined("/explore"+ending, chart, chosen))
				if a.StatusCode != 200 || plain.StatusCode != 200 {
					t.Fatalf("%s of %s?%s locked to %s answers %d, and %d to %s: %.300s", ending, chart, query, lock, a.StatusCode, plain.StatusCode, chosen, a.body)
				}
				shown++
				if got, want := figuresOf(t, ending, a.body), figuresOf(t, ending, plain.body); !slices.Equal(got, want) {
					t.Errorf("%s of %s?%s locked to %s: %s", ending, chart, query, lock, cmp.Diff(want, got))
				}
			}
			frame := s.get(t, joined("/embed/explore", query, tok), "X-Charts", "script")
			if !possible {
				if frame.StatusCode != http.StatusForbidden || !strings.Contains(frame.body, "This address is locked to") {
					t.Errorf("the frame of %s?%s locked to %s answers %d", chart, query, lock, frame.StatusCode)
				}
				continue
			}
			plain := s.get(t, joined("/embed/explore", chart, chosen), "X-Charts", "script")
			if got, want := cellsOf(frame.body), cellsOf(plain.body); frame.StatusCode != 200 || !slices.Equal(got, want) {
				t.Errorf("the frame of %s?%s locked to %s: %s", chart, query, lock, cmp.Diff(want, got))
			}
			cells += len(cellsOf(frame.body))
			leadsNowhereElse(t, chart, frame.body)
		}
		tok := "token=" + token(t, keys, signed.Grant{Explore: chart, Filters: "channel=web"})
		for _, path := range []string{"/embed/explore.svg", "/explore.svg"} {
			picture, plain := s.get(t, joined(path, tok)), s.get(t, joined("/explore.svg", chart, "channel=web"))
			if picture.StatusCode != 200 || picture.body != plain.body || !strings.HasPrefix(picture.Header.Get("Cache-Control"), "private") {
				t.Errorf("%s of %s answers %d, and is not that of its address", path, chart, picture.StatusCode)
			}
		}
		for _, other := range []string{"measure=customers", "by=gender", "series=gender", "panels=gender", "chart=table", "order=receipts", "measure=", "by=channel&measure=receipts"} {
			for _, path := range []string{"/embed/explore", "/explore.csv", "/embed/explore.png"} {
				if a := s.get(t, joined(path, other, tok)); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "locked to one chart") {
					t.Errorf("%s of %s takes %s: %d", path, chart, other, a.StatusCode)
				}
			}
		}
		for _, path := range []string{"/embed/explore?explore.by=gender&", "/explore.csv?explore.by=gender&"} { // there is no drill
			if a := s.get(t, path+tok); a.StatusCode != http.StatusBadRequest && a.StatusCode != http.StatusForbidden {
				t.Errorf("%s of %s answers %d", path, chart, a.StatusCode)
			}
		}
		for _, path := range []string{"/embed/visuals/funnel", "/visuals/funnel.csv", "/embed/dashboards/overview", "/dashboards/overview.xlsx", "/rows/receipts.csv", "/rows/receipts", "/explore"} {
			if a := s.get(t, joined(path, tok)); a.StatusCode < 400 || a.StatusCode > 403 {
				t.Errorf("the token of %s opens %s: %d", chart, path, a.StatusCode)
			}
		}
	}
	if shown < 30 || refused < 3 || cells < 200 {
		t.Errorf("only %d files and %d figures were shown, and %d refused", shown, cells, refused)
	}
}

// TestSignedExploreOfLostFigures: what a token says and this server does not know is refused, and nothing is shown in its place.
func TestSignedExploreOfLostFigures(t *testing.T) {
	t.Parallel()
	keys, s := testKeys(), standing(t)
	for _, lost := range []string{"measure=nope", "by=colour&measure=receipts", "chart=nope&measure=receipts", "%zz"} {
		tok := "token=" + token(t, keys, signed.Grant{Explore: lost})
		for _, path := range []string{"/embed/explore", "/explore.csv", "/embed/explore.png"} {
			if a := s.get(t, joined(path, tok)); a.StatusCode < 400 || a.StatusCode > 422 || len(cellsOf(a.body)) > 0 {
				t.Errorf("%s of %s answers %d", path, lost, a.StatusCode)
			}
		}
	}
}
