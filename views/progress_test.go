package views

import (
	"encoding/json"
	"testing"

	"cafe-rewards/views/language"
)

func TestStatusOfARun(t *testing.T) {
	t.Parallel()
	page := Page{Freshness: Freshness{Version: 11, Stale: "Run 30 failed."}, Progress: &Progress{Stages: []Stage{
		{Name: "land", State: Done, Done: 1_000_000, Total: 1_000_000, Unit: "bytes"},
		{Name: "clean", State: Running, Done: 50, Total: 200, Unit: "rows"},
	}}}
	got, err := json.Marshal(StatusOf(language.English, page))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":11,"running":true,"title":"Cleaning the rows","percent":16.25,"stale":"Run 30 failed.","stages":[` +
		`{"name":"land","state":"done","percent":100,"detail":"1.0 MB"},` +
		`{"name":"clean","state":"running","percent":25,"detail":"50 of 200 rows"},` +
		`{"name":"enrich","state":"waiting","percent":0,"detail":""},{"name":"load","state":"waiting","percent":0,"detail":""},` +
		`{"name":"check","state":"waiting","percent":0,"detail":""},{"name":"publish","state":"waiting","percent":0,"detail":""},{"name":"aggregate","state":"waiting","percent":0,"detail":""}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestStatusWithoutARun(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(StatusOf(language.English, Page{Freshness: Freshness{Version: 12}}))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"version":12,"running":false,"title":"","percent":0,"stale":"","stages":[]}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestProgressOnlyGrows walks through a run: the bar must not go back, nor beyond its end.
func TestProgressOnlyGrows(t *testing.T) {
	t.Parallel()
	var done []Stage
	last := -1.0
	look := func(current Stage) {
		percent := (&Progress{Stages: append(append([]Stage{}, done...), current)}).percent()
		if percent < last || percent > 100 {
			t.Errorf("%s at %d of %d: %v %% after %v %%", current.Name, current.Done, current.Total, percent, last)
		}
		last = percent
	}
	for _, step := range steps {
		for n := range int64(5) {
			look(Stage{Name: step.name, State: Running, Done: n, Total: 4})
		}
		look(Stage{Name: step.name, State: Running, Done: 9, Total: 4}) // more than was foreseen
		done = append(done, Stage{Name: step.name, State: Done})
	}
	if all := (&Progress{Stages: done}).percent(); all != 100 {
		t.Errorf("all stages done are %v %%", all)
	}
}
