package tablefile

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
)

func TestSheetNames(t *testing.T) {
	t.Parallel()
	var names sheetNames
	for _, tt := range []struct{ title, want string }{
		{"Sales", "Sales"}, {"sales", "sales (2)"}, {"SALES", "SALES (3)"}, {"Sales (2)", "Sales (2) (2)"},
		{"", "Sheet"}, {"\x00\t ", "Sheet (2)"}, {"'", "’"}, {"history", "history (2)"},
		{"viewed/completed: [all]?*\\", "viewed-completed- -all----"},
		{"Wie viele Füße? – ein sehr langer Titel", "Wie viele Füße- – ein sehr lang"},
		{strings.Repeat("☕", 40), strings.Repeat("☕", 31)}, {strings.Repeat("☕", 40), strings.Repeat("☕", 27) + " (2)"},
		{strings.Repeat("👩", 20), strings.Repeat("👩", 15)}, // two units each
		{"Kelvin \u212A", "Kelvin \u212A"}, {"kelvin k", "kelvin k (2)"},
		{"  many   spaces ", "many spaces"}, {"\u202Egnp.exe", "gnp.exe"},
	} {
		if got := names.take(tt.title); got != tt.want {
			t.Errorf("%q becomes %q, wanted %q", tt.title, got, tt.want)
		}
	}
}

// FuzzSheetNames: whatever the titles, a workbook has a sheet for each, with names that Excel takes.
func FuzzSheetNames(f *testing.F) {
	f.Add("Sales", "sales")
	f.Add("History", "'quoted'")
	f.Add("\xff[x]", strings.Repeat("👩", 40))
	f.Add("  ' ", "\u2028\u00a0")
	f.Add("ſ", "S")
	f.Fuzz(func(t *testing.T, one, other string) {
		var names sheetNames
		titles := []string{one, other, one, other, strings.ToUpper(one), strings.ToLower(other)}
		for _, title := range titles {
			name := names.take(title)
			switch {
			case name == "" || units(name) > 31 || !utf8.ValidString(name):
				t.Errorf("%q becomes %q", title, name)
			case strings.ContainsAny(name, `:\/?*[]'`), strings.TrimSpace(name) != name, strings.EqualFold(name, "history"):
				t.Errorf("%q becomes %q, which Excel refuses", title, name)
			case strings.ContainsFunc(name, unicode.IsControl):
				t.Errorf("%q becomes %q, with control characters", title, name)
			}
		}
		for i, name := range names {
			for _, earlier := range names[:i] {
				if strings.EqualFold(name, earlier) {
					t.Errorf("%q and %q are the same to Excel", earlier, name)
				}
			}
		}
		var out bytes.Buffer
		var sheets []Sheet
		for _, title := range titles {
			sheets = append(sheets, Sheet{Title: title, Table: metrics.Table{Columns: everything.Columns[:1]}})
		}
		if err := WriteWorkbook(&out, Head{Title: one}, sheets); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if got := book.GetSheetList(); len(got) != len(titles)+1 {
			t.Errorf("%q make the sheets %q", titles, got)
		}
	})
}

// FuzzExcelText: a text is read back from a cell as it was written, whatever it looks like.
func FuzzExcelText(f *testing.F) {
	for _, text := range []string{"=1+1", "<&>\"'", "_x0041_", "_x005F_x0041_", "_x0041\x01", "_\x01_", "\r\n\t ", "\uFFFE", "a\x00b", "_x005f_", "_xD800_"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if units(text) > CellText {
			return
		}
		table := everything
		table.Columns, table.Rows = table.Columns[:1], [][]any{{text}}
		file := write(t, Excel, table)
		wellFormed(t, file)
		book := openExcel(t, file)
		want := string([]rune(text)) // bytes that are no UTF-8 become U+FFFD
		if got, _ := raw(t, book, book.GetSheetList()[0], "A2"); got != want {
			t.Error(cmp.Diff(want, got))
		}
	})
}
