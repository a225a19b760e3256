package trusted

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

func TestRejectsAsParquet(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	rejects := NewRejects(&file)
	bad := "c9,transaction,{'amount': 1.00},1\nx\nc1,\x00,,\nc1,transaction,{'amount': 0.005},\"6\"\n"
	clean(t, batch(someOffers, someCustomers, someEvents+bad), Options{Rejects: rejects})
	if err := rejects.Close(); err != nil {
		t.Fatal(err)
	}
	want := []Reject{
		{"events", "events.csv", 6, reasonFields, "x"},
		{"events", "events.csv", 7, reasonZero, "c1,\uFFFD,,"},
		{"events", "events.csv", 8, amountReasons[uneven], "c1,transaction,{'amount': 0.005},\"6\""},
		{"events", "events.csv", 5, reasonUnknownCustomer, "c9,transaction,{'amount': 1.00},1"},
	}
	got, err := parquet.Read[Reject](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, want, got)
	equal(t, []Reject{want[3], want[0], want[1], want[2]}, rejects.First())
	equal(t, []ReasonCount{
		{"events", amountReasons[uneven], 1, "events.csv", 8},
		{"events", reasonUnknownCustomer, 1, "events.csv", 5},
		{"events", reasonFields, 1, "events.csv", 6},
		{"events", reasonZero, 1, "events.csv", 7},
	}, rejects.Reasons())
}

func TestNoRejectsAreAFileToo(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := NewRejects(&file).Close(); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != 0 || strings.Join(columnNames(f), " ") != "table_name file line reason row_text" {
		t.Errorf("%d rows of %q", f.NumRows(), columnNames(f))
	}
}

func columnNames(f *parquet.File) (names []string) {
	for _, c := range f.Root().Columns() {
		names = append(names, c.Name())
	}
	return names
}

// TestManyRejects has it that memory holds the first of them, and the file all.
func TestManyRejects(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	r := NewRejects(&file)
	const batches, each = 110, 1000
	for i := range batches {
		rejects := make([]Reject, each)
		for k := range rejects {
			rejects[k] = Reject{"events", "events.csv", int64(i*each + k), fmt.Sprint("reason ", k%3), "row"}
		}
		if err := r.add(rejects); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != batches*each || len(f.RowGroups()) != 2 {
		t.Errorf("%d rows in %d groups", f.NumRows(), len(f.RowGroups()))
	}
	if first := r.First(); len(first) != firstRejects || first[firstRejects-1].Line != firstRejects-1 {
		t.Errorf("%d are kept", len(first))
	}
	equal(t, []ReasonCount{{"events", "reason 0", 36740, "events.csv", 0}, {"events", "reason 1", 36630, "events.csv", 1}, {"events", "reason 2", 36630, "events.csv", 2}}, r.Reasons())
}

func TestLargeRejects(t *testing.T) {
	t.Parallel()
	r := NewRejects(io.Discard)
	row := strings.Repeat("x", maxRowText)
	for i := range 10_000 {
		if err := r.add([]Reject{{"events", "events.csv", int64(i), "reason", row}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.First()); n != firstBytes/maxRowText {
		t.Errorf("%d are kept", n)
	}
}

func TestRejectsCannotBeWritten(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	rejects := NewRejects(failingWriter{full})
	_, err := tryClean(t, batch(someOffers, someCustomers, someEvents+strings.Repeat("x\n", groupRejects)), Options{Rejects: rejects})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failingWriter struct{ err error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.err }

func FuzzRowText(f *testing.F) {
	f.Add([]byte("a,b\r\n"))
	f.Add([]byte("\x00\xff\xc3"))
	f.Add(bytes.Repeat([]byte("é\x00"), maxRowText))
	f.Fuzz(func(t *testing.T, row []byte) {
		got := rowText(row)
		if len(got) > maxRowText || !utf8.ValidString(got) || strings.ContainsAny(got, "\x00") {
			t.Errorf("%q", got)
		}
		if plain := strings.TrimRight(string(row), "\r\n"); len(plain) <= maxRowText && utf8.ValidString(plain) && !strings.Contains(plain, "\x00") && got != plain {
			t.Errorf("%q became %q", plain, got)
		}
	})
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	events := func(good, bad int) string {
		return someEvents[:strings.Index(someEvents, "\n")+1] + strings.Repeat("c1,transaction,{'amount': 1},1\n", good) + strings.Repeat("c9,transaction,{'amount': 1},1\n", bad)
	}
	for name, test := range map[string]struct {
		members []Member
		want    string
	}{
		"good":          {batch(someOffers, someCustomers, someEvents), ""},
		"1 %":           {batch(someOffers, someCustomers, events(99, 1)), ""},
		"more than 1 %": {batch(someOffers, someCustomers, events(1970, 20)), "20 of 1,990 rows of events (1.01 %) cannot be used, and more than 1 % are too many: the customer is not among the customers (20 rows, first in events.csv, line 1972)."},
		"all":           {batch(someOffers, someCustomers, events(0, 1234)), "No row of events can be used, out of 1,234: the customer is not among the customers (1,234 rows, first in events.csv, line 2)."},
		"several reasons": {
			batch(someOffers, someCustomers, events(1, 3)+"x\nx\nc1,transaction,{'amount': 1},-1\nc1,,,\n"),
			"7 of 8 rows of events (87.50 %) cannot be used, and more than 1 % are too many: the customer is not among the customers (3 rows, first in events.csv, line 3); " +
				"the number of fields is not that of the header (2 rows, first in events.csv, line 6); " +
				"the event is none of offer received, offer viewed, offer completed, transaction (1 row, first in events.csv, line 9); and 1 other reason.",
		},
	} {
		err := clean(t, test.members, Options{}).tables.Verdict()
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want)
		}
	}
}
