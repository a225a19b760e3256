package tablefile

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"cafe-rewards/sql/metrics"
)

func openParquet(t *testing.T, file []byte) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// readParquet reads every cell back as the table has it.
func readParquet(t *testing.T, f *parquet.File, columns []metrics.Column) [][]any {
	t.Helper()
	all := [][]any{}
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 100)
		for {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				cells := make([]any, len(row))
				for i, v := range row {
					if !v.IsNull() {
						cells[i] = parquetCell(v, columns[i])
					}
				}
				all = append(all, cells)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func parquetCell(v parquet.Value, c metrics.Column) any {
	switch c.Type {
	case metrics.Text:
		return string(v.ByteArray())
	case metrics.Integer:
		return v.Int64()
	case metrics.Number:
		return v.Double()
	case metrics.Boolean:
		return v.Boolean()
	case Date:
		return time.Unix(int64(v.Int32())*86_400, 0).UTC()
	}
	return time.UnixMicro(v.Int64()).UTC()
}

func TestParquet(t *testing.T) {
	t.Parallel()
	f := openParquet(t, write(t, Parquet, everything))
	want := `message rows {
	optional binary label (STRING);
	optional int64 count (INT(64,true));
	optional double mean;
	optional double rate;
	optional int64 amount (DECIMAL(18,2));
	optional double mean_amount;
	optional double hours;
	optional int64 day (INT(64,true));
	optional double plain;
	optional boolean flag;
	optional int32 since (DATE);
	optional int64 at (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
}`
	if diff := cmp.Diff(want, f.Schema().String()); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	var cells [][]any
	for _, row := range everything.Rows {
		row = append([]any(nil), row...)
		if cents, ok := row[5].(float64); ok {
			row[5] = cents / 100 // dollars
		}
		cells = append(cells, row)
	}
	if diff := cmp.Diff(cells, readParquet(t, f, everything.Columns)); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	for key, want := range map[string]string{
		"title": head.Title, "data_version": "12", "filters": `{"age":["25-40"],"channel":["web","email"]}`, "published_at": "2026-11-24T09:00:00Z",
		"sample": "true", "address": head.Address, "definition": head.Definition,
	} {
		if got, ok := f.Lookup(key); !ok || got != want {
			t.Errorf("the file says %s: %q", key, got)
		}
	}
	if columns, _ := f.Lookup("columns"); !strings.Contains(columns, `{"name":"amount","label":"Sales","type":"number","unit":"usd"}`) {
		t.Errorf("the file says columns: %s", columns)
	}
}

// TestParquetGroups: sizes around those of chunks and row groups.
func TestParquetGroups(t *testing.T) {
	t.Parallel()
	columns := []metrics.Column{{Name: "n", Type: metrics.Integer}, {Name: "text", Type: metrics.Text}}
	for _, n := range []int{0, 1, chunkRows - 1, chunkRows, chunkRows + 1, groupRows, groupRows + 7} {
		var out bytes.Buffer
		row := make([]any, 2) // the same for all, as a cursor would
		err := WriteRows(&out, Parquet, head, columns, func(yield func([]any, error) bool) {
			for i := range n {
				row[0], row[1] = int64(i), strings.Repeat("x", i%3)
				if !yield(row, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		f := openParquet(t, out.Bytes())
		got := readParquet(t, f, columns)
		if len(got) != n || len(f.RowGroups()) != (n+groupRows-1)/groupRows {
			t.Fatalf("%d rows are read back as %d, in %d groups", n, len(got), len(f.RowGroups()))
		}
		for i, row := range got {
			if row[0] != int64(i) || row[1] != strings.Repeat("x", i%3) {
				t.Fatalf("row %d of %d is %v", i, n, row)
			}
		}
	}
}

// TestParquetLongTexts: a row group is as small as its texts are long, so that they do not fill the memory.
func TestParquetLongTexts(t *testing.T) {
	t.Parallel()
	table := metrics.Table{Columns: []metrics.Column{{Name: "text", Type: metrics.Text}, {Name: "n", Type: metrics.Integer}}}
	for i := range 34 {
		table.Rows = append(table.Rows, []any{strings.Repeat(string(rune('a'+i%26)), chunkBytes+i), int64(i)})
	}
	f := openParquet(t, write(t, Parquet, table))
	if n := len(f.RowGroups()); n != 2 {
		t.Errorf("%d MiB of text are in %d row groups", len(table.Rows), n)
	}
	if got := readParquet(t, f, table.Columns); !cmp.Equal(table.Rows, got) {
		t.Error("long texts are read back otherwise than they were written")
	}
}

func TestParquetLimits(t *testing.T) {
	t.Parallel()
	columns := []metrics.Column{{Name: "amount", Type: metrics.Integer, Unit: metrics.USD}}
	most := int64(mostCents)
	table := metrics.Table{Columns: columns, Rows: [][]any{{most}, {-most}}}
	if diff := cmp.Diff(table.Rows, readParquet(t, openParquet(t, write(t, Parquet, table)), columns)); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	for _, cents := range []int64{most + 1, -most - 1} {
		if err := Write(io.Discard, Parquet, head, metrics.Table{Columns: columns, Rows: [][]any{{cents}}}); err == nil || !strings.Contains(err.Error(), `row 1, column "amount"`) {
			t.Errorf("%d cents: %v", cents, err)
		}
	}
	if err := Write(io.Discard, Parquet, head, metrics.Table{Columns: append(columns, columns...)}); err == nil || !strings.Contains(err.Error(), `two columns are called "amount"`) {
		t.Errorf("two columns of one name: %v", err)
	}
}
