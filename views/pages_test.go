package views_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestAnswersShowBothMethodsSideBySide(t *testing.T) {
	t.Parallel()
	page := story(t, "/")
	questions := all(page, class("question"))
	if len(questions) != 3 {
		t.Fatalf("%d questions, want 3", len(questions))
	}
	for i, want := range []struct{ title, published, audited, interval, n string }{
		{"Which channel is most effective?", "51.03 %", "57.24 %", "56.7–57.7 %", "n = 38,065"},
		{"How does age divide those who complete from those who do not?", "82.29 %", "83.66 %", "82.7–84.6 %", "n = 5,539"},
		{"How long does completion take?", "52.59 h", "62.5 h", "", "n = 33,579"},
	} {
		q := questions[i]
		if title := text(all(q, tag("h2"))[0]); !strings.HasSuffix(title, want.title) {
			t.Errorf("question %d is %q, want %q", i+1, title, want.title)
		}
		published := text(only(t, q, "the published answer", class("answer-published")))
		audited := text(only(t, q, "the audited answer", class("answer-audited")))
		difference := text(only(t, q, "the difference", class("difference")))
		for _, c := range []struct{ in, want string }{
			{published, "Published"}, {published, want.published}, {audited, "Audited"}, {audited, want.audited}, {audited, want.interval}, {audited, want.n},
			{audited, "Definition"}, {published, "Definition"}, {difference, "What differs, and why"},
		} {
			if !strings.Contains(c.in, c.want) {
				t.Errorf("question %d: %q is not in %.300q", i+1, c.want, c.in)
			}
		}
	}
}

func TestOverviewShowsEightFiguresInShortWithTheWholeBehind(t *testing.T) {
	t.Parallel()
	page := story(t, "/dashboards/overview")
	figures := all(only(t, page, "the key figures", class("key-figures")), class("figure"))
	want := []string{"Receipts 76,277", "Viewed 57,725 75.7 % of receipts", "Completed 33,579 55.0 % of completable",
		"Completion rate 55.01 % 95 % interval 54.6–55.4 % n = 61,042", "Completed without a view 9,986 29.7 % of completed",
		"Reward cost $164,676 $164,676.00", "Sales $1.78M $1,775,451.97", "Sales at completions $616,624 $616,623.68 34.7 % of sales"}
	if len(figures) != len(want) {
		t.Fatalf("%d figures, want %d", len(figures), len(want))
	}
	for i, figure := range figures {
		if got := text(figure); got != want[i] {
			t.Errorf("figure %d says %q, want %q", i+1, got, want[i])
		}
	}
	short := only(t, page, "the sales in short", func(n *html.Node) bool { return attr(n, "title") == "$1,775,451.97" })
	if attr(short, "aria-hidden") != "true" {
		t.Error("screen readers read the sales in short as well as whole")
	}
}

func TestCardMenuLeadsToEverything(t *testing.T) {
	t.Parallel()
	page := story(t, "/dashboards/overview")
	card := only(t, page, "the funnel's card", func(n *html.Node) bool { return attr(n, "aria-labelledby") == "funnel-title" })
	var got []string
	for _, link := range all(only(t, card, "its menu", class("menu")), tag("a")) {
		got = append(got, text(link)+" "+attr(link, "href"))
	}
	want := "View as table #funnel-table, Definition /visuals/funnel#definition, Open on its own page /visuals/funnel, " +
		"CSV /visuals/funnel.csv, Excel /visuals/funnel.xlsx, JSON /visuals/funnel.json, Parquet /visuals/funnel.parquet, " +
		"SVG /visuals/funnel.svg, PNG /visuals/funnel.png, " +
		"Test this embed /embed/test?address=https%3A%2F%2Frewards.example.org%2Fembed%2Fvisuals%2Ffunnel"
	if joined := strings.Join(got, ", "); joined != want {
		t.Errorf("the menu has %s\nwant %s", joined, want)
	}
	snippet := text(all(card, tag("textarea"))[0])
	if !strings.HasPrefix(snippet, `<iframe src="https://rewards.example.org/embed/visuals/funnel" title="From received to completed"`) {
		t.Errorf("the snippet is %s", snippet)
	}
}

func TestTablesWriteFiguresLikeTheRest(t *testing.T) {
	t.Parallel()
	page := story(t, "/visuals/channel-effectiveness")
	rows := all(only(t, page, "the table", tag("tbody")), tag("tr"))
	if got, want := text(rows[0]), "social 57.24 % 56.7–57.7 % 45,683 6 21,788 38,065"; got != want {
		t.Errorf("the first row says %q, want %q", got, want)
	}
}

func TestTableShortensIDsAndSaysWhenRowsAreLeftOut(t *testing.T) {
	t.Parallel()
	page := story(t, "/states")
	card := only(t, page, "the card with many rows", func(n *html.Node) bool { return attr(n, "aria-labelledby") == "channel-offers-title" })
	if rows := len(all(card, tag("tr"))) - 1; rows != 100 {
		t.Errorf("%d rows, want the first 100", rows)
	}
	if !strings.Contains(text(card), "The first 100 of 3,003 rows. See all of them All of them as CSV") {
		t.Error("nothing says that rows are left out")
	}
	id := all(card, class("whole"))[0]
	if got, want := text(id), "fafdcd66… fafdcd668e3743c1bb461111dcafc2a4"; got != want {
		t.Errorf("an id says %q, want %q", got, want)
	}
}

func TestStatesAreSaid(t *testing.T) {
	t.Parallel()
	for path, wants := range map[string][]string{
		"/states":           {"The database did not answer", "There is nothing to show", "Sample data", "Faded: fewer than 30", "Only the first 40 of 3,003 rows are drawn"},
		"/pipeline-running": {"These are not the newest data. Run 30 failed", "Showing version 12, published 24 Nov 2026, 09:00 UTC .", "Run 31 is under way", "9 of 16 buckets"},
		"/first-run":        {"No data yet", "Preparing the first figures", "Building the star schema 9 of 16 buckets"},
		"/first-run-failed": {"The first data could not be loaded", "events.csv has no column"},
		"/not-found":        {"404", `There is no visual called "chanels"`, "Start from one of the sheets", "Request 0d9f5a52c1"},
		"/embed-error":      {`There is no visual called "chanels"`, "0d9f5a52c1"},
		"/pipeline":         {"off by 1", "Broken by 1 row", "<script>alert(1)</script>", "2 events the amount is not a number", "Steps"},
		"/exports/":         {"offer_receipts", "76,277 rows · v12", "Hours from the receipt to its completion"},
	} {
		said := text(story(t, path))
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
	}
}

func TestSheetsMarkTheActiveOne(t *testing.T) {
	t.Parallel()
	page := story(t, "/pipeline")
	if current := text(only(t, page, "the active sheet", func(n *html.Node) bool { return attr(n, "aria-current") == "page" })); current != "Pipeline" {
		t.Errorf("the active sheet is %q", current)
	}
}

func TestTimesAreForMachinesToo(t *testing.T) {
	t.Parallel()
	for _, n := range all(story(t, "/exports/"), tag("time")) {
		if attr(n, "datetime") != "2026-11-24T09:00:00Z" || text(n) != "24 Nov 2026, 09:00 UTC" {
			t.Errorf("<time datetime=%q>%s", attr(n, "datetime"), text(n))
		}
	}
}
