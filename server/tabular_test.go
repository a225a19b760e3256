package server_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// cells are the texts of a table on a page: the one within the element of that id.
func cells(t *testing.T, page, id string) [][]string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || !slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == "id" && a.Val == id }) {
			continue
		}
		for tr := range node.Descendants() {
			if tr.Type != html.ElementNode || tr.Data != "tr" {
				continue
			}
			var row []string
			for cell := range tr.ChildNodes() {
				if cell.Type == html.ElementNode {
					row = append(row, textOf(cell))
				}
			}
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		t.Fatalf("there is no table in #%s", id)
	}
	return rows
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for inner := range n.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestTableOnThePage is sorted, searched and cut by the server, while its exports stay whole.
func TestTableOnThePage(t *testing.T) {
	t.Parallel()
	s := standing(t)
	var offers, bogos int
	err := s.pool.QueryRow(t.Context(), "select count(*), count(*) filter (where offer_name ilike '%bogo%') from live.dim_offer where offer_key in (select offer_key from live.fact_offer_receipt)").Scan(&offers, &bogos)
	if err != nil {
		t.Fatal(err)
	}
	page := s.get(t, "/dashboards/offers?offer-table.sort=-receipts&gender!=Other")
	contains(t, "the page", page.body, `aria-sort="descending"`, `href="/dashboards/offers?gender%21=Other&amp;offer-table.sort=receipts#offer-table-table"`, "data-go",
		`<input type="hidden" name="gender!" value="Other"`, `<input type="hidden" name="offer-table.sort" value="-receipts"`, fmt.Sprintf("1–%d of %d", offers, offers))
	rows := cells(t, page.body, "offer-table-table")
	if rows[0][0] != "Offer" || rows[0][1] != "Receipts" || rows[0][3] != "95 % interval" || slices.Contains(rows[0], "95 % from") {
		t.Errorf("the heads are %q", rows[0])
	}
	receipts := make([]string, 0, offers)
	for _, row := range rows[1 : 1+offers] {
		receipts = append(receipts, fmt.Sprintf("%9s", row[1]))
	}
	if !slices.IsSortedFunc(receipts, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("the receipts are %q", receipts)
	}
	var all, viewed int64
	err = s.pool.QueryRow(t.Context(), "select count(*), count(viewed_time_id) from live.fact_offer_receipt join live.dim_customer using (loaded, customer_key) where gender is distinct from 'O'").Scan(&all, &viewed)
	if err != nil {
		t.Fatal(err)
	}
	foot := rows[len(rows)-1]
	if foot[0] != "All" || foot[1] != format.Count(language.English, all) || foot[2] != format.Percent(language.English, float64(viewed)/float64(all)) {
		t.Errorf("the foot says %q, of %d receipts %d were viewed", foot, all, viewed)
	}
	found := cells(t, s.get(t, "/visuals/offer-table?offer-table.find=bOgO").body, "offer-table-table")
	if len(found) != 1+bogos {
		t.Errorf("%d rows are found, want %d and the heads", len(found)-1, bogos)
	}
	contains(t, "a search in vain", s.get(t, "/visuals/offer-table?offer-table.find=%3Cb%3Ezzz").body, "No row contains “&lt;b&gt;zzz”", "No rows")
	plain, sorted := s.get(t, "/visuals/offer-table.csv"), s.get(t, "/visuals/offer-table.csv?offer-table.sort=-receipts&offer-table.find=bogo")
	if plain.StatusCode != http.StatusOK || plain.body != sorted.body {
		t.Error("an export has other rows when its table is sorted and searched")
	}
	contains(t, "the export", plain.body, "view_rate_low,view_rate_high")
	second := s.get(t, "/visuals/sales-day-hour?sales-day-hour.page=2").body
	contains(t, "the second page", second, "51–", `rel="prev"`)
	if last := s.get(t, "/visuals/sales-day-hour?sales-day-hour.page=9999"); last.StatusCode != http.StatusOK || !strings.Contains(last.body, `rel="prev"`) || strings.Contains(last.body, `rel="next"`) {
		t.Error("a page behind the last is not the last")
	}
}

// TestPivotTotals: every figure of a pivot, totals too, is what SQL over the facts says: also of customers, who are not to be added up,
// and of channels, which overlap.
func TestPivotTotals(t *testing.T) {
	t.Parallel()
	s := standing(t)
	want := map[string]string{} // year and type → customers and their rate
	rows, err := s.pool.Query(t.Context(), `
		select coalesce(extract(year from member_since)::int::text, 'All'),
		       coalesce(case offer_type when 'bogo' then 'Buy one, get one' else upper(left(offer_type, 1)) || substr(offer_type, 2) end, ''), count(distinct customer_key),
		       count(distinct customer_key) filter (where completed_time_id is not null and completable)
		from live.fact_offer_receipt join live.dim_customer using (loaded, customer_key) join live.dim_offer using (offer_key)
		where offer_type <> 'informational'
		group by cube (extract(year from member_since)::int, offer_type)`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var year, kind string
		var customers, completed int64
		if err := rows.Scan(&year, &kind, &customers, &completed); err != nil {
			t.Fatal(err)
		}
		want[year+" "+kind] = format.Count(language.English, customers) + " " + format.Percent(language.English, float64(completed)/float64(customers))
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	table := cells(t, s.get(t, "/dashboards/customers").body, "cohorts-table")
	if table[0][0] != "Member since" || table[0][len(table[0])-1] != "All" {
		t.Fatalf("the heads are %q", table[0])
	}
	seen := 0
	for _, row := range table[2:] {
		for i, kind := range table[0][1:] {
			name := strings.TrimSuffix(row[0]+" "+kind, "All")
			got := row[1+2*i] + " " + row[2+2*i]
			if want, ok := want[name]; got != want && (ok || got != "– –") {
				t.Errorf("%s: the pivot says %s, SQL %s", name, got, want)
			} else if ok {
				seen++
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d of %d figures are in the pivot", seen, len(want))
	}

	var all int64
	channels := map[string]int64{}
	if err := s.pool.QueryRow(t.Context(), "select count(*) from live.fact_offer_receipt").Scan(&all); err != nil {
		t.Fatal(err)
	}
	for _, channel := range []string{"email", "mobile", "social", "web"} {
		var n int64
		err := s.pool.QueryRow(t.Context(), "select count(*) from live.fact_offer_receipt join live.bridge_offer_channel using (offer_key) join live.dim_channel using (channel_key) where channel = $1", channel).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		channels[channel] = n
	}
	table = cells(t, s.get(t, "/dashboards/channels").body, "channel-and-offer-table")
	if foot := table[len(table)-1]; foot[0] != "All" || foot[1] != format.Count(language.English, all) {
		t.Errorf("the pivot of channels has %q in all, SQL %d", foot, all)
	}
	for _, row := range table {
		if n, ok := channels[row[0]]; ok && row[1] != format.Count(language.English, n) {
			t.Errorf("%s has %s receipts, SQL says %d", row[0], row[1], n)
		} else if ok {
			delete(channels, row[0])
		}
	}
	if len(channels) > 0 {
		t.Errorf("the pivot has no totals of %v", channels)
	}
}

// TestPivotOpensAndCloses by links alone.
func TestPivotOpensAndCloses(t *testing.T) {
	t.Parallel()
	s := standing(t)
	open := s.get(t, "/visuals/channel-and-offer")
	closed := s.get(t, "/visuals/channel-and-offer?channel-and-offer.closed=email")
	before, after := len(cells(t, open.body, "channel-and-offer-table")), len(cells(t, closed.body, "channel-and-offer-table"))
	if before-after != 10 {
		t.Errorf("of %d rows %d stay when a group of 10 is closed", before, after)
	}
	contains(t, "the open pivot", open.body, `href="/visuals/channel-and-offer?channel-and-offer.closed=email#channel-and-offer-table"`, `aria-expanded="true"`, "Close all")
	contains(t, "the closed pivot", closed.body, `href="/visuals/channel-and-offer#channel-and-offer-table"`, `aria-expanded="false"`, "Open all")
	if strings.Contains(open.body, "shaded") || !strings.Contains(s.get(t, "/visuals/cohorts?cohorts.shade=yes").body, "pivot-frame shaded") {
		t.Error("cells are shaded when nobody asks, or are not when somebody does")
	}
	long := s.get(t, "/visuals/channel-and-offer.csv").body
	if short := s.get(t, "/visuals/channel-and-offer.csv?channel-and-offer.closed=email").body; long != short || strings.Contains(long, "All") {
		t.Error("the export of a pivot is not the long table without totals")
	}
	if s.get(t, "/dashboards/customers?vs.gender=Women&cohorts.closed=nothing").StatusCode != http.StatusOK {
		t.Error("a pivot does not compare")
	}
}

// TestPivotOfThreeLevels: groups within groups close by themselves, by links.
func TestPivotOfThreeLevels(t *testing.T) {
	t.Parallel()
	s := published(t)
	const sheet = "title: Deep\nvisuals:\n  - {name: deep, title: Deep, measures: receipts, by: [gender, channel, offer_type], chart: pivot}\n"
	if err := errors.Join(os.MkdirAll(s.own, 0o755), os.WriteFile(filepath.Join(s.own, "deep.yaml"), []byte(sheet), 0o600)); err != nil {
		t.Fatal(err)
	}
	s.until(t, "it is served", func() bool { return s.get(t, "/visuals/deep").StatusCode == http.StatusOK })
	open := s.get(t, "/visuals/deep").body
	closing := regexp.MustCompile(`href="(/visuals/deep\?deep\.closed=Women%2Fweb)[^"]*" aria-expanded="true" aria-label="Hide what is in Women, web"`).FindStringSubmatch(open)
	if closing == nil {
		t.Fatal("no link closes a group within another")
	}
	closed := s.get(t, closing[1]).body
	if before, after := len(cells(t, open, "deep-table")), len(cells(t, closed, "deep-table")); after >= before || after < before-4 {
		t.Errorf("of %d rows %d stay when the offer types of one channel are closed", before, after)
	}
	contains(t, "the closed pivot", closed, `aria-expanded="false" aria-label="Show what is in Women, web"`, `aria-label="Hide what is in Men, web"`, "Open all", "Close all")
	both := s.get(t, closing[1]+"&deep.closed=Women").body
	if strings.Contains(both, "in Women, ") || !strings.Contains(both, `href="/visuals/deep?deep.closed=Women%2Fweb#deep-table"`) {
		t.Error("what was closed within a group is not as it was when that opens again")
	}
}

// TestOfferPage: a page per offer, with its terms, its figures alone, and the way to the others.
func TestOfferPage(t *testing.T) {
	t.Parallel()
	s := standing(t)
	rows, err := s.pool.Query(t.Context(), `
		select offer_id, offer_name, (select count(*) from live.fact_offer_receipt r where r.offer_key = o.offer_key) from live.dim_offer o order by offer_name`)
	if err != nil {
		t.Fatal(err)
	}
	type offer struct {
		id, name string
		receipts int64
	}
	var offers []offer
	for rows.Next() {
		var o offer
		if err := rows.Scan(&o.id, &o.name, &o.receipts); err != nil {
			t.Fatal(err)
		}
		o.id = url.PathEscape(o.id) // one of them is hostile
		offers = append(offers, o)
	}
	if rows.Err() != nil || len(offers) < 3 {
		t.Fatalf("%d offers (%v)", len(offers), rows.Err())
	}
	list := s.get(t, "/dashboards/offers").body
	for _, o := range offers {
		name := html.EscapeString(o.name)
		contains(t, "the offers", list, `href="/offers/`+html.EscapeString(o.id)+`" data-choose="`+name+`" data-page>`+name)
		page := s.get(t, "/offers/"+o.id, "X-Charts", "script") // the next one has drawings, which take their time
		if page.StatusCode != http.StatusOK {
			t.Fatalf("/offers/%s answers %d", o.id, page.StatusCode)
		}
		contains(t, o.name, page.body, "<h1>"+name+"</h1>", "Days to complete", "Channels", "email", format.Count(language.English, o.receipts), "/visuals/one-offer-age.csv?offer=")
	}
	second := s.get(t, "/offers/"+offers[1].id+"?gender=Women").body
	contains(t, "the second offer", second, `rel="prev"`, `rel="next"`, "/offers/"+html.EscapeString(offers[0].id)+"?gender=Women", "/offers/"+html.EscapeString(offers[2].id)+"?gender=Women", `action="/offers/`+html.EscapeString(offers[1].id)+`"`,
		`href="/dashboards/offers?gender=Women"`)
	if strings.Contains(second, `name="offer"`) || strings.Contains(s.get(t, "/offers/"+offers[0].id).body, `rel="prev"`) {
		t.Error("the offer can be chosen on its own page, or something comes before the first")
	}
	for path, status := range map[string]int{
		"/offers/nope": 404, "/offers/" + url.PathEscape("<script>alert(1)</script>"): 404, "/offers/" + offers[0].id + "?offer=x": 400, "/offers/" + offers[0].id + "?vs.offer=x": 400,
		"/offers/" + offers[0].id + "?chanel=web": 400, "/offers/" + url.PathEscape("' or 1=1 --"): 404, "/offers/" + offers[0].id + "?as_of=7": 404, "/offers/": 404,
	} {
		if a := s.get(t, path, "Accept", "text/html"); a.StatusCode != status || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s answers %d, want %d", path, a.StatusCode, status)
		}
	}
}
