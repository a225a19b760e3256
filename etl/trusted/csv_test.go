package trusted

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// scanned is what scanCSV makes of a row.
type scanned struct {
	Line   int
	Fields []string
	Reason string
}

// scanAll scans rows of width fields, blank ones left out.
func scanAll(b []byte, width, line int) []scanned {
	target := make([]int, width)
	for i := range target {
		target[i] = i
	}
	var all []scanned
	var f fields
	var scratch []byte
	for len(b) > 0 {
		n, reason := scanCSV(b, target, &f, &scratch)
		s := scanned{Line: line, Reason: reason}
		if reason == "" {
			for _, field := range f[:width] {
				s.Fields = append(s.Fields, string(field))
			}
		}
		if reason != blank {
			all = append(all, s)
		}
		line += bytes.Count(b[:n], newline)
		b = b[n:]
	}
	return all
}

func TestScanCSV(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []scanned
	}{
		"plain":             {"a,b\nc,d\n", []scanned{{1, []string{"a", "b"}, ""}, {2, []string{"c", "d"}, ""}}},
		"no last line end":  {"a,b", []scanned{{1, []string{"a", "b"}, ""}}},
		"CRLF, blank lines": {"\r\na,b\r\n\r\n\nc,d\r\n", []scanned{{2, []string{"a", "b"}, ""}, {5, []string{"c", "d"}, ""}}},
		"empty fields":      {",\n", []scanned{{1, []string{"", ""}, ""}}},
		"quoted":            {`"a,""x""",b` + "\r\n" + `"","c` + "\n" + `d"` + "\ne,f", []scanned{{1, []string{`a,"x"`, "b"}, ""}, {2, []string{"", "c\nd"}, ""}, {4, []string{"e", "f"}, ""}}},
		"ragged":            {"a\na,b,c\na,b\n", []scanned{{1, nil, reasonFields}, {2, nil, reasonFields}, {3, []string{"a", "b"}, ""}}},
		"ragged, quoted":    {`"a"` + "\n" + `"a",b,c` + "\na,b\n", []scanned{{1, nil, reasonFields}, {2, nil, reasonFields}, {3, []string{"a", "b"}, ""}}},
		"bare quote":        {`a"x,b` + "\na,b\n", []scanned{{1, nil, reasonBareQuote}, {2, []string{"a", "b"}, ""}}},
		"open to the end":   {`a,"b` + "\nc,d\n", []scanned{{1, nil, reasonQuoted}, {2, []string{"c", "d"}, ""}}},
		"stray quote does not swallow rows": {
			`"a,b` + "\nc,d\n" + `"e",f` + "\n",
			[]scanned{{1, nil, reasonQuoted}, {2, []string{"c", "d"}, ""}, {3, []string{"e", "f"}, ""}},
		},
		"text behind a closing quote": {`"a"x,b` + "\nc,d\n", []scanned{{1, nil, reasonQuoted}, {2, []string{"c", "d"}, ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := scanAll([]byte(test.text), 2, 1)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("wanted first:\n%s", diff)
			}
		})
	}
}

func TestQuotedFieldOverTheLimit(t *testing.T) {
	t.Parallel()
	text := `a,"` + strings.Repeat("x\n", maxRow/2) + `"` + "\nc,d\n"
	got := scanAll([]byte(text), 2, 1)
	first, last := got[0], got[len(got)-1]
	if first.Line != 1 || first.Reason != reasonQuoted || last.Reason != "" || last.Line != maxRow/2+2 {
		t.Errorf("first row %+v, last row %+v", first, last)
	}
}

// FuzzCSV holds the scanner against encoding/csv. Where that reads everything, both must agree on every field.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{"a,b\nc,d\n", "\"a\"\"\",b\r\n\r\n\"x\ny\",\n", "a\"b,c\n\"d,e\nf,g", "\"a\n", ",\"\"\n\r\n", "a,b\r"} {
		f.Add(text, 2)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 1 + (width%maxFields+maxFields)%maxFields
		got := scanAll([]byte(text), width, 1)
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil {
			return
		}
		if len(got) != len(want) {
			t.Fatalf("%d rows, want %d: %q", len(got), len(want), text)
		}
		for i, w := range want {
			if len(w) != width {
				if got[i].Reason != reasonFields {
					t.Errorf("row %d has %d fields instead of %d, but %+v", i, len(w), width, got[i])
				}
				continue
			}
			for k, field := range got[i].Fields {
				got[i].Fields[k] = strings.ReplaceAll(field, "\r\n", "\n") // encoding/csv does that inside of quotes
			}
			if diff := cmp.Diff(scanned{got[i].Line, w, ""}, got[i]); diff != "" {
				t.Errorf("row %d of %q:\n%s", i, text, diff)
			}
		}
	})
}

// cutAndScan is scanAll of the blocks that a file is cut into.
func cutAndScan(t testing.TB, r io.Reader, size, width int) []scanned {
	t.Helper()
	c := newCutter(r, true)
	c.size = size
	var all []scanned
	var buf []byte
	for {
		b, err := c.next(buf)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, scanAll(b.data, width, int(b.line))...)
		buf = b.data
	}
}

// FuzzCutter cuts a file into small blocks, read in small pieces. That must not change a row or its line.
func FuzzCutter(f *testing.F) {
	for _, text := range []string{"a,b\nc,d\n", "\"a\"\"\",b\r\n\r\n\"x\ny\",\n", "a\"b,c\n\"d,e\nf,g", "\"a\n\"\n\"", "\"a\",\"b\nc\"d\ne,\"f\"\r", "\"\"\"\n\"\"\n\"\r\r\n"} {
		f.Add(text, 1, 1)
		f.Add(text, 3, 2)
	}
	f.Fuzz(func(t *testing.T, text string, size, width int) {
		width = 1 + (width%maxFields+maxFields)%maxFields
		size = 1 + (size%64+64)%64
		got := cutAndScan(t, iotest.OneByteReader(strings.NewReader(text)), size, width)
		if diff := cmp.Diff(scanAll([]byte(text), width, 1), got); diff != "" {
			t.Errorf("%q in blocks of %d, wanted first:\n%s", text, size, diff)
		}
	})
}

func TestCutterAgreesOnLongQuotedFields(t *testing.T) {
	t.Parallel()
	for _, lines := range []int{maxRow/20 - 1, maxRow / 20, maxRow/20 + 1, maxRow / 5} {
		text := "a,b\n\"" + strings.Repeat("some text, 20 bytes\n", lines) + "\",d\ne,f\n"
		want := scanAll([]byte(text), 2, 1)
		// cmp, which explains a difference, takes twenty times as long to find none
		for _, size := range []int{100_000, blockSize} {
			if !reflect.DeepEqual(want, cutAndScan(t, strings.NewReader(text), size, 2)) {
				t.Errorf("a field of %d lines: other rows when cut into blocks of %d", lines, size)
			}
		}
	}
}

func TestCutterPassesLongRows(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3*maxRow)
	for name, csv := range map[string]bool{"CSV": true, "JSON lines": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCutter(strings.NewReader("a\n"+long+"\nb\n"+long), csv)
			var lines []int64
			var rows []string
			for {
				b, err := c.next(nil)
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if len(b.data) > maxRow+2*blockSize {
					t.Errorf("a block of %d bytes", len(b.data))
				}
				if b.long {
					b.data = []byte("long")
				}
				lines, rows = append(lines, b.line), append(rows, string(b.data))
			}
			if diff := cmp.Diff([]string{"a\n", "long", "b\n", "long"}, rows); diff != "" {
				t.Errorf("wanted first:\n%s", diff)
			}
			if diff := cmp.Diff([]int64{1, 2, 3, 4}, lines); diff != "" {
				t.Errorf("lines, wanted first:\n%s", diff)
			}
		})
	}
}

func TestCutterTellsBrokenFromEnded(t *testing.T) {
	t.Parallel()
	for _, broken := range []error{io.ErrUnexpectedEOF, errors.New("the network went")} {
		c := newCutter(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), true)
		if _, err := c.next(nil); !errors.Is(err, broken) {
			t.Errorf("got %v, want %v", err, broken)
		}
	}
}
