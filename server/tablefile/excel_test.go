package tablefile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
)

func openExcel(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// raw is a cell as it is in the file.
func raw(t *testing.T, f *excelize.File, sheet, at string) (string, excelize.CellType) {
	t.Helper()
	value, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	kind, err := f.GetCellType(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
		t.Errorf("%s holds the formula %q (%v)", at, formula, err)
	}
	return value, kind
}

// sameCell compares a cell of the file with that of the table, to the digit.
func sameCell(t *testing.T, f *excelize.File, sheet, at string, cell any, c metrics.Column) {
	t.Helper()
	got, kind := raw(t, f, sheet, at)
	same, wanted := false, excelize.CellTypeUnset // which is a number
	switch cell := cell.(type) {
	case nil:
		same = got == ""
	case string:
		same, wanted = got == cell, excelize.CellTypeInlineString
	case bool:
		same, wanted = got == map[bool]string{true: "1", false: "0"}[cell], excelize.CellTypeBool
	case int64:
		exact := new(big.Rat).SetInt64(cell)
		if c.Unit == metrics.USD {
			exact.Quo(exact, big.NewRat(100, 1))
		}
		number, ok := new(big.Rat).SetString(got)
		same = ok && number.Cmp(exact) == 0
	case float64:
		if c.Unit == metrics.USD {
			cell /= 100
		}
		number, err := strconv.ParseFloat(got, 64)
		same = err == nil && number == cell
	case time.Time:
		if cell.Before(date(1900, 3, 1)) {
			same, wanted = got == moment(cell, c.Type), excelize.CellTypeInlineString
			break
		}
		days, err := strconv.ParseFloat(got, 64)
		then := date(1899, 12, 30).AddDate(0, 0, int(days)).Add(time.Duration((days - float64(int(days))) * float64(24*time.Hour)))
		same = err == nil && then.Round(time.Microsecond).Equal(cell)
	}
	if !same || kind != wanted {
		t.Errorf("%s is %q of type %v, the table has %#v", at, got, kind, cell)
	}
}

func cellName(t *testing.T, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// wellFormed reads every part of the workbook as XML.
func wellFormed(t *testing.T, file []byte) {
	t.Helper()
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, part := range parts.File {
		if seen[part.Name] {
			t.Errorf("the file has two parts %s", part.Name)
		}
		seen[part.Name] = true
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
		}
	}
}

func TestExcelCells(t *testing.T) {
	t.Parallel()
	file := write(t, Excel, everything)
	wellFormed(t, file)
	f := openExcel(t, file)
	if diff := cmp.Diff([]string{"From received to completed", "About"}, f.GetSheetList()); diff != "" {
		t.Fatalf("sheets, wanted first:\n%s", diff)
	}
	sheet := f.GetSheetList()[0]
	for i, c := range everything.Columns {
		want := c.Label
		if want == "" {
			want = c.Name
		}
		if got, _ := raw(t, f, sheet, cellName(t, i+1, 1)); got != want {
			t.Errorf("column %d is called %q", i, got)
		}
		for j, row := range everything.Rows {
			sameCell(t, f, sheet, cellName(t, i+1, j+2), row[i], c)
		}
	}
	for at, want := range map[string]string{"B2": "76,277", "E2": "$1,775,451.97", "F2": "$12.78", "G2": "62.50 h", "H2": "1", "J2": "TRUE", "E4": "-$0.05", "K2": "2017-07-29", "L2": "2026-11-24 09:00:00"} {
		if got, err := f.GetCellValue(sheet, at); err != nil || got != want {
			t.Errorf("%s is shown as %q (%v), wanted %q", at, got, err, want)
		}
	}
	for column, want := range map[string]string{"A": "@", "B": "#,##0", "C": "#,##0.00", "D": "0.00 %", "E": "$#,##0.00;-$#,##0.00", "G": `0.00 "h"`, "H": "0", "K": "yyyy-mm-dd"} {
		id, err := f.GetCellStyle(sheet, column+"2")
		if err != nil {
			t.Fatal(err)
		}
		if style, err := f.GetStyle(id); err != nil || style.CustomNumFmt == nil || *style.CustomNumFmt != want {
			t.Errorf("column %s has the style %+v (%v), wanted %s", column, style, err, want)
		}
	}
	if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay in sight: %+v, %v", panes, err)
	}
	names := f.GetDefinedName()
	if len(names) != 2 || names[0].RefersTo != "'From received to completed'!$A$1:$L$8" || names[1].Name != "_xlnm.Print_Titles" || names[1].RefersTo != "'From received to completed'!$1:$1" {
		t.Errorf("the filter is over, and pages begin with, %+v", names)
	}
	for _, name := range f.GetSheetList() {
		layout, err := f.GetPageLayout(name)
		props, propsErr := f.GetSheetProps(name)
		if err != nil || propsErr != nil || *layout.Orientation != "landscape" || *layout.FitToHeight != 0 || !*props.FitToPage {
			t.Errorf("%s is printed as %+v, %+v (%v, %v)", name, layout, props, err, propsErr)
		}
	}
	for at, want := range map[string]string{"A1": "", "B1": "right", "E1": "right", "K1": ""} {
		id, _ := f.GetCellStyle(sheet, at)
		style, err := f.GetStyle(id)
		if err != nil || style.Font.Family != font || (style.Alignment == nil) != (want == "") || want != "" && style.Alignment.Horizontal != want {
			t.Errorf("the heading %s has the style %+v (%v)", at, style, err)
		}
	}
}

// TestEveryUnitHasAStyle: a unit without one would be shown as text of style 0.
func TestEveryUnitHasAStyle(t *testing.T) {
	t.Parallel()
	b, err := newBook(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []metrics.Type{metrics.Text, metrics.Integer, metrics.Number, metrics.Boolean, Date, Timestamp} {
		for _, unit := range []metrics.Unit{metrics.Plain, metrics.Count, metrics.Percent, metrics.USD, metrics.Hours, metrics.Day, metrics.Hour, metrics.Year} {
			if format := numberFormat(metrics.Column{Type: kind, Unit: unit}); b.styles.of[format] == 0 {
				t.Errorf("%s in %q has no style for %s", kind, unit, format)
			}
		}
	}
}

func TestExcelAbout(t *testing.T) {
	t.Parallel()
	f := openExcel(t, write(t, Excel, everything))
	rows, err := f.GetRows("About")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		fmt.Fprintln(&text, strings.Join(row, " | "))
	}
	want := `From received to completed
receipts

Definition | =A receipt is <counted> once.
Filters | Channel is web or email.
 | Age is 25-40.
Data version | v12
Published | 24 Nov 2026, 09:00 UTC
Data | Sample data: invented, not from the cafés.
Address | https://cafe.example.com/visuals/funnel?channel=web&channel=email
Rows | 7
Sheet | From received to completed

Column | What it says | Unit | Name for programs
Offer | What it is |  | label
Receipts |  | count | count
`
	if got := text.String(); !strings.HasPrefix(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	raw(t, f, "About", "B4")
	if linked, target, err := f.GetCellHyperLink("About", "B10"); !linked || target != head.Address || err != nil {
		t.Errorf("the address leads to %q (%v)", target, err)
	}
	if linked, target, err := f.GetCellHyperLink("About", "B12"); !linked || target != "'From received to completed'!A1" || err != nil {
		t.Errorf("the sheet's name leads to %q (%v)", target, err)
	}
	// Without sentences, the parameters.
	unsaid := head
	unsaid.Filters = nil
	var out bytes.Buffer
	if err := Write(&out, Excel, unsaid, everything); err != nil {
		t.Fatal(err)
	}
	if got, _ := raw(t, openExcel(t, out.Bytes()), "About", "B5"); got != "age: 25-40" {
		t.Errorf("the filters are %q", got)
	}
	// An address that Excel would take for damage is text.
	long := head
	long.Address += strings.Repeat("&age=25-40", 300)
	out.Reset()
	if err := Write(&out, Excel, long, everything); err != nil {
		t.Fatal(err)
	}
	f = openExcel(t, out.Bytes())
	if linked, _, err := f.GetCellHyperLink("About", "B10"); linked || err != nil {
		t.Errorf("an address of %d characters is a link (%v)", len(long.Address), err)
	}
	if got, _ := raw(t, f, "About", "B10"); got != long.Address {
		t.Error("a long address is cut")
	}
}

// TestExcelLimits: what Excel would cut or round is refused, kept as text, or goes on on the next sheet.
func TestExcelLimits(t *testing.T) {
	t.Parallel()
	column := metrics.Column{Name: "text", Type: metrics.Text}
	one := func(c metrics.Column, cell any) metrics.Table {
		return metrics.Table{Columns: []metrics.Column{c}, Rows: [][]any{{cell}}}
	}
	for _, text := range []string{strings.Repeat("x", CellText), strings.Repeat("é", CellText), strings.Repeat("👩", CellText/2), strings.Repeat("\x01", CellText)} {
		f := openExcel(t, write(t, Excel, one(column, text)))
		if got, _ := raw(t, f, f.GetSheetList()[0], "A2"); got != text {
			t.Errorf("a text of %d bytes is read back with %d", len(text), len(got))
		}
	}
	for _, text := range []string{strings.Repeat("x", CellText+1), strings.Repeat("👩", CellText/2+1)} {
		var tooLong *TextError
		if err := Write(io.Discard, Excel, head, one(column, text)); !errors.As(err, &tooLong) || !strings.Contains(err.Error(), "cell A2 of column text") {
			t.Errorf("a text of %d bytes: %v", len(text), err)
		}
	}
	for _, c := range []metrics.Column{{Name: "n", Type: metrics.Integer, Unit: metrics.Count}, {Name: "n", Type: metrics.Integer, Unit: metrics.USD}} {
		for _, n := range []int64{1_000_000_000_000_000, -1_234_567_890_123_456, 9_007_199_254_740_993} {
			f := openExcel(t, write(t, Excel, one(c, n)))
			if got, kind := raw(t, f, f.GetSheetList()[0], "A2"); got != number(n, c.Unit) || kind != excelize.CellTypeInlineString {
				t.Errorf("%d is read back as %s of type %v", n, got, kind)
			}
		}
	}
	if err := Write(io.Discard, Excel, head, metrics.Table{Columns: make([]metrics.Column, excelize.MaxColumns+1)}); err == nil {
		t.Error("more columns than Excel has are written")
	}
	none := write(t, Excel, metrics.Table{})
	wellFormed(t, none)
	openExcel(t, none)
}

func TestExcelGoesOnOnTheNextSheet(t *testing.T) {
	t.Parallel()
	columns := []metrics.Column{{Name: "n", Type: metrics.Integer}}
	for _, tt := range []struct{ rows, sheets int }{{0, 1}, {looked - 1, 1}, {looked, 1}, {149, 1}, {150, 2}, {298, 2}, {299, 3}} {
		var out bytes.Buffer
		b, err := newBook(&out)
		if err != nil {
			t.Fatal(err)
		}
		b.most = 150 // a header and 149 rows
		row := make([]any, 1)
		table, err := b.addTable("Rows: all", columns, func(yield func([]any, error) bool) {
			for i := range tt.rows {
				if row[0] = int64(i); !yield(row, nil) {
					return
				}
			}
		})
		if err == nil {
			err = b.close()
		}
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, out.Bytes())
		f := openExcel(t, out.Bytes())
		if sheets := f.GetSheetList(); len(sheets) != tt.sheets || table.rows != tt.rows || len(f.GetDefinedName()) != 2*tt.sheets {
			t.Fatalf("%d rows make the sheets %q", tt.rows, sheets)
		}
		next := 0
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				if want := fmt.Sprint(next); i > 0 && row[0] != want {
					t.Fatalf("row %d of %s is %v, not %s", i, sheet, row, want)
				} else if i > 0 {
					next++
				} else if row[0] != "n" {
					t.Errorf("%s has no header", sheet)
				}
			}
		}
		if next != tt.rows {
			t.Errorf("%d of %d rows are there", next, tt.rows)
		}
	}
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	sheets := []Sheet{
		{Title: "Completion by channel, per completable receipt", Subtitle: "95 % interval", Definition: "Completed of completable.", Address: "https://cafe.example.com/visuals/a", Table: everything},
		{Title: "completion by Channel, per completable receipts", Table: everything},
		{Title: "About", Table: metrics.Table{Columns: everything.Columns}},
		{Title: "What's <new>? & =1+1", Table: everything},
	}
	var out bytes.Buffer
	if err := WriteWorkbook(&out, Head{Title: "Overview", DataVersion: 12, Filters: []string{"Channel is web."}}, sheets); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, out.Bytes())
	f := openExcel(t, out.Bytes())
	want := []string{"About", "Completion by channel, per comp", "completion by Channel, per (2)", "About (2)", "What’s <new>- & =1+1"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Fatalf("sheets, wanted first:\n%s", diff)
	}
	links := []string{}
	rows, err := f.GetRows("About")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if linked, target, _ := f.GetCellHyperLink("About", cellName(t, 1, i+1)); linked {
			links = append(links, target)
		}
	}
	for i, link := range links {
		if link != "'"+want[i+1]+"'!A1" {
			t.Errorf("link %d leads to %s", i, link)
		}
	}
	if len(links) != len(sheets) {
		t.Errorf("%d links for %d sheets", len(links), len(sheets))
	}
	for i, s := range sheets {
		for j, c := range s.Table.Columns {
			for k, row := range s.Table.Rows {
				sameCell(t, f, want[i+1], cellName(t, j+1, k+2), row[j], c)
			}
		}
	}
	sheets[1].Table.Rows = [][]any{{int64(1)}}
	if err := WriteWorkbook(io.Discard, Head{}, sheets); err == nil || !strings.Contains(err.Error(), "per completable receipts") {
		t.Errorf("a bad row: %v", err)
	}
}
