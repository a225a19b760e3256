package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// MaxRows is the most rows that an answer may have. Nobody reads more, and memory has to be bounded.
const MaxRows = 10_000

// ErrNoVersion says that the data version asked for is not kept, or never was.
var ErrNoVersion = errors.New("there is no such data version")

// Query answers a question as of a data version, in one round trip and one read-only transaction.
func (m *Model) Query(ctx context.Context, pool *pgxpool.Pool, q Question, version int) (Table, error) {
	s, err := m.Statement(q)
	if err != nil {
		return Table{}, err
	}
	table := Table{Columns: s.Columns, Rows: [][]any{}}
	if s.SQL == "" {
		return table, nil
	}
	step, err := m.query(ctx, pool, q, s, version, &table)
	if err != nil {
		return Table{}, fmt.Errorf("query %v by %v at version %d: %w", q.Measures, q.By, version, err)
	}
	return m.filled(q, table, step), nil
}

func (m *Model) query(ctx context.Context, pool *pgxpool.Pool, q Question, s Statement, version int, table *Table) (step int64, err error) {
	batch := &pgx.Batch{} // sent without a COMMIT in between, so that its statements are one transaction
	queueVersion(batch, version)
	if sql := m.stepOf(q); sql != "" {
		batch.Queue(sql).QueryRow(func(row pgx.Row) error { return row.Scan(&step) })
	}
	batch.Queue(s.SQL, s.Args...).Query(func(rows pgx.Rows) error {
		if err := rows.Err(); err != nil {
			return err // before the first answer, where there are no fields to look at
		}
		if err := match(s.Columns, rows.FieldDescriptions()); err != nil {
			return err
		}
		for row, err := range rowsOf(s.Columns, rows) {
			if err != nil {
				return err
			}
			if len(table.Rows) == MaxRows {
				return &TooManyRowsError{q.By}
			}
			table.Rows = append(table.Rows, row)
		}
		return nil
	})
	return step, pool.SendBatch(ctx, batch).Close()
}

// queueVersion makes the statements after it read-only, and makes the schema live show the version. A version that is not kept is an error; it
// would otherwise seem empty. Nested loops are switched off: the planner cannot know how many customers a filter leaves, and where it expects
// one, it would scan all facts for each of the thousands that there are.
func queueVersion(batch *pgx.Batch, version int) {
	batch.Queue(`select set_config('transaction_read_only', 'on', true), set_config('cafe.version', $1, true) || set_config('enable_nestloop', 'off', true), exists (select from warehouse.data_version where version = $2)`,
		strconv.Itoa(version), version).QueryRow(func(row pgx.Row) error {
		var readOnly, set string
		var there bool
		if err := row.Scan(&readOnly, &set, &there); err != nil {
			return err
		}
		if !there {
			return ErrNoVersion
		}
		return nil
	})
}

// TooManyRowsError says that a question has more than MaxRows groups.
type TooManyRowsError struct{ By []string }

func (e *TooManyRowsError) Error() string {
	return fmt.Sprintf("more than %d groups by %v", MaxRows, e.By)
}

// Check proves that in this database every measure can be grouped and filtered by every dimension that it has, and that every visual can be
// answered.
func (d *Dashboards) Check(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("check the model: %w", err)
	}
	defer conn.Release()
	m := d.Model
	var broken []error
	try := func(what string, q Question) {
		s, err := m.Statement(q)
		if err == nil && s.SQL != "" {
			var description *pgconn.StatementDescription
			if description, err = conn.Conn().Prepare(ctx, "", s.SQL); err == nil {
				err = match(s.Columns, description.Fields)
			}
		}
		if err != nil {
			broken = append(broken, fmt.Errorf("check %s: %w", what, err))
		}
	}
	for _, s := range m.Measures() {
		try("measure "+s.Name, Question{Measures: []string{s.Name}})
	}
	for _, dim := range m.Dimensions() {
		for _, f := range m.facts.all {
			i := slices.IndexFunc(m.Measures(), func(s Measure) bool { return s.Fact == f.Name && m.Applies(dim.Name, s.Name) })
			if i < 0 {
				continue
			}
			value := Condition{Dimension: dim.Name, Values: []string{Unknown}}
			try("dimension "+dim.Name+" of "+f.Name, Question{Measures: []string{m.Measures()[i].Name}, By: []string{dim.Name}, Where: Selection{value}})
		}
	}
	for _, v := range d.Visuals() {
		try("visual "+v.Name, v.Ask(nil, nil))
	}
	for _, f := range m.facts.all {
		if _, err := conn.Conn().Prepare(ctx, "", m.rowsStatement(f, nil).SQL); err != nil {
			broken = append(broken, fmt.Errorf("check the rows of %s: %w", f.Name, err))
		}
	}
	return errors.Join(broken...)
}
