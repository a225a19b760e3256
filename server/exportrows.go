package server

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
)

// unitWords are the units that the descriptions of the consumption layer's columns end with.
var unitWords = map[string]metrics.Unit{"count": metrics.Count, "fraction of 1": metrics.Percent, "US dollars": metrics.USD, "hours": metrics.Hours}

// figures describes the columns of a table for files whose cells have types.
func (t exportTable) figures() []metrics.Column {
	columns := make([]metrics.Column, len(t.columns))
	for i, c := range t.columns {
		column := metrics.Column{Name: c.Name, Label: c.Name, Type: metrics.Text, Description: c.Description}
		unit := unitWords[inParentheses(c.Description)]
		switch c.Type {
		case "smallint", "integer", "bigint":
			column.Type, column.Unit = metrics.Integer, unit
			if unit == metrics.USD {
				column.Unit = metrics.Plain // whole dollars; the unit's cells are cents
			}
		case "real", "double precision":
			column.Type, column.Unit = metrics.Number, unit
			if unit == metrics.USD {
				column.Unit = metrics.Plain
			}
		case "numeric":
			if unit == metrics.USD {
				column.Type, column.Unit = metrics.Integer, unit
			} // and text otherwise, which loses no digit
		case "boolean":
			column.Type = metrics.Boolean
		case "date":
			column.Type = tablefile.Date
		case "timestamp with time zone":
			column.Type = tablefile.Timestamp
		}
		columns[i] = column
	}
	return columns
}

// inParentheses is what a description ends with: "count" for "Receipts (count)."
func inParentheses(description string) string {
	from := strings.LastIndexByte(description, '(')
	inside, ok := strings.CutSuffix(description[from+1:], ").")
	if from < 0 || !ok {
		return ""
	}
	return inside
}

// rows are the table's rows, read from Postgres on demand. They end with an error if there are not as many as announced.
func (t exportTable) rows(ctx context.Context, tx pgx.Tx, announced int64) tablefile.Rows {
	columns := t.figures()
	return func(yield func([]any, error) bool) {
		rows, err := tx.Query(ctx, rowsStatement(t, columns), pgx.QueryExecModeDescribeExec) // caches nothing about a view that may be replaced
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		sent := int64(0)
		for rows.Next() {
			row, err := rows.Values()
			for i := range row {
				if err == nil {
					if row[i], err = figure(row[i], columns[i]); err != nil {
						err = fmt.Errorf("column %q: %w", columns[i].Name, err)
					}
				}
			}
			if sent++; !yield(row, err) || err != nil {
				return
			}
		}
		err = rows.Err()
		if err == nil && sent != announced {
			err = fmt.Errorf("%d rows were sent, %d were announced", sent, announced)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func rowsStatement(t exportTable, columns []metrics.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = pgx.Identifier{c.Name}.Sanitize()
		if c.Type == metrics.Text {
			names[i] += "::text"
		}
	}
	return "select " + strings.Join(names, ", ") + " from " + qualified(t.name)
}

// figure converts a value from Postgres to a cell of the column.
func figure(value any, column metrics.Column) (any, error) {
	switch value := value.(type) {
	case nil, string, bool, int64, float64, time.Time:
		return value, nil
	case int16:
		return int64(value), nil
	case int32:
		return int64(value), nil
	case float32:
		return float64(value), nil
	case pgtype.Numeric:
		return cents(value)
	}
	return nil, fmt.Errorf("%v is no value of type %s", value, column.Type)
}

// cents converts an amount in dollars to cents, exactly.
func cents(dollars pgtype.Numeric) (any, error) {
	if !dollars.Valid {
		return nil, nil
	}
	if dollars.NaN || dollars.InfinityModifier != pgtype.Finite {
		return nil, errors.New("an amount is no number")
	}
	if dollars.Exp == -2 && dollars.Int.IsInt64() {
		return dollars.Int.Int64(), nil
	}
	n, exponent := new(big.Int).Set(dollars.Int), int64(dollars.Exp)+2
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(exponent, -exponent)), nil)
	if exponent >= 0 {
		n.Mul(n, scale)
	} else if _, rest := n.QuoRem(n, scale, new(big.Int)); rest.Sign() != 0 {
		return nil, fmt.Errorf("an amount is no whole number of cents: %se%d dollars", dollars.Int, dollars.Exp)
	}
	if !n.IsInt64() {
		return nil, fmt.Errorf("an amount is too large: %se%d dollars", dollars.Int, dollars.Exp)
	}
	return n.Int64(), nil
}
