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
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// TestRows: the rows behind a figure are those that SQL counts, a page of them on a page, all of them in a file.
func TestRows(t *testing.T) {
	t.Parallel()
	s := standing(t)
	var all int64
	err := s.pool.QueryRow(t.Context(), `
		select count(*) from live.fact_offer_receipt join live.dim_customer using (loaded, customer_key)
		where gender = 'F' and offer_key in (select offer_key from live.bridge_offer_channel join live.dim_channel using (channel_key) where channel = 'web')`).Scan(&all)
	if err != nil || all <= 50 {
		t.Fatalf("%d rows (%v)", all, err)
	}
	query := "?channel=web&gender=Women"
	page := s.get(t, "/rows/receipts"+query+"&from=offer-table")
	contains(t, "the page", page.body, "<h1>Receipts</h1>", "One row per time that a customer received an offer.", "1–50 of "+format.Count(language.English, all), "Gender: Women", "Channel: web",
		`href="/visuals/offer-table?channel=web&amp;gender=Women"`, `href="/rows/receipts?channel=web&amp;from=offer-table&amp;gender=Women&amp;page=2"`,
		`href="/rows/receipts.csv?channel=web&amp;gender=Women"`, `href="/rows/receipts?gender=Women&amp;from=offer-table"`, " h</td>")
	file := s.get(t, "/rows/receipts.csv"+query)
	records, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
	if err != nil || int64(len(records)-1) != all || file.Header.Get("X-Row-Count") != fmt.Sprint(all) || file.Header.Get("X-Data-Version") != "1" || !strings.HasPrefix(file.Header.Get("ETag"), `"`) {
		t.Errorf("%d rows (%v), want %d; headers %v", len(records)-1, err, all, file.Header)
	}
	contains(t, "its name", file.Header.Get("Content-Disposition"), fmt.Sprintf("receipts_v1_%drows.csv", all))
	if again := s.get(t, "/rows/receipts.csv"+query, "If-None-Match", file.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("the same file again answers %d", again.StatusCode)
	}
	if other := s.get(t, "/rows/receipts.csv?channel=email", "If-None-Match", file.Header.Get("ETag")); other.StatusCode != http.StatusOK || other.Header.Get("ETag") == file.Header.Get("ETag") {
		t.Errorf("other rows have the same ETag, and answer %d", other.StatusCode)
	}
	if withBOM := s.get(t, "/rows/receipts.csv"+query+"&bom=1"); withBOM.body != "\uFEFF"+file.body {
		t.Error("the file with a byte order mark differs in more than that")
	}
	for ending, kind := range map[string]string{"xlsx": "spreadsheetml", "parquet": "parquet", "json": "json"} {
		a := s.get(t, "/rows/receipts."+ending+query)
		if a.StatusCode != http.StatusOK || a.err != nil || !strings.Contains(a.Header.Get("Content-Type"), kind) || a.Header.Get("X-Row-Count") != fmt.Sprint(all) || len(a.body) < 1000 {
			t.Errorf("as %s they answer %d, %d bytes (%v), %v", ending, a.StatusCode, len(a.body), a.err, a.Header)
		}
	}
	seen := map[string]bool{}
	for number := 1; int64(len(seen)) < all && number < 100; number++ {
		rows := s.get(t, fmt.Sprintf("/rows/members?page=%d", number))
		if rows.StatusCode != http.StatusOK {
			break
		}
		for _, row := range strings.Split(rows.body, "<tr>")[2:] {
			seen[row] = true
		}
	}
	var members int
	if err := s.pool.QueryRow(t.Context(), "select count(*) from live.dim_customer").Scan(&members); err != nil || len(seen) != members {
		t.Errorf("the pages have %d of %d customers (%v)", len(seen), members, err)
	}
	contains(t, "members.csv", s.get(t, "/rows/members.csv").body, "'=1+1,", ",50000.00,")
	contains(t, "rows without the filter's dimension", s.get(t, "/rows/purchases?channel=web").body, "These rows have no channel", "0 rows")
	contains(t, "no rows", s.get(t, "/rows/receipts?offer=nothing").body, "No row matches these filters")
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/rows/receits": {404, "Did you mean receipts?"}, "/rows/receits.csv": {404, "receipts"}, "/rows/receipts.exe": {404, "called"}, "/rows/receipts?page=0": {400, "page"}, "/rows/receipts?page=-1": {400, "page"},
		"/rows/receipts?page=99999999999999999999": {400, "page"}, "/rows/receipts?page=201": {400, "The first 10,000 rows"}, "/rows/receipts?page=200": {404, "The last one is page"}, "/rows/receipts?page=1;2": {400, ""},
		"/rows/receipts?from=nowhere": {404, "visual"}, "/rows/receipts?chanel=web": {400, "channel"}, "/rows/receipts?as_of=99": {404, "99"}, "/rows/receipts.csv?page=2": {400, "page"},
		"/rows/" + url.PathEscape("receipts; drop table x"): {404, "called"},
	} {
		a := s.get(t, path, "Accept", "text/html")
		if a.StatusCode != want.status || !strings.Contains(a.body, want.says) {
			t.Errorf("%s answers %d without saying %q", path, a.StatusCode, want.says)
		}
	}
}

// TestRowsSayWhatTheirTimesAre: "408 h" is hours since when? It is not only said to those who point.
func TestRowsSayWhatTheirTimesAre(t *testing.T) {
	t.Parallel()
	s := published(t)
	for path, says := range map[string]string{
		"/rows/receipts":            "<dt>Received</dt><dd>Hours since the start of the programme.</dd>",
		"/rows/purchases?locale=es": "<dd>Horas desde el inicio del programa.</dd>",
	} {
		if !strings.Contains(s.get(t, path).body, says) {
			t.Errorf("%s does not say %s", path, says)
		}
	}
}

// TestRowsAreExports: files of rows are exports, of which not any number goes on at once.
func TestRowsAreExports(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), `create view consumption.endless as select n, repeat('x', 1000) as text from generate_series(1, 300000) n`); err != nil {
		t.Fatal(err)
	}
	for range 8 { // fill every place
		response, err := http.Get(s.URL + "/exports/endless.csv")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close() // unread until the test ends
	}
	if a := s.get(t, "/rows/receipts.csv"); a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || a.Header.Get("X-Row-Count") != "" {
		t.Errorf("one more file answers %d %v", a.StatusCode, a.Header)
	}
	if a := s.get(t, "/rows/receipts"); a.StatusCode != http.StatusOK {
		t.Errorf("meanwhile a page of rows answers %d", a.StatusCode)
	}
}

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
				page := s.get(t, "/visuals/"+v.Name+"?"+query.Encode(), "X-Charts", "script") // drawings are of no use here
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

// TestFilesStayTheSame: an address gives the same bytes again, as its ETag says, though Postgres finds rows another way once it has prepared for them.
func TestFilesStayTheSame(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/rows/receipts.csv?channel=web&gender=Women", "/exports/offer_receipts.csv"} {
		first := s.get(t, path)
		if first.StatusCode != http.StatusOK || len(first.body) < 1000 {
			t.Fatalf("%s answers %d, %d bytes", path, first.StatusCode, len(first.body))
		}
		for range 12 {
			if again := s.get(t, path); again.StatusCode != http.StatusOK || again.body != first.body || again.Header.Get("ETag") != first.Header.Get("ETag") {
				t.Fatalf("%s gives other bytes the next time, or answers %d", path, again.StatusCode)
			}
		}
	}
}
