package metrics

import (
	"fmt"
	"iter"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

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

// rowsOf gives what a statement returns row by row, and ends with the first error.
func rowsOf(columns []Column, rows pgx.Rows) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for rows.Next() {
			values, err := rows.Values()
			if err == nil {
				values, err = cells(columns, values)
			}
			if !yield(values, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// cells are the values of a row in the types that tables have: int64, float64, string and bool. What is no figure is an error.
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
