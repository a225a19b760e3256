package metrics

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/views/dashboards"
)

// visualsToWrite are visuals as people put them together, with texts and values that YAML could take for something else.
func visualsToWrite(m *Model) []Visual {
	where := Selection{{Dimension: "channel", Values: []string{"no", "null", "web: a", "~", "yes", "#x", "'", `"`}}, {Dimension: "day", Ranges: []Range{{From: "1", To: "14"}}}, {Dimension: "gender", Not: true, Values: []string{"Other"}}}
	return []Visual{
		{Name: "plain", Title: "Plain", Measures: names{"receipts"}, By: names{"age_group"}, Kind: Bar},
		{Name: "several", Title: "1", Measures: names{"receipts", "viewed"}, With: names{"offers"}, By: names{"age_group"}, Kind: Bar, Order: "viewed", Size: 7},
		m.Restrict(Visual{Name: "restricted", Title: "true", Measures: names{"receipts"}, By: names{"day"}, Kind: Line}, where),
		m.Restrict(Visual{Name: "one-hour", Title: "- a: b # c", Measures: names{"receipts"}, By: names{"day"}, Kind: Line}, Selection{{Dimension: "hour", Values: []string{"7"}}}),
		{Name: "series", Title: `Quotes "and" 'others' \ {x} [y] & * ! | > %`, Note: "Two\nlines", Measures: names{"receipts"}, By: names{"age_group"}, Series: "gender", Panels: "offer_type", Kind: Stacked},
		{Name: "figures", Title: "2026-11-24", Measures: names{"receipts", "sales"}, Kind: KPI},
		{Name: "rows", Title: "=1+1", Measures: names{"receipts"}, By: names{"age_group", "gender", "channel", "offer"}, Kind: TableOnly},
	}
}

// TestWrittenIsReadAgain: what is written as YAML is read as the same visual.
func TestWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	d := NewDeclaration("Título: “x” # y")
	visuals := visualsToWrite(m)
	for _, v := range visuals {
		d.Add(v)
	}
	text, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := m.ReadDashboard("mine.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if sheet.Title != "Título: “x” # y" || len(sheet.Visuals) != len(visuals) {
		t.Errorf("%q with %d visuals was read", sheet.Title, len(sheet.Visuals))
	}
	for i, v := range visuals {
		v.Sheet = "mine"
		want, err := m.Resolve(v)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		if got := sheet.Visuals[i]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s was read as\n%+v, want\n%+v\n%s", v.Name, got, want, text)
		}
	}
}

// TestWrittenAsAPersonWould: fields that say nothing are left out, lists stand on a line, and what was there stays.
func TestWrittenAsAPersonWould(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	before := `# Of the head office.
title: Sales # as they call it
controls: [day, gender]
visuals:
  # The first.
  - name: by-day
    title: By day
    measures: sales
    by: day
    chart: line
`
	d, err := ParseDeclaration([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	d.Retitle("Sales: all")
	if !d.RetitleVisual("by-day", "Per day") || d.RetitleVisual("nope", "x") || d.Remove("nope") {
		t.Error("a visual was not found, or one that is not there was")
	}
	d.Add(m.Restrict(Visual{Name: "by-age", Title: "Sales by age", Measures: names{"sales", "purchases"}, By: names{"age_group"}, Kind: Columns},
		Selection{{Dimension: "day", Ranges: []Range{{From: "1", To: "14"}}}, {Dimension: "gender", Values: []string{"Men", "Women"}}}))
	text, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := `# Of the head office.
title: 'Sales: all' # as they call it
controls: [day, gender]
visuals:
  # The first.
  - name: by-day
    title: Per day
    measures: sales
    by: day
    chart: line
  - name: by-age
    title: Sales by age
    measures: [sales, purchases]
    by: age_group
    where: {day: 1..14, gender: [Men, Women]}
    chart: columns
`
	if string(text) != want {
		t.Errorf("the file is\n%s\nwant\n%s", text, want)
	}
	if !d.Remove("by-day") || !d.Remove("by-age") {
		t.Error("a visual cannot be taken away")
	}
	if text, err = d.Bytes(); err != nil || !strings.HasSuffix(string(text), "visuals: []\n") {
		t.Errorf("without visuals the file is\n%s%v", text, err)
	}
	d.Add(Visual{Name: "again", Title: "Again", Measures: names{"sales"}, Kind: KPI})
	if text, _ = d.Bytes(); !strings.HasSuffix(string(text), "visuals:\n  - name: again\n    title: Again\n    measures: sales\n    chart: kpi\n") {
		t.Errorf("the first visual is written as\n%s", text)
	}
}

// TestProgramsAreReadAfterAChange: every dashboard of the program would survive being changed.
func TestProgramsAreReadAfterAChange(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	all, err := LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range all.Sheets() {
		text, err := dashboards.Files.ReadFile(sheet.Name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d, err := ParseDeclaration(text)
		if err != nil {
			t.Fatal(err)
		}
		if text, err = d.Bytes(); err != nil {
			t.Fatal(err)
		}
		if again, err := m.ReadDashboard(sheet.Name+".yaml", text); err != nil || !reflect.DeepEqual(again, sheet) {
			t.Errorf("%s is another after it was written: %v", sheet.Name, err)
		}
	}
}

// FuzzDeclaration: whatever stands in a file, it is read or refused with file and line; what was read is the same when it was written.
func FuzzDeclaration(f *testing.F) {
	m := loaded(f)
	names, err := dashboards.Files.ReadDir(".")
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range names {
		text, err := dashboards.Files.ReadFile(entry.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"", "a", "[]", "title: x", "title: &a [*a]", "title: x\nvisuals: [{}]", "title: x\nvisuals: [null]", "title: {a: b}", "title: x\ntitle: y", "titel: x", "\x00", "title: \"\\ud800\"",
		"title: x\nfigures: [receipts, receipts]", "title: x\ncontrols: [chanel]", "title: x\nvisuals: [{name: a, measures: receipts, by: day, chart: line, where: {day: x}}]",
		"title: x\nvisuals: &v [{name: a, measures: receipts, chart: kpi}]\nsheet: z", "--- {}\n---\n{}", "title: x\nvisuals: [{name: a, measures: [], chart: heatmap}]", "? [a]\n: b", "<<: {title: x}",
	} {
		f.Add([]byte(text))
	}
	line := regexp.MustCompile(`^x\.yaml:[0-9]+: `)
	empty := &Dashboards{Model: m}
	f.Fuzz(func(t *testing.T, text []byte) {
		sheet, err := m.ReadDashboard("x.yaml", text)
		if err != nil {
			if first := strings.SplitN(err.Error(), "\n", 2)[0]; !line.MatchString(first) {
				t.Errorf("%q is refused without a line: %s", text, first)
			}
			return
		}
		if _, conflicts := empty.With([]Dashboard{sheet}); len(conflicts) > 0 {
			return // it has a visual twice
		}
		d, err := ParseDeclaration(text)
		if err != nil {
			t.Fatalf("%q was read, but cannot be changed: %v", text, err)
		}
		d.Add(Visual{Name: "added-" + strings.Repeat("x", 20), Title: "Added", Measures: []string{"receipts"}, Kind: KPI})
		written, err := d.Bytes()
		if err != nil {
			t.Fatalf("%q cannot be written: %v", text, err)
		}
		again, err := m.ReadDashboard("x.yaml", written)
		if err != nil {
			return // YAML has corners that cannot be written again; who changes a file reads it before it is put in place
		}
		if again.Visuals = again.Visuals[:len(again.Visuals)-1]; len(again.Visuals) == 0 {
			again.Visuals = sheet.Visuals[:0]
		}
		if !reflect.DeepEqual(again, sheet) {
			t.Errorf("%q became\n%s", text, written)
		}
	})
}

// TestFits: a visual can be drawn as every kind that fits, as no other, and as the one that is suggested.
func TestFits(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	for _, c := range []struct {
		visual  Visual
		fits    string
		suggest Kind
	}{
		{Visual{Measures: names{"completion_rate"}}, "kpi table", KPI},
		{Visual{Measures: names{"completion_rate"}, By: names{"channel"}}, "bar columns table pivot", Bar},
		{Visual{Measures: names{"receipts"}, By: names{"channel"}}, "bar columns table pivot", Bar},
		{Visual{Measures: names{"receipts"}, By: names{"day"}}, "bar columns line area stacked share histogram donut table pivot", Line},
		{Visual{Measures: names{"receipts"}, By: names{"age_group"}, Series: "gender"}, "bar columns line area stacked share heatmap pivot", Bar},
		{Visual{Measures: names{"receipts"}, By: names{"member_year"}}, "bar columns line area stacked share histogram donut table pivot", Columns},
		{Visual{Measures: names{"receipts", "viewed"}, By: names{"age_group"}, Series: "gender"}, "pivot", Pivot},
		{Visual{Measures: names{"receipts", "viewed"}, By: names{"day"}}, "bar columns line area stacked share combined scatter table pivot", Line},
		{Visual{Measures: names{"buyers", "sales_per_buyer"}, By: names{"member_month"}}, "combined scatter table pivot", Combined},
		{Visual{Measures: names{"buyers", "purchases", "sales_per_buyer"}, By: names{"member_month"}}, "scatter table pivot", TableOnly},
		{Visual{Measures: names{"sales"}, By: names{"channel"}}, "", TableOnly},
		{Visual{Measures: names{"nope"}}, "", TableOnly},
		{Visual{By: names{"nope"}}, "", TableOnly},
	} {
		c.visual.Name = "x"
		var fits []string
		for _, kind := range m.Fits(c.visual) {
			fits = append(fits, string(kind))
		}
		if got := strings.Join(fits, " "); got != c.fits {
			t.Errorf("%v by %v fits %s, want %s", c.visual.Measures, c.visual.By, got, c.fits)
		}
		if got := m.Suggest(c.visual); got != c.suggest {
			t.Errorf("%v by %v is suggested as %s, want %s", c.visual.Measures, c.visual.By, got, c.suggest)
		}
		for _, kind := range Kinds {
			c.visual.Kind = kind
			if _, err := m.Resolve(c.visual); (err == nil) != slices.Contains(fits, string(kind)) {
				t.Errorf("%v by %v as %s: %v", c.visual.Measures, c.visual.By, kind, err)
			}
		}
	}
	for _, kind := range Kinds {
		if kind.Label() == "" {
			t.Errorf("the kind %s has no label", kind)
		}
	}
}

// TestWith: the program's dashboards come first; what takes a name of theirs is left out, and named.
func TestWith(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	programs, err := LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name, visual string, position int) Dashboard {
		text := fmt.Sprintf("title: T\nposition: %d\nvisuals: [{name: %s, measures: receipts, chart: kpi}]", position, visual)
		sheet, err := m.ReadDashboard(name+".yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		sheet.Own = true
		return sheet
	}
	all, conflicts := programs.With([]Dashboard{read("overview", "mine", 0), read("thief", "funnel", 1), read("last", "last-one", 0), read("first", "first-one", 1), read("again", "last-one", 5)})
	var sheets []string
	for _, conflict := range conflicts {
		var c *ConflictError
		if !errors.As(conflict, &c) {
			t.Errorf("%v is no conflict", conflict)
			continue
		}
		sheets = append(sheets, c.Sheet)
	}
	if got := strings.Join(sheets, " "); got != "overview thief again" {
		t.Errorf("left out are %s: %v", got, conflicts)
	}
	if v, err := all.Visual("funnel"); err != nil || v.Sheet != "overview" {
		t.Errorf("the funnel is of %q, %v", v.Sheet, err)
	}
	if sheet, err := all.Sheet("overview"); err != nil || sheet.Own {
		t.Errorf("the overview was replaced: %v", err)
	}
	last := all.Sheets()[len(all.Sheets())-1]
	at := func(name string) int {
		return slices.IndexFunc(all.Sheets(), func(d Dashboard) bool { return d.Name == name })
	}
	if last.Name != "last" || at("first") > at("overview") {
		t.Errorf("the order is not by position: last is %s", last.Name)
	}
	if len(programs.Sheets())+2 != len(all.Sheets()) {
		t.Errorf("%d dashboards of the program became %d", len(programs.Sheets()), len(all.Sheets()))
	}
}
