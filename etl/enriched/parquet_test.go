package enriched_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The golden file has each table's columns with their types, and the rows of three customers, as a reader sees them.
func TestFiles(t *testing.T) {
	t.Parallel()
	b := bucketOf(t, "r0 v6 c12 t12$5 rI24 vI60", "c3 rB0 rB1 cB2x2 t2$7 t2$8 t9$1", "")
	b.Customers[0] = trusted.Customer{ID: "68be06ca", MemberSince: 17209, Gender: 'F', Age: 33, IncomeCents: 72_000_00}
	b.Customers[1] = trusted.Customer{ID: `a "quoted", id`, MemberSince: 0, Gender: 'O', Age: 118, IncomeCents: trusted.Unknown}
	out := build(t, b)

	var got strings.Builder
	for _, f := range append(out.Files(), enriched.SharedFiles(specOffers, out.LastTime)...) {
		var file bytes.Buffer
		n, err := f.Write(&file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s: %d rows\n%s\n", f.Table, n, parquetText(t, file.Bytes()))
	}
	const golden = "testdata/files.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("golden file first:\n%s", diff)
	}
}

// parquetText has the schema and the first 20 rows of a file.
func parquetText(t *testing.T, file []byte) string {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintln(&text, f.Schema())
	rows := make([]parquet.Row, 20)
	for _, group := range f.RowGroups() {
		reader := group.Rows()
		n, err := reader.ReadRows(rows)
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		for _, row := range rows[:n] {
			for i, v := range row {
				if i > 0 {
					text.WriteString(" | ")
				}
				text.WriteString(v.String())
			}
			text.WriteString("\n")
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}
