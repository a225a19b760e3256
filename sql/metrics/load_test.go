package metrics

import (
	"strings"
	"testing"
	"testing/fstest"
)

const good = `title: Rate per offer
subtitle: Share of receipts
definition: Completed divided by received.
method: audited
chart: {kind: bar, category: offer, values: [rate]}
columns:
  - {name: offer, label: Offer, type: text}
  - {name: rate, label: Rate, type: number, unit: percent, low: low, high: high, n: n}
  - {name: low, label: From, type: number, unit: percent}
  - {name: high, label: To, type: number, unit: percent}
  - {name: n, label: Receipts, type: integer, unit: count}
sql: select 1
`

func TestLoadEmbedded(t *testing.T) {
	t.Parallel()
	visuals, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range visuals.All() {
		if i > 0 && visuals.All()[i-1].Name >= v.Name {
			t.Errorf("%s comes after %s: they are not sorted by name", v.Name, visuals.All()[i-1].Name)
		}
		if got, ok := visuals.Get(v.Name); !ok || got.Title != v.Title {
			t.Errorf("Get(%q) = %q, %v", v.Name, got.Title, ok)
		}
	}
	if _, ok := visuals.Get("no-such-visual"); ok {
		t.Error("a visual was found that nobody declared")
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	visuals, err := load(fstest.MapFS{"offers.yaml": {Data: []byte(good)}, "README.md": {Data: []byte("not one of them")}})
	if err != nil {
		t.Fatal(err)
	}
	v, ok := visuals.Get("offers")
	if !ok || v.Title != "Rate per offer" || v.Chart.Kind != Bar || len(v.Columns) != 5 || v.Columns[1].Unit != Percent {
		t.Errorf("loaded %+v", visuals.All())
	}
}

// Whatever is wrong is named with file and line; and every file that is wrong, not only the first.
func TestLoadBroken(t *testing.T) {
	t.Parallel()
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%q is not in the good file", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	tests := map[string]struct{ name, text, want string }{
		"a name with a space":         {"my visual.yaml", good, "my visual.yaml:1: the file's name must be"},
		"an unknown key":              {"a.yaml", change("title:", "titel:"), "a.yaml: yaml: unmarshal errors:\n  line 1: field titel not found"},
		"a key twice":                 {"a.yaml", good + "sql: select 2\n", "line 13"},
		"not YAML":                    {"a.yaml", "title: [", "a.yaml: yaml: line 1"},
		"empty":                       {"a.yaml", "", "a.yaml: EOF"},
		"no definition":               {"a.yaml", change("definition: Completed divided by received.\n", ""), "a.yaml:1: definition is missing"},
		"an unknown method":           {"a.yaml", change("method: audited", "method: guessed"), `a.yaml:4: method must be one of ["published" "audited"], not "guessed"`},
		"an unknown chart":            {"a.yaml", change("kind: bar", "kind: pie"), `a.yaml:5: chart kind must be one of`},
		"a value of no column":        {"a.yaml", change("values: [rate]", "values: [rates]"), `a.yaml:5: chart values names "rates", which is not a declared column`},
		"a value that is text":        {"a.yaml", change("values: [rate]", "values: [offer]"), `a.yaml:5: chart values names "offer", which is not a number`},
		"a category of no column":     {"a.yaml", change("category: offer", "category: order"), `a.yaml:5: chart category names "order", which is not a declared column`},
		"half an interval":            {"a.yaml", change("low: low, ", ""), `a.yaml:8: column "rate" needs both low and high, or neither`},
		"no values":                   {"a.yaml", change(", values: [rate]", ""), "a.yaml:5: chart values are missing"},
		"a column twice":              {"a.yaml", change("name: low", "name: rate"), `a.yaml:9: column "rate" is declared twice`},
		"a column name for injection": {"a.yaml", change("name: low", `name: "low; drop table x"`), "a.yaml:9: column name"},
		"a column without label":      {"a.yaml", change("label: Receipts, ", ""), `a.yaml:11: column "n" has no label`},
		"an unknown type":             {"a.yaml", change("type: integer", "type: money"), `a.yaml:11: column "n": type must be one of`},
		"an unknown unit":             {"a.yaml", change("unit: count", "unit: pieces"), `a.yaml:11: column "n": unit must be one of`},
		"text in percent":             {"a.yaml", change("type: text}", "type: text, unit: percent}"), `a.yaml:7: column "offer": a column of type text has no unit`},
		"two statements":              {"a.yaml", change("sql: select 1", "sql: select 1; drop table x"), "a.yaml:12: sql must be a single SELECT, without a semicolon"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(fstest.MapFS{tt.name: {Data: []byte(tt.text)}, "zz.yaml": {Data: []byte("title: only\n")}})
			if err == nil {
				t.Fatal("it was loaded")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is\n%v\nwithout %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), "zz.yaml:1: sql is missing") {
				t.Errorf("the error says nothing of the second file:\n%v", err)
			}
		})
	}
}

// No file makes the program panic, and what loads has what pages rely on.
func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("title: &a [*a]\n"))
	f.Add([]byte("columns: {a: 1}\nchart: []\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := parse("fuzzed.yaml", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzzed.yaml:") {
				t.Errorf("the error does not begin with the file: %v", err)
			}
			return
		}
		if v.Title == "" || len(v.Columns) == 0 || v.SQL == "" {
			t.Errorf("loaded without title, columns or SELECT: %+v", v)
		}
	})
}
