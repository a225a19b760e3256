package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheck: check says that all is right, or which line of which file is not, and what may have been meant.
func TestCheck(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	home := tempHome(t)
	check := func() (string, error) {
		command := exec.Command(path, "check", "--home", home)
		command.Env = append(os.Environ(), "DATABASE_URL=", "CAFE_SOURCE=", "CAFE_EMBED_ORIGINS=")
		out, err := command.CombinedOutput()
		return string(out), err
	}
	write := func(name, text string) {
		file := filepath.Join(home, ownersFolder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const good = "title: Mine\ncontrols: [day]\nvisuals:\n  - name: mine\n    measures: receipts\n    by: day\n    chart: line\n"
	write("mine.yaml", good)
	if said, err := check(); err != nil || !strings.Contains(said, "visuals are valid.") {
		t.Errorf("of a good dashboard it says %q, %v", said, err)
	}
	for _, c := range []struct{ file, text, says string }{
		{"mine.yaml", strings.Replace(good, "receipts", "reciepts", 1), `mine.yaml:5: visual "mine": measures: there is no measure called "reciepts"; did you mean "receipts"?`},
		{"mine.yaml", strings.Replace(good, "[day]", "[dya]", 1), `mine.yaml:2: there is no dimension called "dya"; did you mean "day"?`},
		{"mine.yaml", strings.Replace(good, "by: day", "by: channel", 1), `mine.yaml:6: visual "mine": by: a chart of kind line needs a dimension with an order of its own`},
		{"mine.yaml", strings.Replace(strings.Replace(good, "line", "donut", 1), "by: day", "by: channel", 1), `mine.yaml:5: visual "mine": measures: "receipts" does not add up over "channel"`},
		{"mine.yaml", strings.Replace(good, "title", "titel", 1), "mine.yaml:1: field titel not found"},
		{"mine.yaml", strings.Replace(good, "name: mine", "name: funnel", 1), `mine.yaml:1: the visual "funnel" is declared by overview.yaml already`},
		{"overview.yaml", good, `overview.yaml:1: there is a dashboard called "overview" already`},
	} {
		write("mine.yaml", good)
		write(c.file, c.text)
		said, err := check()
		if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 || !strings.Contains(said, c.says) {
			t.Errorf("it ends with %v and says %q, want 1 and %q", err, said, c.says)
		}
		if err := os.Remove(filepath.Join(home, ownersFolder, c.file)); err != nil {
			t.Fatal(err)
		}
	}
}
