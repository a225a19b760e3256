package parquetfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"cafe-rewards/etl/parquetfile"
)

type row struct {
	key   int64
	hour  int32
	day   int32
	cents int64
	flag  bool
	id    string
	label string
}

var table = parquetfile.NewTable("rows",
	parquetfile.Int64("key", func(r *row) int64 { return r.key }),
	parquetfile.Int32("hour", func(r *row) int32 { return r.hour }),
	parquetfile.OptionalInt32("optional_hour", func(r *row) int32 { return r.hour }),
	parquetfile.OptionalDate("day", func(r *row) int32 { return r.day }),
	parquetfile.Money("amount", func(r *row) int64 { return r.cents }),
	parquetfile.OptionalMoney("optional_amount", func(r *row) int64 { return r.cents }),
	parquetfile.Bool("flag", func(r *row) bool { return r.flag }),
	parquetfile.Text("id", func(r *row) string { return r.id }),
	parquetfile.Label("label", func(r *row) string { return r.label }),
	parquetfile.OptionalLabel("optional_label", func(r *row) string { return r.label }),
)

func TestTypes(t *testing.T) {
	t.Parallel()
	got := open(t, write(t, nil)).Schema().String()
	want := `message rows {
	required int64 key (INT(64,true));
	required int32 hour (INT(32,true));
	optional int32 optional_hour (INT(32,true));
	optional int32 day (DATE);
	required int64 amount (DECIMAL(18,2));
	optional int64 optional_amount (DECIMAL(18,2));
	required boolean flag;
	required binary id (STRING);
	required binary label (STRING);
	optional binary optional_label (STRING);
}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	rows := []row{
		{},
		{key: 7, hour: 714, day: 17000, cents: 1999, flag: true, id: "a", label: "25-40"},
		{key: -1, hour: -1, day: -1, cents: -1, label: "", id: ""},
		{key: math.MaxInt64, hour: math.MaxInt32, day: -25567, cents: 999_999_999_999_999_999, id: "\x00é\n", label: "–"},
		{key: math.MinInt64, hour: math.MinInt32, day: math.MinInt32, cents: -999_999_999_999_999_999},
	}
	want := []string{
		"0 0 0 0 0 0 false   <null>",
		"7 714 714 17000 1999 1999 true a 25-40 25-40",
		"-1 -1 <null> <null> -1 <null> false   <null>",
		"9223372036854775807 2147483647 2147483647 -25567 999999999999999999 999999999999999999 false \x00é\n – –",
		"-9223372036854775808 -2147483648 -2147483648 -2147483648 -999999999999999999 -999999999999999999 false   <null>",
	}
	if diff := cmp.Diff(want, read(t, write(t, rows))); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 1023, 1024, 1025, 3000} {
		rows := make([]row, n)
		var want []string
		for i := range rows {
			rows[i] = row{key: int64(i), hour: int32(i%7) - 1, day: int32(i), cents: int64(i % 1000), flag: i%2 == 0, id: fmt.Sprint("id ", i), label: fmt.Sprint("label ", i%3)}
			hour := fmt.Sprint(rows[i].hour)
			if i%7 == 0 {
				hour = "<null>"
			}
			want = append(want, fmt.Sprintf("%d %d %s %d %d %d %t %s %s %s", i, rows[i].hour, hour, i, i%1000, i%1000, i%2 == 0, rows[i].id, rows[i].label, rows[i].label))
		}
		if got := read(t, write(t, rows)); !cmp.Equal(want, got) {
			t.Errorf("%d rows are read back otherwise than they were written", n)
		}
	}
}

func TestRowGroups(t *testing.T) {
	t.Parallel()
	const group = 128 * 1024
	keys := parquetfile.NewTable("keys", parquetfile.Int64("key", func(key *int64) int64 { return *key }))
	var file bytes.Buffer
	w := keys.NewWriter(&file)
	for piece := range 3 { // none of which ends with a row group
		rows := make([]int64, 100_000)
		for i := range rows {
			rows[i] = int64(piece*len(rows) + i)
		}
		if err := w.Append(rows); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := w.Close(); n != 300_000 || err != nil {
		t.Fatalf("%d rows written, says Close: %v", n, err)
	}
	sizes := []int64{}
	for i, g := range open(t, file.Bytes()).RowGroups() {
		sizes = append(sizes, g.NumRows())
		rows := g.Rows()
		first := make([]parquet.Row, 1)
		if _, err := rows.ReadRows(first); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		if got := first[0][0].Int64(); got != int64(i)*group {
			t.Errorf("row group %d begins with key %d", i, got)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int64{group, group, 300_000 - 2*group}, sizes); diff != "" {
		t.Errorf("sizes of row groups, wanted first:\n%s", diff)
	}
}

// A Writer is used again after its file: nothing of one file may show in another, whatever happened to the first one.
func TestWritersAreUsedAgain(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range 8 {
				rows := make([]row, 100*j)
				for k := range rows {
					rows[k] = row{key: int64(i), label: fmt.Sprint("label ", i, j)}
				}
				if _, err := table.Write(&brokenWriter{after: j * 50}, rows); !errors.Is(err, errBroken) {
					t.Errorf("a writer that breaks after %d bytes gives the error %v", j*50, err)
				}
				for _, got := range read(t, write(t, rows)) {
					if want := fmt.Sprintf("%d 0 0 0 0 0 false  label %d %d", i, i, j); !strings.HasPrefix(got, want) {
						t.Errorf("got %s, want %s", got, want)
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestTwoColumnsOfOneName(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	key := parquetfile.Int64("key", func(r *row) int64 { return r.key })
	parquetfile.NewTable("rows", key, key)
}

var errBroken = errors.New("disk full")

type brokenWriter struct{ after int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if len(p) > w.after {
		return w.after, errBroken
	}
	w.after -= len(p)
	return len(p), nil
}

func write(t *testing.T, rows []row) []byte {
	t.Helper()
	var file bytes.Buffer
	n, err := table.Write(&file, rows)
	if err != nil {
		t.Fatal(err)
	}
	if n != int64(len(rows)) {
		t.Fatalf("%d rows written, says Write, of %d", n, len(rows))
	}
	return file.Bytes()
}

func open(t *testing.T, file []byte) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t *testing.T, file []byte) []string {
	t.Helper()
	f := open(t, file)
	var texts []string
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 1000)
		for {
			n, err := rows.ReadRows(buffer)
			for _, r := range buffer[:n] {
				var values []string
				for _, v := range r {
					values = append(values, v.String())
				}
				texts = append(texts, strings.Join(values, " "))
			}
			if err == io.EOF {
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
	if f.NumRows() != int64(len(texts)) {
		t.Fatalf("the footer says %d rows, the file has %d", f.NumRows(), len(texts))
	}
	return texts
}

func BenchmarkWrite(b *testing.B) {
	rows := make([]row, 20_000)
	for i := range rows {
		rows[i] = row{key: int64(i) * 8, hour: int32(i * 6 % 720), day: int32(i % 3000), cents: int64(i * 7 % 10000), id: "68be06ca386d4c31939f3a4f0e3dd783", label: "25-40"}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Write(io.Discard, rows); err != nil {
			b.Fatal(err)
		}
	}
}
