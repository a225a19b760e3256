// Package aggregates holds the aggregate fact tables: one file per table, each a single SELECT over the schema live whose columns are
// those of the table warehouse.{name} behind its version. They are made once per data version, after it is published, and are as
// small as the dimensions allow, however many customers there are; only agg_amount keeps every amount, in arrays. The semantic model says which figures they have, and answers
// from them where they have all that is asked for (model/aggregates.yaml); otherwise from the facts, which say the same.
package aggregates

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Aggregate is one of the tables.
type Aggregate struct {
	Table string // in the schema warehouse
	SQL   string
}

// All returns the tables, sorted by name.
func All() ([]Aggregate, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	all := make([]Aggregate, len(names))
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all[i] = Aggregate{Table: strings.TrimSuffix(name, ".sql"), SQL: string(text)}
	}
	return all, nil
}
