package owned_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe-rewards/server/owned"
	"cafe-rewards/sql/metrics"
)

// folder is one that does not exist yet, with what is logged of it.
func folder(t *testing.T) (f *owned.Folder, path string, log *bytes.Buffer) {
	t.Helper()
	model, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	programs, err := metrics.LoadDashboards(model, nil)
	if err != nil {
		t.Fatal(err)
	}
	path, log = filepath.Join(t.TempDir(), "dashboards"), &bytes.Buffer{}
	return owned.Open(path, programs, slog.New(slog.NewTextHandler(log, nil))), path, log
}

var clock = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// write changes a file as an editor does. Each write has a time of its own, however coarse the file system's clock.
func write(t *testing.T, path, name, text string) {
	t.Helper()
	clockMu.Lock()
	clock = clock.Add(time.Second)
	at := clock
	clockMu.Unlock()
	file := filepath.Join(path, name)
	err := errors.Join(os.MkdirAll(path, 0o755), os.WriteFile(file, []byte(text), 0o600), os.Chtimes(file, at, at))
	if err != nil {
		t.Fatal(err)
	}
}

var clockMu sync.Mutex

func own(f *owned.Folder) string {
	var names []string
	for _, sheet := range f.State().Own() {
		names = append(names, sheet.Name+"="+sheet.Title)
	}
	return strings.Join(names, ",")
}

const good = "title: Mine\nvisuals:\n  - name: mine-by-day\n    measures: receipts\n    by: day\n    chart: line\n"

// TestReload: what is put in the folder is there after the next look; what has a mistake is told once, with its line, and its last good
// version stays.
func TestReload(t *testing.T) {
	t.Parallel()
	f, path, log := folder(t)
	if own(f) != "" || f.State().Broken != nil {
		t.Fatalf("a folder that does not exist has %s", own(f))
	}
	before := f.State().Generation
	write(t, path, "mine.yaml", good)
	write(t, path, "notes.txt", "not a dashboard")
	write(t, path, ".hidden.yaml", "not: one")
	f.Reload()
	if own(f) != "mine=Mine" || f.State().Generation == before {
		t.Fatalf("there are %q, generation %d", own(f), f.State().Generation)
	}
	first := f.State()
	if f.Reload(); f.State() != first {
		t.Error("a folder that did not change was read anew")
	}
	write(t, path, "mine.yaml", strings.Replace(good, "receipts", "reciepts", 1))
	for range 3 {
		f.Reload()
	}
	broken := f.State().Broken
	if len(broken) != 1 || !broken[0].Served || !strings.Contains(broken[0].Problem, `mine.yaml:4: visual "mine-by-day": measures: there is no measure called "reciepts"; did you mean "receipts"?`) {
		t.Errorf("broken are %+v", broken)
	}
	if v, err := f.State().Dashboards.Visual("mine-by-day"); err != nil || v.Measures[0] != "receipts" {
		t.Errorf("the last good version is gone: %v", err)
	}
	if told := strings.Count(log.String(), "reciepts"); told != 1 {
		t.Errorf("the mistake was told %d times:\n%s", told, log)
	}
	write(t, path, "mine.yaml", strings.Replace(good, "Mine", "Ours", 1))
	if f.Reload(); own(f) != "mine=Ours" || len(f.State().Broken) != 0 {
		t.Errorf("after it was mended there are %q, %v", own(f), f.State().Broken)
	}
	write(t, path, "new.yaml", "title: [")
	if f.Reload(); own(f) != "mine=Ours" || len(f.State().Broken) != 1 || f.State().Broken[0].Served {
		t.Errorf("a new file with a mistake: %q, %v", own(f), f.State().Broken)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if f.Reload(); own(f) != "" || len(f.State().Broken) != 0 {
		t.Errorf("the folder is gone, but not %q", own(f))
	}
}

// TestWatch: it needs no hand.
func TestWatch(t *testing.T) {
	t.Parallel()
	f, path, _ := folder(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); f.Watch(ctx) }()
	write(t, path, "mine.yaml", good)
	for deadline := time.Now().Add(20 * time.Second); own(f) == ""; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the file was not seen")
		}
	}
	stop()
	<-done
}

// TestNamesOfOthers: a file cannot take the name of a dashboard or a visual of the program's.
func TestNamesOfOthers(t *testing.T) {
	t.Parallel()
	f, path, log := folder(t)
	write(t, path, "overview.yaml", good)
	write(t, path, "thief.yaml", "title: T\nvisuals: [{name: funnel, measures: sales, chart: kpi}]")
	f.Reload()
	if own(f) != "" || len(f.State().Broken) != 2 {
		t.Errorf("there are %q, broken are %v", own(f), f.State().Broken)
	}
	write(t, path, "mine.yaml", "title: Mine")
	f.Reload()
	if own(f) != "mine=Mine" || strings.Count(log.String(), "funnel") != 1 {
		t.Errorf("there are %q, and the log says\n%s", own(f), log)
	}
}

func TestFolderIsBounded(t *testing.T) {
	t.Parallel()
	f, path, _ := folder(t)
	for i := range owned.MaxDashboards + 1 {
		write(t, path, fmt.Sprintf("d%03d.yaml", i), "title: T")
	}
	var visuals strings.Builder
	for i := range owned.MaxVisuals + 1 {
		fmt.Fprintf(&visuals, "  - {name: v%d, measures: sales, chart: kpi}\n", i)
	}
	write(t, path, "d001.yaml", "title: T\nvisuals:\n"+visuals.String())
	write(t, path, "d002.yaml", "title: T\n"+strings.Repeat("#", 1<<20))
	f.Reload()
	var broken []string
	for _, b := range f.State().Broken {
		broken = append(broken, b.File)
	}
	if got := strings.Join(broken, " "); got != "d001.yaml d002.yaml d100.yaml" || len(f.State().Own()) != owned.MaxDashboards-2 {
		t.Errorf("broken are %s, served %d", got, len(f.State().Own()))
	}
	if _, err := f.Create("One more", kpi("More")); !isRefused(err) {
		t.Errorf("one dashboard more than there may be: %v", err)
	}
}

func kpi(title string) metrics.Visual {
	return metrics.Visual{Title: title, Kind: metrics.KPI, Measures: []string{"receipts"}}
}

func isRefused(err error) bool {
	var refused *owned.RefusedError
	return errors.As(err, &refused)
}

// TestChanges: a dashboard is made, filled, renamed, emptied and deleted; each change is there at once, and whole in the file.
func TestChanges(t *testing.T) {
	t.Parallel()
	f, path, _ := folder(t)
	name, err := f.Create("Año: 2026, Müller", kpi("Receipts"))
	if err != nil || name != "ano-2026-muller" {
		t.Fatalf("the dashboard is called %q, %v", name, err)
	}
	if again, err := f.Create("Año: 2026, Müller", kpi("Receipts")); err != nil || again != "ano-2026-muller-2" {
		t.Errorf("a second of the same title is called %q, %v", again, err)
	}
	for title, want := range map[string]string{"Overview": "overview-2", "…": "dashboard", "2026": "dashboard-2026", strings.Repeat("long ", 20): strings.Repeat("long-", 11) + "long"} {
		if got, err := f.Create(title, kpi("X")); err != nil || got != want {
			t.Errorf("%q is called %q, %v, want %q", title, got, err, want)
		}
	}
	if err := f.Add(name, metrics.Visual{Title: "From received to completed", Kind: metrics.Line, Measures: []string{"sales"}, By: []string{"day"}}); err != nil {
		t.Fatal(err)
	}
	sheet, err := f.State().Dashboards.Sheet(name)
	if err != nil || len(sheet.Visuals) != 2 || sheet.Visuals[1].Name != "from-received-to-completed" {
		t.Fatalf("the dashboard is %+v, %v", sheet, err)
	}
	for _, change := range []error{f.Rename(name, "Other"), f.RenameVisual(name, "receipts", "All receipts"), f.RemoveVisual(name, "from-received-to-completed")} {
		if change != nil {
			t.Error(change)
		}
	}
	text, err := os.ReadFile(filepath.Join(path, name+".yaml"))
	if want := "title: Other\nvisuals:\n  - name: receipts\n    title: All receipts\n    measures: receipts\n    chart: kpi\n"; err != nil || string(text) != want {
		t.Errorf("the file is\n%s\nwant\n%s", text, want)
	}
	if err := f.Delete(name); err != nil {
		t.Error(err)
	}
	if _, err := f.State().Dashboards.Sheet(name); err == nil {
		t.Error("a dashboard that was deleted is served")
	}
	left, _ := filepath.Glob(filepath.Join(path, ".*"))
	if len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

// TestRefused: what is no title, what there is not, and what is the program's is refused, and the folder stays as it was.
func TestRefused(t *testing.T) {
	t.Parallel()
	f, path, _ := folder(t)
	write(t, path, "mine.yaml", good)
	write(t, path, "broken.yaml", "titel: x")
	outside := filepath.Join(filepath.Dir(path), "outside.yaml")
	if err := os.WriteFile(outside, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	f.Reload()
	for _, title := range []string{"", "  ", "a\nb", "a\x00b", "\xff", "\u202etxt", strings.Repeat("é", 121)} {
		_, err := f.Create(title, kpi("X"))
		for _, err := range []error{err, f.Add("mine", kpi(title)), f.Rename("mine", title), f.RenameVisual("mine", "mine-by-day", title)} {
			if !isRefused(err) {
				t.Errorf("the title %q: %v", title, err)
			}
		}
	}
	for _, name := range []string{"overview", "nope", "../outside", "", ".", "mine.yaml", "mine/../mine"} {
		for _, err := range []error{f.Add(name, kpi("X")), f.Rename(name, "X"), f.RemoveVisual(name, "funnel"), f.RenameVisual(name, "funnel", "X"), f.Delete(name)} {
			if !errors.Is(err, owned.ErrUnknown) {
				t.Errorf("the dashboard %q: %v", name, err)
			}
		}
	}
	if err := f.RemoveVisual("mine", "funnel"); !errors.Is(err, owned.ErrUnknown) {
		t.Errorf("a visual that is not there: %v", err)
	}
	if err := f.Rename("broken", "X"); !isRefused(err) {
		t.Errorf("a file with a mistake: %v", err)
	}
	if err := f.Add("mine", metrics.Visual{Title: "X", Kind: metrics.Line, Measures: []string{"sales"}, By: []string{"channel"}}); err == nil {
		t.Error("a visual that cannot be was added")
	}
	if text, err := os.ReadFile(filepath.Join(path, "mine.yaml")); err != nil || string(text) != good {
		t.Errorf("the file is\n%s", text)
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

// TestWithoutAFolder: there is nothing to change, and nothing breaks.
func TestWithoutAFolder(t *testing.T) {
	t.Parallel()
	f, _, _ := folder(t)
	none := owned.Open("", f.State().Dashboards, slog.New(slog.DiscardHandler))
	none.Reload()
	none.Watch(t.Context())
	if _, err := none.Create("X", kpi("X")); !isRefused(err) || none.Changeable() {
		t.Errorf("a dashboard was made nowhere: %v", err)
	}
}

// TestManyAtOnce: nothing that several people add at the same moment is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	f, path, _ := folder(t)
	var text strings.Builder
	text.WriteString("title: Ours\nvisuals:\n")
	for i := range owned.MaxVisuals - 8 {
		fmt.Fprintf(&text, "  - {name: v%d, measures: sales, chart: kpi}\n", i)
	}
	write(t, path, "ours.yaml", text.String())
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := f.Add("ours", kpi("Receipts")); err != nil {
				t.Error(err)
			}
			f.State().Own()
		})
	}
	group.Wait()
	sheet, err := f.State().Dashboards.Sheet("ours")
	if err != nil || len(sheet.Visuals) != owned.MaxVisuals {
		t.Fatalf("%d visuals, %v", len(sheet.Visuals), err)
	}
	if !slices.ContainsFunc(sheet.Visuals, func(v metrics.Visual) bool { return v.Name == "receipts-8" }) {
		t.Error("names of visuals are not counted on")
	}
	if err := f.Add("ours", kpi("Receipts")); !isRefused(err) {
		t.Errorf("one visual more than there may be: %v", err)
	}
}
