// Package plainsql is the pipeline once more, written by somebody else: plain SQL that Postgres runs from the raw files to the
// figures. It is no part of the program. Benchmarks compare the program's speed with it, and tests compare the figures, because
// what two pipelines without a common line agree on is hardly a mistake of either.
//
// The steps are files that psql runs as well, in one transaction and in this order: raw.sql, a COPY of each file into its table,
// trusted.sql, dimensions.sql, published.sql, receipts.sql, constraints.sql, figures_published.sql, figures_audited.sql. All is kept
// in the schema plain, which the next run begins by dropping.
//
// It takes clean files only: LF, no byte order mark, columns in the order of raw.sql. A row that does not parse ends it.
package plainsql

import (
	"compress/gzip"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
)

//go:embed *.sql
var scripts embed.FS

// Result is what a run gives: the figures of both methods, each a JSON document in the shape of the expected ones, and how long
// every step took.
type Result struct {
	Published json.RawMessage
	Audited   json.RawMessage
	Steps     []Step
}

// Step is one file of the run: a script, or the COPY of a CSV file.
type Step struct {
	Name string
	Took time.Duration
}

// Total is how long the steps took up to the last one that makes a table, so without the figures.
func (r *Result) Total() (total time.Duration) {
	for _, s := range r.Steps {
		if s.Name != figuresPublished && s.Name != figuresAudited {
			total += s.Took
		}
	}
	return total
}

const (
	figuresPublished = "figures_published.sql"
	figuresAudited   = "figures_audited.sql"
)

// Run takes customers.csv, offers.csv and events.csv (or events.csv.gz) from dir through the pipeline.
func Run(ctx context.Context, conn *pgx.Conn, dir string) (*Result, error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin the plain SQL pipeline: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // does nothing after the commit
	r := &Result{}
	step := func(name string, do func() error) {
		if err != nil {
			return
		}
		start := time.Now()
		if err = do(); err != nil {
			err = fmt.Errorf("plain SQL pipeline on %s, %s: %w", dir, name, err)
		}
		r.Steps = append(r.Steps, Step{name, time.Since(start)})
	}
	script := func(name string) {
		step(name, func() error { return execute(ctx, conn, name) })
	}
	script("raw.sql")
	for _, table := range []string{"customers", "offers", "events"} {
		step("COPY "+table, func() error { return copyIn(ctx, conn, "plain.raw_"+table, filepath.Join(dir, table+".csv")) })
	}
	for _, name := range []string{"trusted.sql", "dimensions.sql", "published.sql", "receipts.sql", "constraints.sql"} {
		script(name)
	}
	step("commit", func() error { return tx.Commit(ctx) })
	step(figuresPublished, func() error { return figures(ctx, conn, figuresPublished, &r.Published) })
	step(figuresAudited, func() error { return figures(ctx, conn, figuresAudited, &r.Audited) })
	if err != nil {
		return nil, err
	}
	return r, nil
}

func execute(ctx context.Context, conn *pgx.Conn, name string) error {
	sql, err := scripts.ReadFile(name)
	if err != nil {
		return err
	}
	_, err = conn.PgConn().Exec(ctx, string(sql)).ReadAll()
	return err
}

func copyIn(ctx context.Context, conn *pgx.Conn, table, path string) error {
	file, err := open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = conn.PgConn().CopyFrom(ctx, file, "copy "+table+" from stdin (format csv, header)")
	return err
}

// open opens the file, or its compressed form where there is only that.
func open(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	packed, err := os.Open(path + ".gz")
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		packed.Close()
		return nil, fmt.Errorf("%s.gz: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{unpacked, packed}, nil
}

func figures(ctx context.Context, conn *pgx.Conn, name string, to *json.RawMessage) error {
	sql, err := scripts.ReadFile(name)
	if err != nil {
		return err
	}
	return conn.QueryRow(ctx, string(sql)).Scan(to)
}
