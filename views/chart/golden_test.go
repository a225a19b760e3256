package chart_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/chart/examples"
	"cafe-rewards/views/language"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSpec compares what the script gets for every example with its golden file.
func TestSpec(t *testing.T) {
	t.Parallel()
	for _, e := range examples.All() {
		t.Run(e.Visual.Name, func(t *testing.T) {
			t.Parallel()
			if len(e.Table.Rows) > 200 {
				e.Table.Rows = e.Table.Rows[:20] // a thousand more points would say nothing more
			}
			got, err := chart.New(language.English, e.Visual, e.Table).Spec()
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			// A line per series, axis and mark is enough to see what has changed.
			golden(t, e.Visual.Name+".json", []byte(strings.NewReplacer(`},{`, "},\n{", `],[`, "],\n[", `],"`, "],\n\"", `},"`, "},\n\"").Replace(string(text))+"\n"))
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update to make it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); -update accepts it:\n%s", file, diff)
	}
}

// TestOptionsCarryNoColourAndNoCode: colours are names of tokens that the style sheet has, and nothing in an option is a function.
func TestOptionsCarryNoColourAndNoCode(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("../../static/css/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples.All() {
		for _, narrow := range []bool{false, true} {
			text, err := chart.New(language.English, e.Visual, e.Table).Option(narrow)
			if err != nil {
				t.Fatal(err)
			}
			for _, forbidden := range []string{"__f__", "function", "rgb(", "null"} {
				if strings.Contains(string(text), forbidden) {
					t.Errorf("the option of %s has %q in it: %s", e.Visual.Name, forbidden, text)
				}
			}
			var option any
			if err := json.Unmarshal(text, &option); err != nil {
				t.Fatal(err)
			}
			colours(option, "", func(colour string) {
				token, ok := strings.CutPrefix(colour, "--")
				if colour != "" && colour != "transparent" && (!ok || !strings.Contains(string(sheet), ".fill-"+token+" {")) {
					t.Errorf("%s has the colour %q, which the style sheet lacks", e.Visual.Name, colour)
				}
			})
		}
	}
}

func colours(v any, key string, found func(string)) {
	switch x := v.(type) {
	case map[string]any:
		for k, value := range x {
			colours(value, k, found)
		}
	case []any:
		for _, value := range x {
			colours(value, key, found)
		}
	case string:
		if key == "color" || key == "borderColor" || key == "backgroundColor" {
			found(x)
		}
	}
}

// TestSpecOfMoney: the names of a chart are as addresses have them, and money is in dollars there.
func TestSpecOfMoney(t *testing.T) {
	t.Parallel()
	v := metrics.Visual{Name: "by-amount", Chart: metrics.Chart{Kind: metrics.Columns, Category: "difficulty", Values: []string{"receipts"}}}
	table := metrics.Table{
		Columns: []metrics.Column{{Name: "difficulty", Type: metrics.Integer, Unit: metrics.USD}, {Name: "receipts", Type: metrics.Integer}},
		Rows:    [][]any{{int64(500), int64(3)}, {int64(1050), int64(4)}, {nil, int64(5)}},
	}
	spec, err := chart.New(language.English, v, table).Spec()
	if diff := cmp.Diff([]any{"5", "10.50", nil}, spec.Names); err != nil || diff != "" {
		t.Errorf("the names differ (%v):\n%s", err, diff)
	}
}
