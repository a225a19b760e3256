package server_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
)

// openQueries are filters, comparisons and drills, of which some are refused under some locks.
var openQueries = []string{"", "gender=Men", "gender!=Other", "vs.gender=Women", "channel=web", "channel=email&channel=web", "vs.channel=email", "vs.channel!=web", "channel!=social", "day=1..10", "day=3", "vs.day=20..",
	"age=..50", "age=Unknown", "offer_type=Discount", "vs.offer_type=Informational", "as_of=1", "income=30000.."}

// TestNothingWider: of every visual and dashboard, in every format, whatever the query asks for besides, a signed address shows just what the
// page itself shows where the lock is chosen too; or it is refused.
func TestNothingWider(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	m := model(t)
	dashboards, err := metrics.LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	shown, refused, differ := 0, 0, 0
	for place, v := range dashboards.Visuals() {
		for i := range 2 {
			lockText := []string{"channel=web", "gender=Women&day=1..14", "offer_type!=Informational"}[(i+r.IntN(3))%3]
			query := openQueries[r.IntN(len(openQueries))]
			tok := "token=" + token(t, keys, signed.Grant{Visual: v.Name, Filters: lockText})
			chosen, possible := within(t, m, query, lockText)
			for n, ending := range fileEndings {
				if i > 0 && n > 0 || n > 1 && place%3 != 0 {
					break // Excel and Parquet, which are written from the same table, take the most time
				}
				a := s.get(t, joined("/visuals/"+v.Name+ending, query, tok))
				if !possible {
					if refused++; a.StatusCode != http.StatusForbidden {
						t.Errorf("%s%s?%s locked to %s answers %d", v.Name, ending, query, lockText, a.StatusCode)
					}
					continue
				}
				plain := s.get(t, joined("/visuals/"+v.Name+ending, chosen))
				if a.StatusCode != 200 || plain.StatusCode != 200 {
					t.Fatalf("%s%s?%s locked to %s answers %d, and %d to %s", v.Name, ending, query, lockText, a.StatusCode, plain.StatusCode, chosen)
				}
				shown++
				got, want := figuresOf(t, ending, a.body), figuresOf(t, ending, plain.body)
				if !slices.Equal(got, want) {
					t.Errorf("%s%s?%s locked to %s: %s", v.Name, ending, query, lockText, cmp.Diff(want, got))
				}
				if ending == ".csv" && !slices.Equal(got, figuresOf(t, ending, s.get(t, joined("/visuals/"+v.Name+ending, query)).body)) {
					differ++
				}
			}
			if i > 0 {
				continue // a frame has drawings, which take their time
			}
			frame := s.get(t, joined("/embed/visuals/"+v.Name, query, tok), "X-Charts", "script")
			if !possible {
				if frame.StatusCode != http.StatusForbidden || !strings.Contains(frame.body, "This address is locked to") {
					t.Errorf("the frame of %s?%s locked to %s answers %d", v.Name, query, lockText, frame.StatusCode)
				}
				if a := s.get(t, joined("/embed/visuals/"+v.Name+".png", query, tok)); a.StatusCode != http.StatusForbidden {
					t.Errorf("the picture of %s?%s locked to %s answers %d", v.Name, query, lockText, a.StatusCode)
				}
				continue
			}
			plain := s.get(t, joined("/embed/visuals/"+v.Name, chosen), "X-Charts", "script")
			if got, want := cellsOf(frame.body), cellsOf(plain.body); frame.StatusCode != 200 || !slices.Equal(got, want) {
				t.Errorf("the frame of %s?%s locked to %s: %s", v.Name, query, lockText, cmp.Diff(want, got))
			}
			leadsNowhereElse(t, v.Name, frame.body)
			picture, same := s.get(t, joined("/embed/visuals/"+v.Name+".svg", query, tok)), s.get(t, joined("/visuals/"+v.Name+".svg", chosen))
			if picture.StatusCode != 200 || !strings.Contains(query, "vs.") && picture.body != same.body || described(picture.body) != described(same.body) || !strings.HasPrefix(picture.Header.Get("Cache-Control"), "private") {
				t.Errorf("the picture of %s?%s locked to %s answers %d, and is not that of %s", v.Name, query, lockText, picture.StatusCode, chosen)
			}
		}
	}
	for _, sheet := range dashboards.Sheets() {
		query := openQueries[r.IntN(len(openQueries))]
		chosen, possible := within(t, m, query, "channel=web")
		if !possible {
			query, chosen = "", "channel=web"
		}
		frame := s.get(t, joined("/embed/dashboards/"+sheet.Name, query, "token="+token(t, keys, signed.Grant{Dashboard: sheet.Name, Filters: "channel=web"})), "X-Charts", "script")
		plain := s.get(t, joined("/embed/dashboards/"+sheet.Name, chosen), "X-Charts", "script")
		if got, want := cellsOf(frame.body), cellsOf(plain.body); frame.StatusCode != 200 || !slices.Equal(got, want) {
			t.Errorf("the frame of the dashboard %s?%s: %s", sheet.Name, query, cmp.Diff(want, got))
		}
		leadsNowhereElse(t, sheet.Name, frame.body)
	}
	if shown < 100 || refused < 12 || differ < 15 {
		t.Errorf("only %d files were shown and %d refused; the lock made a difference to %d", shown, refused, differ)
	}
}

// within is a query with a lock chosen as well, and whether the lock lets it; made from the sets of values themselves, not by the server's rules.
func within(t *testing.T, m *metrics.Model, query, lock string) (string, bool) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	locked, _ := url.ParseQuery(lock)
	for name, allowed := range locked {
		for _, prefix := range []string{"", "vs."} {
			own, ok := values[prefix+name]
			if !ok {
				continue
			}
			for _, value := range own {
				if !slices.Contains(allowed, value) && !(name == "day" && (value == "3" || value == "1..10")) {
					return "", false
				}
			}
		}
		if _, ok := values[name]; !ok {
			values[name] = allowed
		}
		// A comparison takes the place of what is chosen on its dimension, turned round or not; the lock holds on it all the same.
		for _, turned := range []string{"vs." + name + "!", "vs." + strings.TrimSuffix(name, "!")} {
			if _, ok := values[turned]; ok && turned != "vs."+name && !values.Has("vs."+name) {
				values["vs."+name] = allowed
			}
		}
	}
	return values.Encode(), true
}

// figuresOf are the rows of a file.
func figuresOf(t *testing.T, ending, body string) []string {
	t.Helper()
	var rows [][]string
	switch ending {
	case ".csv":
		rows = readCSV(t, body)
	case ".xlsx":
		_, rows = readExcel(t, body)
	case ".parquet":
		_, rows = readParquet(t, body)
	default:
		var v struct{ Rows [][]any }
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		for _, row := range v.Rows {
			rows = append(rows, []string{fmt.Sprint(row)})
		}
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.Join(row, "|"))
	}
	return all
}

// described is what a picture says to those who do not see it. The picture itself has the comparison as its address says it.
func described(svg string) string {
	_, text, _ := strings.Cut(svg, "<desc>")
	text, _, _ = strings.Cut(text, "</desc>")
	return text
}

// cellsOf are the figures that a page shows as text.
func cellsOf(page string) []string {
	var all []string
	for _, m := range cell.FindAllStringSubmatch(page, -1) {
		all = append(all, strings.Join(strings.Fields(mark.ReplaceAllString(m[1]+m[2], " ")), " "))
	}
	return all
}

// leadsNowhereElse: all links of a signed page stay with what is signed, and carry the token on.
func leadsNowhereElse(t *testing.T, where, page string) {
	t.Helper()
	for _, m := range link.FindAllStringSubmatch(page, -1) {
		address := strings.ReplaceAll(m[1], "&amp;", "&")
		static := strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/brand/") || strings.HasPrefix(address, "#")
		scoped := (strings.HasPrefix(address, "/embed/") || strings.HasPrefix(address, "/visuals/") && strings.Contains(address, ".csv")) && (strings.Contains(address, "token=main.") || strings.HasPrefix(m[0], "action"))
		if !static && !scoped {
			t.Errorf("%s leads to %s", where, address)
			return
		}
	}
}
