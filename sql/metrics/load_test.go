package metrics

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"cafe-rewards/sql/model"
)

// changed is the program's model with one text in place of another in one file.
func changed(t *testing.T, file, from, to string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"tables.yaml", "facts.yaml", "dimensions.yaml", "measures.yaml", "aspects.yaml", "aggregates.yaml"} {
		text, err := fs.ReadFile(model.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == file {
			if !strings.Contains(string(text), from) {
				t.Fatalf("%q is not in %s", from, file)
			}
			text = []byte(strings.Replace(string(text), from, to, 1))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// Whatever is wrong with the model is named with file and line, and with the nearest right name.
func TestModelBroken(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ file, from, to, want string }{
		"an unknown key":                {"measures.yaml", "label: Receipts,", "lable: Receipts,", "measures.yaml:10: field lable not found"},
		"an unknown fact":               {"measures.yaml", "fact: receipts,", "fact: receits,", `measures.yaml:10: receipts: there is no fact called "receits"; did you mean "receipts"?`},
		"an unknown part":               {"measures.yaml", "rate: [viewed, receipts]", "rate: [viewd, receipts]", `view_rate: there is no measure called "viewd"; did you mean "viewed"?`},
		"a quotient of quotients":       {"measures.yaml", "rate: [viewed, receipts]", "rate: [completion_rate, receipts]", `"completion_rate" is itself a quotient`},
		"a table out of reach":          {"measures.yaml", "sql: count(*), adds_up: all, definition: Purchases of", "sql: count(offer.name), adds_up: all, definition: Purchases of", "speaks of a table that the fact"},
		"a name twice":                  {"measures.yaml", "name: viewed,", "name: receipts,", `"receipts" is declared twice`},
		"a measure called as dimension": {"measures.yaml", "name: receipts,", "name: channel,", "a dimension has the same name"},
		"an unknown drill":              {"dimensions.yaml", "drill: age\n", "drill: aeg\n", `there is no dimension called "aeg"; did you mean "age"?`},
		"another adds_up":               {"measures.yaml", "sql: count(*), adds_up: all", "sql: count(*), adds_up: some", "adds_up must be all, none, or a list of tables"},
		"an aggregate of nothing":       {"aggregates.yaml", "fact: receipts", "fact: receipt", `there is no fact called "receipt"`},
		"an aggregate without an order": {"aggregates.yaml", ", order: min(people.least_age)", "", "is ranked by an order in one place"},
		"an aspect without an order":    {"aspects.yaml", ", order: min(age.least_age)", "", "is ranked by an order in one place"},
		"an unknown aspect":             {"aggregates.yaml", "[people, people month", "[peple, people month", `there is no aspect called "peple"; did you mean "people"?`},
		"not YAML":                      {"facts.yaml", "- name: receipts", "- name: [receipts", "facts.yaml:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := loadModel(changed(t, tt.file, tt.from, tt.to))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, without %q", err, tt.want)
			}
		})
	}
}

const goodDashboard = `title: Mine
controls: [channel]
figures: [receipts]
visuals:
  - name: mine-rate
    measures: completion_rate
    by: age_group
    chart: bar
`

func TestOwnDashboard(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	d, err := LoadDashboards(m, fstest.MapFS{"mine.yaml": {Data: []byte(goodDashboard)}, "README.md": {Data: []byte("not one")}})
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := d.Sheet("mine")
	if err != nil || !sheet.Own || len(sheet.Visuals) != 1 {
		t.Fatalf("the sheet is %+v, %v", sheet, err)
	}
	v, err := d.Visual("mine-rate")
	if err != nil || v.Title != "Completion rate by age group" || v.Subtitle == "" || v.Definition == "" || v.Method != "audited" || v.Chart.Category != "age_group" {
		t.Errorf("the visual is %+v, %v", v, err)
	}
	if key, err := d.Visual("mine"); err != nil || key.Kind != KPI {
		t.Errorf("the key figures are %+v, %v", key, err)
	}
}

// A dashboard that breaks a rule is named with file and line; the others are there.
func TestDashboardBroken(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	for name, tt := range map[string]struct{ from, to, want string }{
		"an unknown key":            {"title:", "titel:", "mine.yaml:1: field titel not found"},
		"no title":                  {"title: Mine\n", "", "mine.yaml:1: title is missing"},
		"an unknown control":        {"[channel]", "[chanel]", `mine.yaml:2: there is no dimension called "chanel"; did you mean "channel"?`},
		"an unknown figure":         {"[receipts]", "[receits]", `mine.yaml:3: measures: there is no measure called "receits"; did you mean "receipts"?`},
		"an unknown measure":        {"completion_rate", "completion_rat", `mine.yaml:6: visual "mine-rate": measures: there is no measure called "completion_rat"; did you mean "completion_rate"?`},
		"an unknown dimension":      {"by: age_group", "by: age_goup", `mine.yaml:7: visual "mine-rate": by: there is no dimension called "age_goup"; did you mean "age_group"?`},
		"an unknown chart":          {"chart: bar", "chart: pie", `mine.yaml:8: visual "mine-rate": chart: must be one of`},
		"a rate as a share":         {"chart: bar", "chart: donut", `mine.yaml:6: visual "mine-rate": measures: "completion_rate" does not add up over "age_group"`},
		"a line without an order":   {"by: age_group\n    chart: bar", "by: channel\n    chart: line", `mine.yaml:7: visual "mine-rate": by: a chart of kind line needs a dimension with an order of its own`},
		"what a fact does not have": {"measures: completion_rate\n    by: age_group", "measures: sales\n    by: channel", `"sales" cannot be grouped by "channel": what it counts has no channel`},
		"a name for injection":      {"mine-rate", "mine rate", `"mine rate" must be lower-case words joined by hyphens`},
		"a name that is taken":      {"mine-rate", "funnel", `the visual "funnel" is declared by overview.yaml already`},
		"an impossible filter":      {"    chart: bar", "    where: {day: soon}\n    chart: bar", "where: filter day"},
		"a filter on nothing":       {"    chart: bar", "    where: {dya: 3}\n    chart: bar", `there is no dimension called "dya"; did you mean "day"?`},
		"a heat map of one":         {"chart: bar", "chart: heatmap", "a chart of kind heatmap needs a series"},
		"too wide":                  {"    chart: bar", "    size: 13\n    chart: bar", "13 is not a number of columns between 1 and 12"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(goodDashboard, tt.from) {
				t.Fatalf("%q is not in the good file", tt.from)
			}
			d, err := LoadDashboards(m, fstest.MapFS{"mine.yaml": {Data: []byte(strings.Replace(goodDashboard, tt.from, tt.to, 1))}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is\n%v\nwithout %q", err, tt.want)
			}
			if _, err := d.Sheet("overview"); err != nil {
				t.Errorf("the program's own are gone: %v", err)
			}
			if _, err := d.Sheet("mine"); err == nil {
				t.Error("the broken one is there")
			}
		})
	}
}

// No file makes the program panic, and what loads can be asked.
func FuzzReadDashboard(f *testing.F) {
	f.Add([]byte(goodDashboard))
	f.Add([]byte("title: &a [*a]\n"))
	f.Add([]byte("visuals: {a: 1}\ncontrols: []\n"))
	f.Add([]byte("? [a]\n: b\n"))
	m := loaded(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := m.ReadDashboard("fuzzed.yaml", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzzed.yaml:") {
				t.Errorf("the error does not begin with the file: %v", err)
			}
			return
		}
		for _, v := range d.Visuals {
			if _, err := m.Statement(v.Ask(nil, nil)); err != nil || v.Title == "" {
				t.Errorf("loaded, but cannot be asked: %v", err)
			}
		}
	})
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"channel", "age_group", "day", "gender"}
	for name, want := range map[string]string{"chanel": "channel", "agegroup": "age_group", "dya": "day", "genders": "gender", "xyz": "", "": "", strings.Repeat("a", 200): ""} {
		if got := nearest(name, names); got != want {
			t.Errorf("nearest to %.20q is %q, want %q", name, got, want)
		}
	}
}
