package views

import (
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// numeric says whether the cells of a column stand on the right, under each other's digits.
func numeric(c metrics.Column) bool {
	return (c.Type == metrics.Integer || c.Type == metrics.Number) && c.Unit != metrics.Day
}

func rowsText(l language.Locale, n int) string {
	if n == 1 {
		return l.Text("1 row")
	}
	return l.Text("%s rows", format.Count(l, int64(n)))
}

// allRows says that a file leaves nothing out.
func allRows(l language.Locale, n, version int) string {
	return l.Text("%s of data version %d, all of them.", rowsText(l, n), version)
}

// methodText names the method behind a figure.
func methodText(method string) language.Message {
	if method == "published" {
		return language.Say("the method as published")
	}
	return language.Say("the audited method")
}

func methodLabel(method string) language.Message {
	if method == "published" {
		return language.Say("Published")
	}
	return language.Say("Audited")
}

// isID says whether a text is a key and not a name: long, and of nothing but hexadecimal digits and hyphens.
func isID(text string) bool {
	if len(text) < 20 {
		return false
	}
	for _, r := range text {
		if !strings.ContainsRune("0123456789abcdefABCDEF-", r) {
			return false
		}
	}
	return true
}
