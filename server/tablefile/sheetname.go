package tablefile

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// sheetNames gives out the names of a workbook's sheets. No two are the same to Excel, which looks past capitals.
type sheetNames []string

// take makes a name from a title: what Excel forbids in it goes, what is too long is cut, what is taken gets a number.
func (s *sheetNames) take(title string) string {
	base := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return '-'
		case r == '\'':
			return '’' // names of areas would have to double it, and excelize does not
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(title, ""))
	base = cut(strings.Join(strings.Fields(base), " "), excelize.MaxSheetNameLength)
	if base == "" {
		base = "Sheet"
	}
	name := base
	for n := 2; s.taken(name); n++ {
		number := " (" + strconv.Itoa(n) + ")"
		name = cut(base, excelize.MaxSheetNameLength-len(number)) + number
	}
	*s = append(*s, name)
	return name
}

// taken tells whether a sheet cannot be called so. Excel keeps History for itself.
func (s *sheetNames) taken(name string) bool {
	for _, other := range *s {
		if strings.EqualFold(name, other) {
			return true
		}
	}
	return strings.EqualFold(name, "History")
}

// cut shortens a text to so many UTF-16 units.
func cut(text string, most int) string {
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > most {
			return strings.TrimRight(text[:i], " ")
		}
	}
	return text
}

// linkTo is the place of a sheet's first cell, as links have it.
func linkTo(sheet string) string { return "'" + sheet + "'!A1" }
