package tablefile

import (
	"fmt"
	"time"

	"github.com/parquet-go/parquet-go"

	"cafe-rewards/sql/metrics"
)

const mostCents = 1e18 - 1 // of a DECIMAL(18,2)

// inOrder is a group that keeps its fields in the order of names; by itself, a group has them in that of the alphabet.
type inOrder struct {
	parquet.Group
	names []string
}

func (g inOrder) Fields() []parquet.Field {
	byName := make(map[string]parquet.Field, len(g.names))
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.names))
	for i, name := range g.names {
		fields[i] = byName[name]
	}
	return fields
}

func parquetSchema(columns []metrics.Column) (*parquet.Schema, error) {
	root := inOrder{Group: parquet.Group{}}
	for _, c := range columns {
		if root.Group[c.Name] != nil {
			return nil, fmt.Errorf("two columns are called %q", c.Name)
		}
		root.Group[c.Name] = parquet.Optional(parquetNode(c))
		root.names = append(root.names, c.Name)
	}
	return parquet.NewSchema("rows", root), nil
}

func parquetNode(c metrics.Column) parquet.Node {
	switch c.Type {
	case metrics.Integer:
		if c.Unit == metrics.USD {
			return parquet.Decimal(2, 18, parquet.Int64Type)
		}
		return parquet.Int(64)
	case metrics.Number:
		return parquet.Leaf(parquet.DoubleType)
	case metrics.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case Date:
		return parquet.Date()
	case Timestamp:
		return parquet.Timestamp(parquet.Microsecond)
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

func parquetValue(cell any, c metrics.Column) (parquet.Value, error) {
	var v parquet.Value
	switch cell := cell.(type) {
	case nil:
		return parquet.NullValue(), nil
	case string:
		v = parquet.ByteArrayValue([]byte(cell))
	case int64:
		if c.Unit == metrics.USD && (cell > mostCents || cell < -mostCents) {
			return v, fmt.Errorf("%s dollars are more than a DECIMAL(18,2) holds", number(cell, c.Unit))
		}
		v = parquet.Int64Value(cell)
	case float64:
		if c.Unit == metrics.USD {
			cell /= 100
		}
		v = parquet.DoubleValue(cell)
	case bool:
		v = parquet.BooleanValue(cell)
	case time.Time:
		if c.Type == Timestamp {
			v = parquet.Int64Value(cell.UnixMicro())
		} else {
			v = parquet.Int32Value(int32(day(cell)))
		}
	default:
		return v, fmt.Errorf("a %T", cell)
	}
	return v.Level(0, 1, 0), nil
}
