package migrations

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"
)

// A step that a database somewhere has run stays as it is: that database would not run it again. testdata/released.txt has the digest of each;
// a new step gets its line there, and no line ever changes.
func TestStepsStay(t *testing.T) {
	t.Parallel()
	released, err := os.ReadFile("testdata/released.txt")
	if err != nil {
		t.Fatal(err)
	}
	steps, err := Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, step := range steps {
		text, err := Files.ReadFile(step.Name())
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %x", step.Name(), sha256.Sum256(text)))
	}
	want := strings.Split(strings.TrimSpace(string(released)), "\n")
	for i := range max(len(lines), len(want)) {
		switch {
		case i >= len(want):
			t.Errorf("a new step: add the line %s", lines[i])
		case i >= len(lines):
			t.Errorf("the step %s is gone", want[i])
		case lines[i] != want[i]:
			t.Errorf("%s was %s: undo that, and write another step", lines[i], want[i])
		}
	}
}
