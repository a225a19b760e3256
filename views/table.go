package views

import (
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// numeric says whether the cells of a column stand on the right, under each other's digits.
func numeric(c metrics.Column) bool {
	return (c.Type == metrics.Integer || c.Type == metrics.Number) && c.Unit != metrics.Day
}

func rowsText(n int) string {
	if n == 1 {
		return "1 row"
	}
	return format.Count(int64(n)) + " rows"
}

// methodText names the method behind a figure.
func methodText(method string) string {
	if method == "published" {
		return "the method as published"
	}
	return "the audited method"
}

func methodLabel(method string) string {
	if method == "published" {
		return "Published"
	}
	return "Audited"
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
