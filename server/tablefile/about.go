package tablefile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// aboutWidths are the widths of the columns, in characters, and lineHeight that of a line, in points.
var aboutWidths = [...]int{30, 60, 16, 80}

const lineHeight = 15

// linkLength is the longest address that Excel takes as a link.
const linkLength = 2079

// about is the sheet that says what a workbook holds. It keeps the first error.
type about struct {
	in     language.Locale
	shell  *excelize.File
	styles styles
	sheet  string
	row    int
	err    error
}

func (b *book) about(l language.Locale, sheet string) *about {
	a := &about{in: l, shell: b.shell, styles: b.styles, sheet: sheet}
	for i, width := range aboutWidths {
		column, err := excelize.ColumnNumberToName(i + 1)
		a.try(err)
		a.try(b.shell.SetColWidth(sheet, column, column, float64(width)))
	}
	yes, page, landscape, any := true, 1, "landscape", 0
	a.try(b.shell.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	a.try(b.shell.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &page, FitToHeight: &any}))
	return a
}

func (a *about) try(err error) {
	if a.err == nil {
		a.err = err
	}
}

// line writes the next row; cells that are strings stay text, whatever they look like.
// A row is as high as the longest of them, for not all programs see to that.
func (a *about) line(style int, cells ...any) {
	a.row++
	lines := 1
	for i, cell := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, a.row)
		a.try(err)
		used := a.styles.text
		if i == 0 {
			used = style
		}
		if text, ok := cell.(string); ok {
			a.try(a.shell.SetCellStr(a.sheet, at, text))
			if used == a.styles.text {
				lines = max(lines, (utf8.RuneCountInString(text)+aboutWidths[i]-1)/aboutWidths[i])
			}
		} else {
			a.try(a.shell.SetCellValue(a.sheet, at, cell))
			used = a.styles.of[numberFormat(metrics.Column{Type: metrics.Integer, Unit: metrics.Count})]
		}
		a.try(a.shell.SetCellStyle(a.sheet, at, at, used))
	}
	if lines > 1 {
		a.try(a.shell.SetRowHeight(a.sheet, a.row, min(float64(lines*lineHeight), excelize.MaxRowHeight)))
	}
}

// end says how large the sheet is, which some readers trust, and whether everything went well.
func (a *about) end() error {
	a.try(a.shell.SetSheetDimension(a.sheet, "A1:D"+strconv.Itoa(a.row)))
	if a.err != nil {
		return fmt.Errorf("sheet %s: %w", a.sheet, a.err)
	}
	return nil
}

// fact writes what the file says of itself; nothing is said where there is nothing.
func (a *about) fact(name, text string) {
	if text != "" {
		a.line(a.styles.name, name, text)
	}
}

// link makes a cell of the last row lead somewhere.
func (a *about) link(column, target, kind string) {
	at := column + strconv.Itoa(a.row)
	a.try(a.shell.SetCellHyperLink(a.sheet, at, target, kind))
	a.try(a.shell.SetCellStyle(a.sheet, at, at, a.styles.link))
}

func (a *about) address(name, address string) {
	a.fact(name, address)
	if address != "" && units(address) <= linkLength {
		a.link("B", address, "External")
	}
}

// head writes what stands on top of every page.
func (a *about) head(h Head) {
	l := a.in
	a.line(a.styles.title, h.Title)
	if h.Subtitle != "" {
		a.line(0, h.Subtitle)
	}
	a.row++
	a.fact(l.Text("Definition"), h.Definition)
	filters := h.Filters
	if len(filters) == 0 { // no sentences: better the parameters than to say that there are none
		for _, name := range slices.Sorted(maps.Keys(h.Selection)) {
			filters = append(filters, name+": "+strings.Join(h.Selection[name], ", "))
		}
	}
	if len(filters) == 0 {
		a.fact(l.Text("Filters"), l.Text("None"))
	}
	for i, filter := range filters {
		name := ""
		if i == 0 {
			name = l.Text("Filters")
		}
		a.line(a.styles.name, name, filter)
	}
	a.fact(l.Text("Data version"), "v"+strconv.Itoa(h.DataVersion))
	if !h.PublishedAt.IsZero() {
		a.fact(l.Text("Published"), format.Moment(l, h.PublishedAt))
	}
	if h.Sample {
		a.fact(l.Text("Data"), l.Text("Sample data: invented, not from the cafés."))
	}
	a.address(l.Text("Address"), h.Address)
	created := ""
	if !h.PublishedAt.IsZero() {
		created = h.PublishedAt.UTC().Format(time.RFC3339)
	}
	a.try(a.shell.SetDocProps(&excelize.DocProperties{Title: h.Title, Subject: h.Subtitle, Creator: "Café Rewards", Created: created, Modified: created, Version: strconv.Itoa(h.DataVersion)}))
}

// columns writes what each column of the table is.
func (a *about) columns(columns []metrics.Column) {
	a.row += 2
	for i, heading := range []string{a.in.Text("Column"), a.in.Text("What it says"), a.in.Text("Unit"), a.in.Text("Name for programs")} {
		at, err := excelize.CoordinatesToCellName(i+1, a.row)
		a.try(err)
		a.try(a.shell.SetCellStr(a.sheet, at, heading))
		a.try(a.shell.SetCellStyle(a.sheet, at, at, a.styles.header))
	}
	for _, c := range columns {
		a.line(a.styles.name, title(c), c.Description, unitWords[c.Unit].In(a.in), c.Name)
	}
}

var unitWords = map[metrics.Unit]language.Message{
	metrics.Count: language.Say("count"), metrics.Percent: language.Say("percent"), metrics.USD: language.Say("US dollars"), metrics.Hours: language.Say("hours"), metrics.Day: language.Say("day of the programme"),
	metrics.Hour: language.Say("hour of the day"), metrics.Year: language.Say("year"),
}
