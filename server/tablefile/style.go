package tablefile

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
)

// styles are the styles of a workbook, as numbers that its cells refer to.
type styles struct {
	of     map[string]int // by number format
	header int            // of columns
	number int            // of columns of numbers, which stand on the right as their numbers do
	title  int            // of a page
	name   int            // of a fact about the file
	text   int            // of what is said about it
	link   int
}

// font is the one that excelize gives cells without a style; a style that names none gets another in some programs.
const font = "Calibri"

func newStyles(f *excelize.File) (styles, error) {
	s := styles{of: map[string]int{}}
	text := numberFormat(metrics.Column{Type: metrics.Text})
	top := &excelize.Alignment{Vertical: "top"}
	rule := []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}}
	bold, large := &excelize.Font{Family: font, Size: 11, Bold: true}, &excelize.Font{Family: font, Size: 16, Bold: true}
	all := []struct {
		number *int
		style  excelize.Style
	}{
		{&s.header, excelize.Style{Font: bold, Border: rule}},
		{&s.number, excelize.Style{Font: bold, Border: rule, Alignment: &excelize.Alignment{Horizontal: "right"}}},
		{&s.title, excelize.Style{Font: large}},
		{&s.name, excelize.Style{Font: bold, Alignment: top}},
		{&s.text, excelize.Style{CustomNumFmt: &text, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&s.link, excelize.Style{Font: &excelize.Font{Family: font, Size: 11, Color: "0563C1", Underline: "single"}, Alignment: top}},
	}
	var err error
	for _, each := range all {
		if *each.number, err = f.NewStyle(&each.style); err != nil {
			return s, fmt.Errorf("styles of the workbook: %w", err)
		}
	}
	for _, c := range everyKind {
		format := numberFormat(c)
		if s.of[format], err = f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return s, fmt.Errorf("style %s of the workbook: %w", format, err)
		}
	}
	return s, nil
}

// heading is the style of what stands above a column.
func (s styles) heading(c metrics.Column) int {
	if c.Type == metrics.Integer || c.Type == metrics.Number {
		return s.number
	}
	return s.header
}

// everyKind has a column of each number format.
var everyKind = []metrics.Column{
	{Type: metrics.Text}, {Type: metrics.Boolean}, {Type: Date}, {Type: Timestamp},
	{Type: metrics.Integer, Unit: metrics.Count}, {Type: metrics.Number, Unit: metrics.Count}, {Type: metrics.Number, Unit: metrics.Percent},
	{Type: metrics.Integer, Unit: metrics.USD}, {Type: metrics.Number, Unit: metrics.Hours}, {Type: metrics.Integer, Unit: metrics.Day},
	{Type: metrics.Integer, Unit: metrics.Hour},
}
