package server_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOwnDashboards: what is on Explore goes on a dashboard of one's own, with its filters; it is served, changed, and taken away.
func TestOwnDashboards(t *testing.T) {
	t.Parallel()
	s := published(t)
	add := url.Values{"explore": {"measure=sales&by=age_group&chart=columns&gender=Women&gender=Men&day=1..14"}, "title": {"Sales by age"}, "new": {"My <b>board</b>"}}
	a := s.post(t, "/dashboards", add)
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/dashboards/my-b-board-b" {
		t.Fatalf("it answers %d %s", a.StatusCode, a.Header.Get("Location"))
	}
	text, err := os.ReadFile(filepath.Join(s.own, "my-b-board-b.yaml"))
	want := "title: My <b>board</b>\nvisuals:\n  - name: sales-by-age\n    title: Sales by age\n    measures: sales\n    by: age_group\n" +
		"    where: {day: 1..14, gender: [Men, Women]}\n    chart: columns\n"
	if err != nil || string(text) != want {
		t.Errorf("the file is\n%s, %v, want\n%s", text, err, want)
	}
	page := s.get(t, "/dashboards/my-b-board-b").body
	contains(t, "the dashboard", page, "My &lt;b&gt;board&lt;/b&gt;", "Sales by age")
	contains(t, "the dashboard", page, "Amounts of the purchases. Only Day 1 to Day 14; Gender: Men, Women.") // the filters that it was added with
	contains(t, "its definition", s.get(t, "/visuals/sales-by-age").body, "<dd>Only Day 1 to Day 14; Gender: Men, Women.</dd>")
	contains(t, "the definition of the program's", s.get(t, "/visuals/offer-type-by-age?locale=es").body, "<dd>Solo ")
	added := s.get(t, "/visuals/sales-by-age.csv").body
	if explored := s.get(t, "/explore.csv?"+add.Get("explore")).body; added != explored {
		t.Errorf("on the dashboard it is\n%s\non Explore\n%s", added, explored)
	}
	add.Set("dashboard", "my-b-board-b")
	if a := s.post(t, "/dashboards", add); a.StatusCode != http.StatusSeeOther || !strings.Contains(s.get(t, "/dashboards/my-b-board-b").body, "sales-by-age-2-title") {
		t.Errorf("a second visual answers %d", a.StatusCode)
	}
	contains(t, "Explore", s.get(t, "/explore").body, `<option value="my-b-board-b">My &lt;b&gt;board&lt;/b&gt;</option>`)
	for _, c := range []struct {
		path   string
		title  string
		on     string
		gone   string
		stands string
	}{
		{"/dashboards/my-b-board-b/visuals/sales-by-age/rename", "By age, renamed", "/dashboards/my-b-board-b", ">Sales by age</h2><h2", "By age, renamed"},
		{"/dashboards/my-b-board-b/visuals/sales-by-age-2/remove", "", "/dashboards/my-b-board-b", "sales-by-age-2-title", "sales-by-age-title"},
		{"/dashboards/my-b-board-b/visuals/sales-by-age/remove", "", "/dashboards/my-b-board-b", "sales-by-age-title", "Nothing is on this dashboard yet."},
		{"/dashboards/my-b-board-b/rename", "Board", "/dashboards", "My &lt;b&gt;", ">Board<"},
		{"/dashboards/my-b-board-b/delete", "", "/dashboards", ">Board<", "There are none yet"},
	} {
		if a := s.post(t, c.path, url.Values{"title": {c.title}}); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/dashboards" {
			t.Errorf("%s answers %d %s: %s", c.path, a.StatusCode, a.Header.Get("Location"), a.body)
		}
		if page := s.get(t, c.on).body; strings.Contains(page, c.gone) || !strings.Contains(page, c.stands) {
			t.Errorf("after %s, %q is there: %t, %q: %t", c.path, c.gone, strings.Contains(page, c.gone), c.stands, strings.Contains(page, c.stands))
		}
	}
	if a := s.get(t, "/dashboards/my-b-board-b"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a dashboard that was deleted answers %d", a.StatusCode)
	}
}

// TestOwnDashboardsRefused: forms of other sites, the program's dashboards, and what cannot be shown change nothing.
func TestOwnDashboardsRefused(t *testing.T) {
	t.Parallel()
	s := published(t)
	good := url.Values{"explore": {"measure=sales&by=day"}, "title": {"Sales"}, "new": {"Mine"}}
	with := func(name, value string) url.Values {
		form := url.Values{}
		for key := range good {
			form.Set(key, good.Get(key))
		}
		form.Set(name, value)
		return form
	}
	for _, c := range []struct {
		path string
		form url.Values
		want int
		says string
	}{
		{"/dashboards", with("title", ""), 422, "The title of a visual is missing."},
		{"/dashboards", with("new", ""), 422, "The title of a dashboard is missing."},
		{"/dashboards", with("new", "a\nb"), 422, "one line of plain text"},
		{"/dashboards", with("explore", "measure=sales&by=channel"), 422, "Sales cannot be grouped by channel"},
		{"/dashboards", with("explore", "x=1"), 400, "Unknown in the address"},
		{"/dashboards", with("explore", "%zz"), 400, "cannot be read"},
		{"/dashboards", with("dashboard", "overview"), 404, "The program&#39;s own dashboards cannot be changed."},
		{"/dashboards", with("dashboard", "../../etc/passwd"), 404, "no such dashboard"},
		{"/dashboards/overview/delete", nil, 404, "cannot be changed"},
		{"/dashboards/overview/rename", good, 404, "cannot be changed"},
		{"/dashboards/overview/visuals/funnel/remove", nil, 404, "cannot be changed"},
		{"/dashboards/..%2f..%2fx/delete", nil, 404, ""},
		{"/dashboards", url.Values{"title": {strings.Repeat("x", 70<<10)}}, 413, "too large"},
	} {
		if a := s.post(t, c.path, c.form, "Accept", "text/html"); a.StatusCode != c.want || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %.80s answers %d, want %d with %q", c.path, c.form.Encode(), a.StatusCode, c.want, c.says)
		}
	}
	if a := s.post(t, "/dashboards", good, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); a.StatusCode != http.StatusForbidden {
		t.Errorf("the form of another site answers %d", a.StatusCode)
	}
	if files, err := os.ReadDir(s.own); err == nil && len(files) > 0 {
		t.Errorf("there are files: %v", files)
	}
}

// TestReload: a file in the folder is a dashboard a moment later, with a tab on every page; one with a mistake is named with its line,
// while the last good version is served. No page that was made before stays.
func TestReload(t *testing.T) {
	t.Parallel()
	s := published(t)
	write := func(text string) {
		if err := os.MkdirAll(s.own, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.own, "mine.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	has := func(path, text string) func() bool {
		return func() bool { return strings.Contains(s.get(t, path).body, text) }
	}
	if has("/dashboards/overview", "Our tab")() || s.get(t, "/dashboards/mine").StatusCode != http.StatusNotFound {
		t.Fatal("it is there before it was written")
	}
	visual := "visuals:\n  - {name: mine, title: First, measures: receipts, by: day, chart: line}\n"
	write("title: Mine\nsheet: Our tab\n" + visual)
	s.until(t, "the overview has the tab", has("/dashboards/overview", ">Our tab</a>"))
	if a := s.get(t, "/dashboards/mine"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "First") {
		t.Errorf("the dashboard answers %d", a.StatusCode)
	}
	first := s.get(t, "/visuals/mine.csv").body
	write("title: Mine\nsheet: Our tab\n" + strings.NewReplacer("receipts", "sales", "First", "The second").Replace(visual))
	s.until(t, "the dashboard has the second title", has("/dashboards/mine", "The second"))
	if second := s.get(t, "/visuals/mine.csv").body; second == first || !strings.HasPrefix(second, "day,sales") {
		t.Errorf("the file is still %.60s", second)
	}
	contains(t, "the visual's page", s.get(t, "/visuals/mine").body, "The second")
	write("title: Mine\nsheet: Our tab\n" + strings.Replace(visual, "receipts", "reciepts", 1))
	s.until(t, "the mistake is told", has("/dashboards", "mine.yaml:4: visual"))
	contains(t, "the list", s.get(t, "/dashboards").body, "Its last good version is shown.", "did you mean &#34;receipts&#34;?")
	if a := s.get(t, "/dashboards/mine"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "The second") {
		t.Errorf("the last good version answers %d", a.StatusCode)
	}
	if err := os.Remove(filepath.Join(s.own, "mine.yaml")); err != nil {
		t.Fatal(err)
	}
	s.until(t, "it is gone", func() bool { return s.get(t, "/dashboards/mine").StatusCode == http.StatusNotFound })
	if has("/dashboards/overview", "Our tab")() {
		t.Error("the overview still has the tab")
	}
}
