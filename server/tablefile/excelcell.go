package tablefile

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"cafe-rewards/sql/metrics"
)

const (
	CellText   = 32_767 // characters, in UTF-16 units, that a cell of Excel may hold
	cellDigits = 15     // of a whole number or an amount that Excel keeps
)

// numberFormat is how Excel shows the cells of a column. Text has one too: a cell that looks like a formula is still text after
// somebody has edited it.
func numberFormat(c metrics.Column) string {
	switch c.Type {
	case metrics.Text:
		return "@"
	case Date:
		return "yyyy-mm-dd"
	case Timestamp:
		return "yyyy-mm-dd hh:mm:ss"
	case metrics.Boolean:
		return "General"
	}
	switch c.Unit {
	case metrics.Count:
		if c.Type == metrics.Number {
			return "#,##0.00" // a mean
		}
		return "#,##0"
	case metrics.Percent:
		return "0.00 %"
	case metrics.USD:
		return "$#,##0.00;-$#,##0.00"
	case metrics.Hours:
		return `0.00 "h"`
	case metrics.Day, metrics.Year:
		return "0"
	case metrics.Hour:
		return `00":00"`
	}
	return "General"
}

// appendCell appends the XML of a cell, which is at that reference and has that style. There is none for nothing.
func appendCell(xml []byte, reference []byte, style string, cell any, column metrics.Column) ([]byte, error) {
	if cell == nil {
		return xml, nil
	}
	xml = append(xml, `<c r="`...)
	xml = append(xml, reference...)
	xml = append(xml, `" s="`...)
	xml = append(xml, style...)
	switch cell := cell.(type) {
	case bool:
		xml = append(xml, `" t="b"><v>`...)
		if cell {
			return append(xml, `1</v></c>`...), nil
		}
		return append(xml, `0</v></c>`...), nil
	case string:
		return appendTextCell(xml, cell)
	case int64:
		text := number(cell, column.Unit)
		if digits(text) > cellDigits {
			return appendTextCell(xml, text)
		}
		xml = append(xml, `"><v>`...)
		xml = append(xml, text...)
	case float64:
		if column.Unit == metrics.USD {
			cell /= 100
		}
		xml = append(xml, `"><v>`...)
		xml = strconv.AppendFloat(xml, cell, 'G', -1, 64)
	case time.Time:
		days := serial(cell)
		if days < firstSerial {
			return appendTextCell(xml, moment(cell, column.Type))
		}
		xml = append(xml, `"><v>`...)
		xml = strconv.AppendFloat(xml, days, 'f', -1, 64)
	default:
		return xml, fmt.Errorf("a %T in a cell of Excel", cell)
	}
	return append(xml, `</v></c>`...), nil
}

// digits counts from the first that is not zero: an amount of Excel loses what is beyond cellDigits.
func digits(number string) int {
	n := 0
	for _, r := range number {
		if r >= '1' && r <= '9' || n > 0 && r == '0' {
			n++
		}
	}
	return n
}

// firstSerial is 1 March 1900: Excel believes in a 29 February before it, and dates there mean different days to different programs.
const firstSerial = 61

// serial counts days as Excel does. It is exact to the microsecond.
func serial(t time.Time) float64 {
	const epoch = 25_569 // 1 January 1970
	rest := t.Sub(time.Unix(day(t)*86_400, 0))
	return float64(day(t)+epoch) + rest.Seconds()/86_400
}

func appendTextCell(xml []byte, text string) ([]byte, error) {
	if len(text) > CellText {
		if n := units(text); n > CellText {
			return xml, &TextError{Characters: n}
		}
	}
	xml = append(xml, `" t="inlineStr"><is><t xml:space="preserve">`...)
	xml = appendXML(xml, text)
	return append(xml, `</t></is></c>`...), nil
}

// TextError is a text that is too long for a cell of Excel. It is not cut: nobody would see that something is missing.
type TextError struct{ Characters int }

func (e *TextError) Error() string {
	return fmt.Sprintf("a text has %d characters, a cell of Excel holds %d: take CSV or Parquet", e.Characters, CellText)
}

// units are what Excel counts as characters.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// appendXML escapes text for an XML file of Excel. What XML cannot say, control characters above all, Excel writes as _x0007_; so a
// text that itself looks like that has its first underscore written in that way.
func appendXML(xml []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '&':
			xml = append(xml, "&amp;"...)
		case r == '<':
			xml = append(xml, "&lt;"...)
		case r == '>':
			xml = append(xml, "&gt;"...)
		case r == '"':
			xml = append(xml, "&quot;"...)
		case r < 0x20 && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF, r == '_' && looksEscaped(text[i:]):
			xml = fmt.Appendf(xml, "_x%04X_", r)
		default:
			xml = utf8.AppendRune(xml, r)
		}
	}
	return xml
}

// looksEscaped tells whether a text begins as an escaped character does. Whether an underscore ends it does not count: one of ours
// may come next.
func looksEscaped(text string) bool {
	if len(text) < 6 || text[1] != 'x' {
		return false
	}
	for _, c := range []byte(text[2:6]) {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}
