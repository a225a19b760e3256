package parquetfile

import "github.com/parquet-go/parquet-go"

// Null stands for a missing value in the integers that optional columns are made from, as it does in the packages whose
// rows these are.
const Null = -1

// Column is a column of rows of type T.
type Column[T any] struct {
	name string
	node parquet.Node
	fill func(s *scratch, rows []T) // sets s.values to the column's value of each row
}

// scratch holds the values of one chunk of one column, and the texts that they point into.
type scratch struct {
	values []parquet.Value
	text   []byte
}

// Int32 is a column INT32 that is never null.
func Int32[T any](name string, value func(*T) int32) Column[T] {
	return Column[T]{name, parquet.Encoded(parquet.Int(32), &parquet.DeltaBinaryPacked), func(s *scratch, rows []T) {
		for i := range rows {
			s.values[i] = parquet.Int32Value(value(&rows[i]))
		}
	}}
}

// OptionalInt32 is a column INT32 that is null where the value is Null.
func OptionalInt32[T any](name string, value func(*T) int32) Column[T] {
	return optional32(name, parquet.Encoded(parquet.Int(32), &parquet.DeltaBinaryPacked), value)
}

// OptionalDate is a column DATE, made from days since 1970-01-01, that is null where the value is Null.
func OptionalDate[T any](name string, days func(*T) int32) Column[T] {
	return optional32(name, parquet.Encoded(parquet.Date(), &parquet.DeltaBinaryPacked), days)
}

func optional32[T any](name string, node parquet.Node, value func(*T) int32) Column[T] {
	return Column[T]{name, parquet.Optional(node), func(s *scratch, rows []T) {
		for i := range rows {
			if v := value(&rows[i]); v == Null {
				s.values[i] = parquet.NullValue()
			} else {
				s.values[i] = parquet.Int32Value(v).Level(0, 1, 0)
			}
		}
	}}
}

// Int64 is a column INT64 that is never null.
func Int64[T any](name string, value func(*T) int64) Column[T] {
	return required64(name, parquet.Encoded(parquet.Int(64), &parquet.DeltaBinaryPacked), value)
}

// Money is a column DECIMAL(18,2), made from cents, that is never null.
func Money[T any](name string, cents func(*T) int64) Column[T] {
	return required64(name, parquet.Encoded(parquet.Decimal(2, 18, parquet.Int64Type), &parquet.DeltaBinaryPacked), cents)
}

func required64[T any](name string, node parquet.Node, value func(*T) int64) Column[T] {
	return Column[T]{name, node, func(s *scratch, rows []T) {
		for i := range rows {
			s.values[i] = parquet.Int64Value(value(&rows[i]))
		}
	}}
}

// OptionalMoney is a column DECIMAL(18,2), made from cents, that is null where the value is Null.
func OptionalMoney[T any](name string, cents func(*T) int64) Column[T] {
	node := parquet.Optional(parquet.Encoded(parquet.Decimal(2, 18, parquet.Int64Type), &parquet.DeltaBinaryPacked))
	return Column[T]{name, node, func(s *scratch, rows []T) {
		for i := range rows {
			if v := cents(&rows[i]); v == Null {
				s.values[i] = parquet.NullValue()
			} else {
				s.values[i] = parquet.Int64Value(v).Level(0, 1, 0)
			}
		}
	}}
}

// Bool is a column BOOLEAN that is never null.
func Bool[T any](name string, value func(*T) bool) Column[T] {
	return Column[T]{name, parquet.Leaf(parquet.BooleanType), func(s *scratch, rows []T) {
		for i := range rows {
			s.values[i] = parquet.BooleanValue(value(&rows[i]))
		}
	}}
}

// Text is a column STRING of texts that rarely repeat, such as ids. It is never null.
func Text[T any](name string, value func(*T) string) Column[T] {
	return text(name, parquet.Encoded(parquet.String(), &parquet.Plain), value)
}

// Label is a column STRING of a few texts that repeat, kept as a dictionary. It is never null.
func Label[T any](name string, value func(*T) string) Column[T] {
	return text(name, parquet.Encoded(parquet.String(), &parquet.RLEDictionary), value)
}

func text[T any](name string, node parquet.Node, value func(*T) string) Column[T] {
	return Column[T]{name, node, func(s *scratch, rows []T) {
		for i := range rows {
			s.values[i] = s.textValue(value(&rows[i]))
		}
	}}
}

// OptionalLabel is a Label that is null where the text is empty.
func OptionalLabel[T any](name string, value func(*T) string) Column[T] {
	return Column[T]{name, parquet.Optional(parquet.Encoded(parquet.String(), &parquet.RLEDictionary)), func(s *scratch, rows []T) {
		for i := range rows {
			if v := value(&rows[i]); v == "" {
				s.values[i] = parquet.NullValue()
			} else {
				s.values[i] = s.textValue(v).Level(0, 1, 0)
			}
		}
	}}
}

// textValue copies the text to the scratch, which spares an allocation for each.
func (s *scratch) textValue(v string) parquet.Value {
	from := len(s.text)
	s.text = append(s.text, v...)
	return parquet.ByteArrayValue(s.text[from:len(s.text):len(s.text)])
}
