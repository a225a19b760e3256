package chart

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSpec compares the option of every kind with its golden file.
func TestSpec(t *testing.T) {
	t.Parallel()
	for name, fixture := range fixtures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.MarshalIndent(fixture.plot().Spec(), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", append(got, '\n'))
		})
	}
}

// TestFigure compares the server's drawing of every kind with its golden file.
func TestFigure(t *testing.T) {
	t.Parallel()
	for name, fixture := range fixtures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := Figure(fixture.plot(), "chart").Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			drawing, _, _ := strings.Cut(b.String(), "<script") // what follows is the option
			golden(t, name+".html", []byte(strings.ReplaceAll(drawing, "><", ">\n<")+"\n"))
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

// TestOptionsCarryNoColourAndNoCode: colours are names of tokens, and nothing in an option is a function.
func TestOptionsCarryNoColourAndNoCode(t *testing.T) {
	t.Parallel()
	for name, fixture := range fixtures {
		text, err := json.Marshal(fixture.plot().Spec())
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"__f__", "function", "#", "rgb", "null"} {
			if strings.Contains(automatic.Replace(string(text)), forbidden) {
				t.Errorf("the option of %s has %q in it: %s", name, forbidden, text)
			}
		}
		if !strings.Contains(string(text), `"renderMode":"richText"`) {
			t.Errorf("the tooltip of %s would be HTML with inline styles", name)
		}
	}
}

// automatic leaves out what go-echarts always writes, and ECharts takes for "decide yourself".
var automatic = strings.NewReplacer(`"showMinLabel":null`, "", `"showMaxLabel":null`, "")

// TestOptionsHaveTheirCategories: without Validate, go-echarts leaves them out.
func TestOptionsHaveTheirCategories(t *testing.T) {
	t.Parallel()
	for name, fixture := range fixtures {
		plot := fixture.plot()
		text, err := json.Marshal(plot.Spec().Option)
		if err != nil {
			t.Fatal(err)
		}
		var option struct {
			XAxis, YAxis []struct{ Data []string }
		}
		if err := json.Unmarshal(text, &option); err != nil {
			t.Fatal(err)
		}
		if got := len(option.XAxis[0].Data) + len(option.YAxis[0].Data); got != len(plot.Marks) {
			t.Errorf("%s has %d categories for %d marks", name, got, len(plot.Marks))
		}
	}
}
