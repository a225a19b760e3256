package tablefile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
)

// everything has a column of each type and unit, and cells that have gone wrong in the files of others.
var everything = metrics.Table{
	Columns: []metrics.Column{
		{Name: "label", Label: "Offer", Type: metrics.Text, Description: "What it is"},
		{Name: "count", Label: "Receipts", Type: metrics.Integer, Unit: metrics.Count},
		{Name: "mean", Label: "Receipts per day", Type: metrics.Number, Unit: metrics.Count},
		{Name: "rate", Label: "Rate", Type: metrics.Number, Unit: metrics.Percent},
		{Name: "amount", Label: "Sales", Type: metrics.Integer, Unit: metrics.USD},
		{Name: "mean_amount", Label: "Mean sale", Type: metrics.Number, Unit: metrics.USD},
		{Name: "hours", Label: "Hours", Type: metrics.Number, Unit: metrics.Hours},
		{Name: "day", Label: "Day", Type: metrics.Integer, Unit: metrics.Day},
		{Name: "plain", Label: "Score", Type: metrics.Number},
		{Name: "flag", Label: "Completable", Type: metrics.Boolean},
		{Name: "since", Type: Date},
		{Name: "at", Type: Timestamp},
	},
	Rows: [][]any{
		{"Discount: spend $20, get $5", int64(76277), 2542.5666666666666, 0.5103, int64(177545197), 1277.6, 62.5, int64(1), 1e21, true, date(2017, 7, 29), time.Date(2026, 11, 24, 9, 0, 0, 123456000, time.UTC)},
		{nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil},
		{"=1+1", int64(0), 0.1, 1.0 / 3, int64(-5), -0.5, 0.0, int64(30), math.SmallestNonzeroFloat64, false, date(1900, 3, 1), time.Date(1999, 12, 31, 23, 59, 59, 999999000, time.UTC)},
		{"<script>alert('1') & \"2\"</script>", int64(-1), -1e-7, 1.0, int64(99), 1e15, 1e6, int64(2), -math.MaxFloat64, true, date(9999, 12, 31), date(2000, 1, 1)},
		{"\x01 \x00 \r\n\ttab _x0041_ _x0041\x02 _x005F_ _xZZZZ_ _ __x \uFFFE \uFFFF end ", int64(999_999_999_999_999), 0.30000000000000004, 0.0, int64(-99_999_999_999_999), 0.1, 0.1, int64(3), 5e-324, false, date(2024, 2, 29), date(1970, 1, 1)},
		{"  Füße – 咖啡 ☕ 👩‍🚀  ", int64(1), 1.0, 0.999999999999999, int64(1), 1.0, 1.0, int64(4), 123456789.12345678, true, date(2026, 11, 24), date(1970, 1, 2)},
		{"", int64(1), 1.0, 1.0, int64(10), 1.0, 1.0, int64(5), -0.25, true, date(1969, 12, 31), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)},
	},
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

var head = Head{
	Visual: "funnel", Title: "From received to completed", Subtitle: "receipts", Definition: "=A receipt is <counted> once.",
	DataVersion: 12, PublishedAt: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Sample: true,
	Filters: []string{"Channel is web or email.", "Age is 25-40."}, Selection: map[string][]string{"channel": {"web", "email"}, "age": {"25-40"}},
	Address: "https://cafe.example.com/visuals/funnel?channel=web&channel=email",
}

func write(t *testing.T, f Format, table metrics.Table) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, f, head, table); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSV(t *testing.T) {
	t.Parallel()
	got, err := csv.NewReader(bytes.NewReader(write(t, CSV, everything))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"label", "count", "mean", "rate", "amount", "mean_amount", "hours", "day", "plain", "flag", "since", "at"},
		{"Discount: spend $20, get $5", "76277", "2542.5666666666666", "0.5103", "1775451.97", "12.776", "62.5", "1", "1000000000000000000000", "true", "2017-07-29", "2026-11-24T09:00:00.123456Z"},
		{"", "", "", "", "", "", "", "", "", "", "", ""},
		{"'=1+1", "0", "0.1", "0.3333333333333333", "-0.05", "-0.005", "0", "30"},
	}
	if diff := cmp.Diff(want[:3], got[:3]); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	if diff := cmp.Diff(want[3], got[3][:8]); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	if len(got) != len(everything.Rows)+1 {
		t.Errorf("the file has %d lines", len(got))
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	table := metrics.Table{Columns: everything.Columns[3:6], Rows: [][]any{{0.5103, int64(177545197), 1277.6}, {nil, int64(-5), nil}}}
	want := `{"visual":"funnel","title":"From received to completed","data_version":12,"sample":true,"filters":{"age":["25-40"],"channel":["web","email"]},"columns":[` +
		`{"name":"rate","label":"Rate","type":"number","unit":"percent"},{"name":"amount","label":"Sales","type":"number","unit":"usd"},{"name":"mean_amount","label":"Mean sale","type":"number","unit":"usd"}` +
		`],"rows":[[0.5103,1775451.97,12.776],[null,-0.05,null]]}` + "\n"
	if diff := cmp.Diff(want, string(write(t, JSON, table))); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	var all struct{ Rows [][]any }
	if err := json.Unmarshal(write(t, JSON, everything), &all); err != nil {
		t.Fatal(err)
	}
	for i, row := range everything.Rows {
		if text, ok := row[0].(string); ok && all.Rows[i][0] != text {
			t.Errorf("text %q reads back as %q", text, all.Rows[i][0])
		}
	}
	var none bytes.Buffer
	if err := Write(&none, JSON, Head{}, metrics.Table{}); err != nil {
		t.Fatal(err)
	}
	if got := none.String(); got != `{"visual":"","title":"","data_version":0,"sample":false,"filters":{},"columns":[],"rows":[]}`+"\n" {
		t.Errorf("without anything the file is %s", got)
	}
}

// TestBadRows: a row that is not as declared makes no file, in any format, and the error says where it is.
func TestBadRows(t *testing.T) {
	t.Parallel()
	columns := []metrics.Column{{Name: "n", Type: metrics.Integer}, {Name: "x", Type: metrics.Number}}
	broken := errors.New("the connection broke")
	for _, f := range []Format{CSV, JSON, Excel, Parquet} {
		for _, tt := range []struct {
			row  []any
			err  error
			want string
		}{
			{[]any{int64(1)}, nil, "row 2: it has 1 cells, 2 columns"},
			{[]any{1.5, 1.5}, nil, `row 2: column "n" holds a float64, declared is integer`},
			{[]any{int64(1), math.NaN()}, nil, `row 2: column "x" holds NaN`},
			{[]any{int64(1), math.Inf(-1)}, nil, `row 2: column "x" holds -Inf`},
			{[]any{int32(1), nil}, nil, `row 2: column "n" holds a int32`},
			{nil, broken, "row 2: the connection broke"},
		} {
			asked := 0
			err := WriteRows(&bytes.Buffer{}, f, head, columns, func(yield func([]any, error) bool) {
				if asked++; yield([]any{int64(1), 1.5}, nil) && yield(tt.row, tt.err) {
					t.Errorf("%s asks for more after the error %q", f, tt.want)
				}
			})
			if err == nil || !strings.Contains(err.Error(), tt.want) || asked != 1 || tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("%s: error %v, wanted one with %q", f, err, tt.want)
			}
		}
		if err := Write(&full{}, f, head, everything); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", f, err)
		}
	}
	if err := Write(&bytes.Buffer{}, "pdf", head, everything); err == nil {
		t.Error("an unknown format is written")
	}
}

var errFull = errors.New("no space left")

type full struct{ written int }

func (w *full) Write(p []byte) (int, error) {
	if w.written += len(p); w.written > 100 {
		return 0, errFull
	}
	return len(p), nil
}

// TestSameBytes: a file depends on nothing but what is in it, so that its tag is the same on every replica.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for _, f := range []Format{CSV, JSON, Excel, Parquet} {
		first := write(t, f, everything)
		for range 3 {
			if !bytes.Equal(first, write(t, f, everything)) {
				t.Fatalf("%s differs from one time to the next", f)
			}
		}
	}
}

func TestCutFormat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, table string
		format      Format
		ok          bool
	}{
		{"funnel.csv", "funnel", CSV, true}, {"funnel.json", "funnel", JSON, true}, {"funnel.xlsx", "funnel", Excel, true}, {"a.b.parquet", "a.b", Parquet, true},
		{"funnel", "funnel", "", false}, {"funnel.", "funnel.", "", false}, {"funnel.CSV", "funnel.CSV", "", false}, {"funnel.pdf", "funnel.pdf", "", false}, {"", "", "", false}, {".csv", "", CSV, true},
	} {
		if table, format, ok := CutFormat(tt.file); table != tt.table || format != tt.format || ok != tt.ok {
			t.Errorf("CutFormat(%q) = %q, %q, %t", tt.file, table, format, ok)
		}
	}
}

func FuzzGuarded(f *testing.F) {
	for _, text := range []string{"", "a", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", " =1", "１"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Guarded(text)
		if got != text && got != "'"+text {
			t.Errorf("%q became %q", text, got)
		}
		if got != "" && strings.ContainsRune("=+-@\t\r\n", rune(got[0])) {
			t.Errorf("%q would run as a formula", got)
		}
	})
}
