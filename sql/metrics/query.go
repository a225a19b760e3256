package metrics

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// MaxRows is the most rows a visual may have: more cannot be read, and would not be bounded in memory.
const MaxRows = 10_000

// Query computes a visual as of a data version, in one round trip and one read-only transaction. The result's columns are the
// declared ones; a SELECT that returns anything else is an error.
func Query(ctx context.Context, pool *pgxpool.Pool, v Visual, version int) (Table, error) {
	table, err := query(ctx, pool, v, version)
	if err != nil {
		return Table{}, fmt.Errorf("query visual %s at version %d: %w", v.Name, version, err)
	}
	return table, nil
}

func query(ctx context.Context, pool *pgxpool.Pool, v Visual, version int) (Table, error) {
	table := Table{Columns: v.Columns, Rows: [][]any{}}
	batch := &pgx.Batch{} // sent without a COMMIT in between, so that both statements are one transaction
	batch.Queue(`select set_config('transaction_read_only', 'on', true), set_config('cafe.version', $1, true)`, strconv.Itoa(version))
	batch.Queue(v.SQL).Query(func(rows pgx.Rows) error {
		if err := rows.Err(); err != nil {
			return err // before the first answer, where there are no fields to look at
		}
		if err := match(v.Columns, rows.FieldDescriptions()); err != nil {
			return err
		}
		for rows.Next() {
			if len(table.Rows) == MaxRows {
				return fmt.Errorf("more than %d rows", MaxRows)
			}
			values, err := rows.Values()
			if err != nil {
				return err
			}
			row, err := cells(v.Columns, values)
			if err != nil {
				return err
			}
			table.Rows = append(table.Rows, row)
		}
		return rows.Err()
	})
	return table, pool.SendBatch(ctx, batch).Close()
}

// Check proves that the SELECT of every visual is valid in that database and returns the columns that its file declares.
func Check(ctx context.Context, pool *pgxpool.Pool, visuals *Visuals) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("check the visuals: %w", err)
	}
	defer conn.Release()
	var broken []error
	for _, v := range visuals.All() {
		description, err := conn.Conn().Prepare(ctx, "", v.SQL)
		if err == nil {
			err = match(v.Columns, description.Fields)
		}
		if err != nil {
			broken = append(broken, fmt.Errorf("check visual %s: %w", v.Name, err))
		}
	}
	return errors.Join(broken...)
}

// match compares the columns that a SELECT returns with the declared ones, by position, name and type.
func match(declared []Column, returned []pgconn.FieldDescription) error {
	if len(declared) != len(returned) {
		return fmt.Errorf("the SELECT returns %d columns, %d are declared", len(returned), len(declared))
	}
	for i, c := range declared {
		if returned[i].Name != c.Name {
			return fmt.Errorf("column %d of the SELECT is called %q, declared is %q", i+1, returned[i].Name, c.Name)
		}
		if !holds(c.Type, returned[i].DataTypeOID) {
			return fmt.Errorf("column %q is declared as %s, the SELECT returns type %d", c.Name, c.Type, returned[i].DataTypeOID)
		}
	}
	return nil
}

// holds says whether cells of a declared type can be read from a Postgres type without loss. Numeric is in neither list: a
// sum is to be cast to bigint where it is one, and a mean to double precision, which says what the figure is.
func holds(t Type, oid uint32) bool {
	switch t {
	case Text:
		return oid == pgtype.TextOID || oid == pgtype.VarcharOID || oid == pgtype.NameOID
	case Integer:
		return oid == pgtype.Int2OID || oid == pgtype.Int4OID || oid == pgtype.Int8OID
	case Number:
		return oid == pgtype.Float8OID || oid == pgtype.Float4OID
	case Boolean:
		return oid == pgtype.BoolOID
	}
	return false
}

func cells(columns []Column, values []any) ([]any, error) {
	for i, value := range values {
		switch value := value.(type) {
		case int16:
			values[i] = int64(value)
		case int32:
			values[i] = int64(value)
		case float32:
			values[i] = float64(value)
		}
		if f, ok := values[i].(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
			return nil, fmt.Errorf("column %q holds %v, which is not a figure", columns[i].Name, f)
		}
	}
	return values, nil
}
