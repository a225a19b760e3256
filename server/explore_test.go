package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// TestExplore: whatever is chosen, there is a page that says what it shows, or why it cannot.
func TestExplore(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, c := range []struct{ query, says, lacks string }{
		{"", "Completion rate by age group", "role=\"alert\""},
		{"measure=&by=&series=&chart=&order=", "Completion rate by age group", "role=\"alert\""},
		{"by=channel", "Completion rate by channel", "role=\"alert\""},
		{"by=at_completion", "Purchases by purchase", "role=\"alert\""},
		{"measure=receipts", "<h2 class=\"card-title\" id=\"explore-title\">Receipts</h2>", "role=\"alert\""},
		{"measure=receipts&by=day", "Best fit: Lines", "role=\"alert\""},
		{"measure=receipts&by=age_group&series=gender&chart=stacked", "Receipts by age group and gender", "role=\"alert\""},
		{"measure=receipts&measure=receipts&by=age_group&by=age_group&chart=bar", "Receipts by age group", "role=\"alert\""},
		{"measure=receipts&by=age_group&by=gender&by=channel&chart=table", "Then by", "role=\"alert\""},
		{"measure=sales&by=channel", "Sales cannot be grouped by channel: what it counts has no channel.", "data-chart"},
		{"measure=completion_rate&by=channel&chart=donut", "Completion rate does not add up over channel, so that its groups are not shares of a whole.", "data-chart"},
		{"measure=receipts&by=channel&chart=line", "A chart of the kind Lines needs groups with an order of their own, such as days; channel has none.", "data-chart"},
		{"measure=receipts&chart=bar", "A chart of the kind Bars has one group, not 0.", "data-chart"},
		{"measure=receipts&by=age_group&chart=heatmap", "A chart of the kind Heat map needs a series.", "data-chart"},
		{"measure=receipts&by=age_group&chart=pie", "There is no kind of chart called &#34;pie&#34;.", "data-chart"},
		{"measure=reciepts&by=day", "did you mean &#34;receipts&#34;?", "data-chart"},
		{"measure=receipts&by=dya", "did you mean &#34;day&#34;?", "data-chart"},
		{"measure=receipts&by=day&series=day", "grouped by &#34;day&#34; twice", "data-chart"},
		{"measure=receipts&by=day&order=sales", "What ranks the groups must be one of the figures", "data-chart"},
		{"measure=sales&by=day&channel=web", "Not shown: Sales. Purchases have no channel.", "role=\"alert\""},
		{"measure=receipts&by=day&by=hour&by=age&by=offer&by=gender&chart=table", "This cannot be shown", "data-chart"},
		{"measure=" + url.QueryEscape("<script>alert(1)</script>"), "This cannot be shown", "<script>alert"},
		{"measure=" + strings.Repeat("a", 3000), "aaaa…", strings.Repeat("a", 70)},
		{"measure=%ff%00&chart=%ff", "This cannot be shown", "data-chart"},
	} {
		a := s.get(t, "/explore?"+c.query, "Accept", "text/html")
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, c.says) || strings.Contains(a.body, c.lacks) {
			t.Errorf("?%.100s answers %d; says %q: %t; lacks %q: %t", c.query, a.StatusCode, c.says, strings.Contains(a.body, c.says), c.lacks, !strings.Contains(a.body, c.lacks))
		}
		if !strings.Contains(a.body, `class="button button-main">Show`) {
			t.Errorf("?%.100s has no form to choose anew", c.query)
		}
	}
	for _, query := range []string{"mesure=receipts", "measure=receipts&day=x", "as_of=0", "%zz", "explore.by=day", "explore.sort=sales", "explore.shade=yes"} {
		if a := s.get(t, "/explore?"+query); a.StatusCode != http.StatusBadRequest {
			t.Errorf("?%s answers %d", query, a.StatusCode)
		}
	}
}

// TestExploreIsUsed: what Explore shows can be chosen and arranged, as on a dashboard. A choice of other figures forgets how the rows were arranged, which may no
// longer be possible.
func TestExploreIsUsed(t *testing.T) {
	t.Parallel()
	s := standing(t)
	page := s.get(t, "/explore?measure=completion_rate&by=age_group&gender=Women").body
	contains(t, "a chart", page, `data-path="/explore"`, `data-visual="explore"`, `data-drill="age"`, `data-drill-as="by"`, `data-behind="/rows/receipts?gender=Women"`,
		`href="/explore?age_group=41-60&amp;by=age_group&amp;gender=Women&amp;measure=completion_rate"`, `data-open="control-compare"`)
	table := s.get(t, "/explore?measure=sales&by=day&by=age_group&chart=table&explore.sort=-sales&explore.page=2").body
	contains(t, "a table", table, `aria-sort="descending"`, `rel="prev"`, `name="explore.find"`,
		`href="/explore?by=day&amp;by=age_group&amp;chart=table&amp;explore.sort=sales&amp;measure=sales#explore-table"`)
	form, _, _ := strings.Cut(table[strings.Index(table, "explore-form"):], "</form>")
	if strings.Contains(form, "explore.sort") {
		t.Error("other figures would be sorted by a column that they may lack")
	}
	pivot := s.get(t, "/explore?measure=sales&by=age_group&by=gender&chart=pivot&explore.closed=41-60&explore.shade=yes").body
	contains(t, "a pivot", pivot, `aria-expanded="false"`, "Without shading")
	long := s.get(t, "/explore?measure=sales&by=day&series=age_group&chart=line").body
	contains(t, "the table behind a chart", long, `href="/explore?by=day&amp;by=age_group&amp;chart=table&amp;measure=sales#explore-table">See all of them`)
	if a := s.get(t, "/explore.svg?measure=sales&by=day&chart=table&explore.sort=-sales"); a.StatusCode != http.StatusOK {
		t.Errorf("the picture of a sorted table answers %d: %s", a.StatusCode, a.body)
	}
}

// TestExploreOffers: what cannot be combined is offered, but disabled and with the reason; filters are kept by the form, and choices by the
// filters.
func TestExploreOffers(t *testing.T) {
	t.Parallel()
	s := standing(t)
	page := s.get(t, "/explore?measure=sales&by=day&chart=line&gender=Women&vs.gender=Men").body
	contains(t, "the page", page,
		`<option value="channel" disabled>Channel – sales has none</option>`, `<option value="day" selected>Day</option>`,
		`<input type="checkbox" name="measure" value="sales" checked>`, `<input type="radio" name="chart" value="line" checked>`, `<input type="radio" name="chart" value="funnel" disabled>`,
		`<input type="hidden" name="gender" value="Women">`, `<input type="hidden" name="vs.gender" value="Men">`,
		`<input type="hidden" name="measure" value="sales">`, `<input type="hidden" name="chart" value="line">`, "A chart of the kind Funnel has no group, not 1.",
		"/explore?by=day&amp;chart=line&amp;measure=sales&amp;vs.gender=Men", "The comparison is not kept")
	disabled := s.get(t, "/explore?measure=receipts&by=channel").body
	contains(t, "the page", disabled, `<input type="checkbox" name="measure" value="sales" disabled>`, "Cannot be grouped by channel.")
	unfit := s.get(t, "/explore?measure=receipts&by=channel&chart=line&gender=Women").body
	contains(t, "what cannot be shown", unfit, `href="/explore?by=channel&amp;chart=bar&amp;gender=Women&amp;measure=receipts"`)
}

// TestExploreFiles: the same address with another ending is the same figures.
func TestExploreFiles(t *testing.T) {
	t.Parallel()
	s := standing(t)
	const query = "?measure=receipts&by=gender&day=1..14"
	var file struct {
		Title string
		Rows  [][]any
	}
	if err := json.Unmarshal([]byte(s.get(t, "/explore.json"+query).body), &file); err != nil {
		t.Fatal(err)
	}
	var receipts int
	err := s.pool.QueryRow(t.Context(), "select count(*) from live.fact_offer_receipt where received_time_id < 14 * 24").Scan(&receipts)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, row := range file.Rows {
		sum += int(row[1].(float64))
	}
	if sum != receipts || receipts == 0 || file.Title != "Receipts by gender" {
		t.Errorf("%q adds up to %d, want %d", file.Title, sum, receipts)
	}
	csv := s.get(t, "/explore.csv"+query)
	if lines := strings.Count(csv.body, "\n"); lines != len(file.Rows)+1 || csv.Header.Get("X-Data-Version") != "1" || !strings.Contains(csv.Header.Get("Content-Disposition"), "explore_v1.csv") {
		t.Errorf("the CSV has %d lines, %v", lines, csv.Header)
	}
	if a := s.get(t, "/explore.csv"+query+"&bom=1"); !strings.HasPrefix(a.body, "\uFEFF") {
		t.Error("there is no byte order mark")
	}
	if a := s.get(t, "/embed/explore"+query); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Receipts by gender") || strings.Contains(a.body, "<form") {
		t.Errorf("the frame answers %d", a.StatusCode)
	}
	for path, want := range map[string]int{
		"/explore.csv?measure=sales&by=channel": 422, "/explore.json?measure=sales&by=channel": 422, "/embed/explore?measure=sales&by=channel": 422,
		"/explore.exe": 404, "/explore.": 404, "/explore.csv?bom=2": 400, "/explore.csv?x=1": 400, "/explore.csv?as_of=99": 404,
	} {
		if a := s.get(t, path); a.StatusCode != want {
			t.Errorf("%s answers %d, want %d", path, a.StatusCode, want)
		}
	}
}

// FuzzExplore: whatever follows the question mark, the page and its file answer without a fault of the server's.
func FuzzExplore(f *testing.F) {
	for _, query := range []string{
		"", "measure=receipts", "measure=receipts&by=day&chart=line", "measure=receipts&by=age_group&series=gender&chart=heatmap", "measure=hours_least&measure=hours_lower&measure=hours_median&measure=hours_upper&measure=hours_greatest&by=offer&chart=box",
		"measure=receipts&measure=viewed&chart=funnel", "measure=view_rate&measure=completion_rate&by=offer&chart=scatter", "measure=receipts&by=channel&chart=pivot&by=offer", "measure=receipts&by=income&day=9223372036854775807..", "measure=receipts&age=-9223372036854775808..5",
		"measure=sales&by=day&vs.gender=Men&panels=age_group&as_of=1", "by=%00", "chart=%ff", "measure=sales&by=basket_band&order=sales", "measure=sales_share&by=hour", "measure=published_rate&by=published_age_group", "&&=&", "measure=receipts&day=1..2&day=Unknown&day!=3",
		"measure=receipts&by=reward&reward=0.01..10&series=difficulty", "measure=customers&by=customer", "measure=members&by=segment&chart=donut&segment=Best",
	} {
		f.Add(query)
	}
	s := standing(f)
	f.Fuzz(func(t *testing.T, query string) {
		if len(query) > 4000 || strings.ContainsAny(query, " #\r\n\t\x00") || strings.ContainsFunc(query, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return // no address of a request
		}
		page := s.get(t, "/explore?"+query, "Accept", "text/html")
		if page.StatusCode >= 500 {
			t.Errorf("?%q answers %d: %s", query, page.StatusCode, page.body)
		}
		if page.StatusCode == http.StatusOK && !strings.Contains(page.body, "<h1>Explore</h1>") {
			t.Errorf("?%q gives an empty page", query)
		}
		if file := s.get(t, "/explore.csv?"+query); file.StatusCode >= 500 {
			t.Errorf("the file of ?%q answers %d: %s", query, file.StatusCode, file.body)
		}
	})
}

// TestExploreEverything: each figure by each group that it has, drawn as it is suggested, is answered.
func TestExploreEverything(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, m := range model(t).Measures() {
		for i, d := range model(t).Dimensions() {
			if !model(t).Applies(d.Name, m.Name) || i%5 != len(m.Name)%5 { // a part of them: all take a minute
				continue
			}
			path := "/explore.json?measure=" + m.Name + "&by=" + d.Name
			if a := s.get(t, path); a.StatusCode != http.StatusOK {
				t.Errorf("%s answers %d: %s", path, a.StatusCode, a.body)
			}
		}
	}
}

// TestExploreTooMuch: an address that asks for more than any chart shows costs no more than one that does not.
func TestExploreTooMuch(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, name := range []string{"measure", "by"} {
		query := url.Values{}
		for i := range 1500 {
			query.Add(name, "figure"+strconv.Itoa(i))
		}
		a := s.get(t, "/explore?"+query.Encode())
		if fields := strings.Count(a.body, `name="`+name+`"`); a.StatusCode != http.StatusOK || fields > 100 || !strings.Contains(a.body, "called &#34;figure0&#34;") {
			t.Errorf("1500 of %s are answered with %d, in %d fields", name, a.StatusCode, fields)
		}
	}
}

// TestParametersOfExplore: no dimension is called as a parameter is.
func TestParametersOfExplore(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"measure", "by", "series", "panels", "chart", "order", "as_of", "bom"} {
		if _, err := model(t).Dimension(name); err == nil {
			t.Errorf("a filter by %q cannot be told from the choice", name)
		}
	}
}
