package metrics

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The rows behind a figure: those of its fact, under the same selection.

// RowColumns are the columns of a fact's rows.
func (f Fact) RowColumns() []Column {
	columns := make([]Column, len(f.Rows))
	for i, c := range f.Rows {
		columns[i] = c.Column
	}
	return columns
}

// Missing are the dimensions of a selection that the fact lacks. If there are any, no row is selected.
func (m *Model) Missing(f Fact, where Selection) []Dimension {
	var all []Dimension
	for _, c := range where {
		d := m.dimensions.must(c.Dimension)
		if _, ok := m.expression(d, source{Fact: f}); !ok {
			all = append(all, d)
		}
	}
	return all
}

// rowsStatement selects the rows of a fact.
func (m *Model) rowsStatement(f Fact, where Selection) Statement {
	f, _ = m.Fact(f.Name) // with the rows that it shows
	w := writer{model: m}
	var columns, spokenOf []string
	for _, c := range f.Rows {
		columns = append(columns, fmt.Sprintf(`(%s)::%s as "%s"`, c.SQL, sqlType(c.Type), c.Name))
		spokenOf = append(spokenOf, c.SQL)
	}
	s := Statement{Columns: f.RowColumns()}
	conditions, ok := w.conditions(source{Fact: f}, where, &spokenOf)
	if !ok {
		return s
	}
	joins, _ := m.joined(f, strings.Join(spokenOf, " ")) // the model was checked for it
	var sql strings.Builder
	fmt.Fprintf(&sql, "select %s\nfrom %s", strings.Join(columns, ", "), f.From)
	for _, table := range joins {
		sql.WriteString("\n" + m.tables.must(table).Join)
	}
	if len(conditions) > 0 {
		sql.WriteString("\nwhere " + strings.Join(conditions, "\n  and "))
	}
	s.SQL, s.Args = sql.String(), w.args
	return s
}

// Rows is one page of the rows of a fact, and the number of all rows. A selection on a dimension that the fact lacks selects none.
func (m *Model) Rows(ctx context.Context, pool *pgxpool.Pool, fact string, where Selection, version, limit, offset int) (Table, int64, error) {
	f, err := m.Fact(fact)
	if err != nil {
		return Table{}, 0, err
	}
	s := m.rowsStatement(f, where)
	table := Table{Columns: s.Columns, Rows: [][]any{}}
	if s.SQL == "" {
		return table, 0, nil
	}
	var total int64
	batch := &pgx.Batch{}
	queueVersion(batch, version)
	batch.Queue("select count(*) from ("+s.SQL+") all_rows", s.Args...).QueryRow(func(row pgx.Row) error { return row.Scan(&total) })
	w := writer{args: s.Args}
	page := s.SQL + "\norder by " + ordinals(len(f.Rows)) + "\nlimit " + w.arg(limit) + " offset " + w.arg(offset)
	batch.Queue(page, w.args...).Query(func(rows pgx.Rows) error {
		for row, err := range rowsOf(s.Columns, rows) {
			if err != nil {
				return err
			}
			table.Rows = append(table.Rows, row)
		}
		return nil
	})
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return Table{}, 0, fmt.Errorf("read rows of %s at version %d: %w", fact, version, err)
	}
	return table, total, nil
}

// ordinals sort rows by all of their columns, so that pages do not overlap, and a file is the same however Postgres finds its rows.
func ordinals(columns int) string {
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(names, ", ")
}

// EachRow yields the rows of a fact one by one, in the order of Rows. The caller's transaction decides the version.
func (m *Model) EachRow(ctx context.Context, tx pgx.Tx, fact string, where Selection) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		f, err := m.Fact(fact)
		if err != nil {
			yield(nil, err)
			return
		}
		s := m.rowsStatement(f, where)
		if s.SQL == "" {
			return
		}
		rows, err := tx.Query(ctx, s.SQL+"\norder by "+ordinals(len(f.Rows)), s.Args...)
		if err != nil {
			yield(nil, fmt.Errorf("read rows of %s: %w", fact, err))
			return
		}
		defer rows.Close()
		for row, err := range rowsOf(s.Columns, rows) {
			if err != nil {
				err = fmt.Errorf("read rows of %s: %w", fact, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
