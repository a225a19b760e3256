// Package checks holds the promises that a data version keeps: one file per promise, each a single SELECT over the schema live
// that returns the rows which break it. A version with a broken promise is not published.
//
// A file opens with a comment: the promise, in a sentence for users. Its SELECT returns at most a few rows, as examples. Two
// settings say what is looked at: cafe.version, the version (live shows it), and cafe.run, the run that made it.
package checks

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Check is a promise.
type Check struct {
	Name        string
	Description string // the promise, for users
	SQL         string // a SELECT of the rows that break it
}

var all = mustParse()

// All returns the checks, sorted by name. The caller must not change them.
func All() []Check { return all }

// mustParse panics on a file that breaks the format: the files are part of the program, and the tests read them first.
func mustParse() []Check {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		panic(err)
	}
	parsed := make([]Check, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		c, err := parse(strings.TrimSuffix(name, ".sql"), string(text))
		if err != nil {
			panic(err)
		}
		parsed = append(parsed, c)
	}
	return parsed
}

func parse(name, text string) (Check, error) {
	c := Check{Name: name, SQL: text}
	var sentence []string
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "--")
		if !ok {
			break
		}
		sentence = append(sentence, strings.TrimSpace(comment))
	}
	c.Description = strings.TrimSpace(strings.Join(sentence, " "))
	if c.Description == "" {
		return Check{}, fmt.Errorf("%s.sql: it must open with a comment that says what it promises", name)
	}
	return c, nil
}
