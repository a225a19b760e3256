package consumption

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Table is a published table: a view in the schema consumption.
type Table struct {
	Name        string
	Description string // for users: what a row is, and where its figures come from
	Columns     []Column
	SQL         string // the file as it is, comments included
}

// Column is a column of a Table, in the order of its SELECT.
type Column struct {
	Name        string
	Description string // a sentence, with the unit
}

var tables = mustParse()

// Tables returns the published tables, sorted by name. The caller must not change them.
func Tables() []Table { return tables }

// mustParse panics on a file that breaks the format: the files are part of the program, and the tests read them first.
func mustParse() []Table {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		panic(err)
	}
	all := make([]Table, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		t, err := parse(strings.TrimSuffix(path.Base(name), ".sql"), string(text))
		if err != nil {
			panic(err)
		}
		all = append(all, t)
	}
	return all
}

// parse reads the comment that a file opens with.
func parse(name, text string) (Table, error) {
	t := Table{Name: name, SQL: text}
	var description []string
	inColumns := false
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "--")
		if !ok {
			break
		}
		comment = strings.TrimSpace(comment)
		switch {
		case comment == "":
			inColumns = true
		case !inColumns:
			description = append(description, comment)
		default:
			column, sentence, ok := strings.Cut(comment, ": ")
			if !ok || strings.Contains(column, " ") {
				return Table{}, fmt.Errorf("%s.sql: %q is not \"column: sentence\"", name, comment)
			}
			t.Columns = append(t.Columns, Column{Name: column, Description: sentence})
		}
	}
	t.Description = strings.Join(description, " ")
	if t.Description == "" || len(t.Columns) == 0 {
		return Table{}, fmt.Errorf("%s.sql: it must open with a comment that describes the table and each of its columns", name)
	}
	return t, nil
}
