package server_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
)

// rowCounts are the measures that count each row of their fact once.
var rowCounts = map[string]string{
	"receipts": "receipts", "views": "views", "completions": "completions", "purchases": "purchases", "members": "members",
	"unmatched": "unmatched_events", "published_customers": "published_customers",
}

// TestRowsBehindMarks: behind the mark of a visual, drilled or not, and of each of two selections, are as many rows as it counts.
func TestRowsBehindMarks(t *testing.T) {
	t.Parallel()
	s := standing(t)
	dashboards, err := metrics.LoadDashboards(model(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	m, compared := dashboards.Model, 0
	for _, v := range dashboards.Visuals() {
		count, countable := rowCounts[m.FactOf(v.Measures[0])]
		if !countable {
			continue
		}
		drills := []string{""}
		if len(v.By) == 1 && v.Series == "" && v.Panels == "" {
			if d, _ := m.Dimension(v.By[0]); d.Drill != "" && m.Applies(d.Drill, v.Measures[0]) {
				drills = append(drills, d.Drill)
			}
		}
		for _, drill := range drills {
			for _, versus := range []bool{false, true} {
				query := url.Values{"gender": {"Women"}}
				where, second := metrics.Selection{{Dimension: "gender", Values: []string{"Women"}}}, (*metrics.Selection)(nil)
				if versus {
					query.Set("vs.gender", "Men")
					second = &metrics.Selection{{Dimension: "gender", Values: []string{"Men"}}}
				}
				q := v.Ask(where, second)
				if drill != "" {
					query.Set(v.Name+".by", drill)
					q.By = []string{drill}
				}
				q.Measures, q.OrderBy = []string{count}, ""
				answer, err := m.Query(t.Context(), s.pool, q, 1)
				if err != nil {
					t.Fatal(err)
				}
				page := s.get(t, "/visuals/"+v.Name+"?"+query.Encode())
				for _, row := range sampled(answer.Rows) {
					attribute := "data-behind"
					if versus && row[len(q.By)] == metrics.SecondSelection {
						attribute = "data-behind-other"
					}
					address := behind(t, m, page.body, attribute, q.By, row)
					want := fmt.Sprint(row[len(row)-1])
					if got := s.send(t, http.MethodHead, address).Header.Get("X-Row-Count"); got != want {
						t.Errorf("%s %s: %v counts %s, behind it %s has %q rows", v.Name, query.Encode(), row, want, address, got)
					}
					compared++
				}
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d marks were looked at", compared)
	}
}

// sampled are a few of the rows from both ends.
func sampled(rows [][]any) [][]any {
	if len(rows) <= 6 {
		return rows
	}
	return append(slices.Clone(rows[:3]), rows[len(rows)-3:]...)
}

// behind is the address of the file of the rows behind a row of a visual, put together as choose.js does.
func behind(t *testing.T, m *metrics.Model, page, attribute string, by []string, row []any) string {
	t.Helper()
	found := regexp.MustCompile(` ` + attribute + `="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no %s", attribute)
	}
	u, err := url.Parse(html.UnescapeString(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Del("from")
	for i, name := range by {
		d, _ := m.Dimension(name)
		value := metrics.Unknown
		if row[i] != nil {
			value = d.Outward(fmt.Sprint(row[i]))
		}
		query.Set(name, value)
		query.Del(name + "!")
	}
	return u.Path + ".csv?" + query.Encode()
}

// TestRowsOfTheOtherSelection: the menu of a card leads to the rows of both selections, and files have those rows in all formats.
func TestRowsOfTheOtherSelection(t *testing.T) {
	t.Parallel()
	s := standing(t)
	men := regexp.MustCompile(`href="(/rows/receipts\?[^"]*)">See the rows of the other selection`).FindStringSubmatch(s.get(t, "/dashboards/customers?gender=Women&vs.gender=Men&channel=web").body)
	if men == nil {
		t.Fatal("the card's menu does not lead to them")
	}
	address := html.UnescapeString(men[1])
	selection := regexp.MustCompile(`from=[^&]*&?`).ReplaceAllString(address[strings.Index(address, "?"):], "")
	var want string
	if err := s.pool.QueryRow(t.Context(), `
		select count(*)::text from live.fact_offer_receipt join live.dim_customer using (loaded, customer_key)
		where gender = 'M' and offer_key in (select offer_key from live.bridge_offer_channel join live.dim_channel using (channel_key) where channel = 'web')`).Scan(&want); err != nil {
		t.Fatal(err)
	}
	contains(t, "their page", s.get(t, address).body, "Gender: Men", "Channel: web", " of "+want+"<")
	for _, ending := range []string{".csv", ".xlsx", ".json", ".parquet"} {
		a := s.get(t, "/rows/receipts"+ending+selection)
		if a.StatusCode != http.StatusOK || a.Header.Get("X-Row-Count") != want || a.err != nil {
			t.Errorf("%s answers %d with %s rows, want %s", ending, a.StatusCode, a.Header.Get("X-Row-Count"), want)
		}
		if ending == ".csv" {
			if records, err := csv.NewReader(strings.NewReader(a.body)).ReadAll(); err != nil || fmt.Sprint(len(records)-1) != want {
				t.Errorf("the file has %d rows (%v), want %s", len(records)-1, err, want)
			}
		}
	}
	if strings.Contains(s.get(t, "/dashboards/customers?gender=Women").body, "See the rows of the other selection") {
		t.Error("there is a way to the rows of a selection that is not there")
	}
	for _, parameter := range []string{"vs.gender=Men", "completion-by-age.by=age", "offer-table.sort=receipts"} {
		for _, path := range []string{"/rows/receipts", "/rows/receipts.csv"} {
			if a := s.get(t, path+"?gender=Women&"+parameter); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, parameter[:strings.Index(parameter, "=")]) {
				t.Errorf("%s answers %d to %s, of which its rows say nothing", path, a.StatusCode, parameter)
			}
		}
	}
	contains(t, "the rows behind what was put together", s.get(t, "/explore?measure=receipts&by=gender&gender=Women").body, `href="/rows/receipts?gender=Women">See the rows`)
}
