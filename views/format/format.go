// Package format decides how figures are written, for pages, chart labels and alternative texts alike: 63,288 · 51.03 % ·
// $1,775,451.97 · 62.5 h · Day 3 · 24 Nov 2026, 09:00 UTC; in Spanish 63.288 · 51,03 % · 1.775.451,97 $ · 62,5 h · Día 3 · 24 nov 2026,
// 09:00 UTC. Nothing else turns a number or a time into text for people.
//
// English has ordinary spaces, so that what is copied or searched for is what is typed; the style sheet keeps figures on one line. In
// Spanish a unit never parts from its figure, as its rules want.
package format

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// None stands where there is no value.
const None = "–"

// Count writes a number of things: 63,288.
func Count(l language.Locale, n int64) string {
	digits := strconv.FormatInt(n, 10)
	if n < 0 {
		return "−" + group(l, digits[1:])
	}
	return group(l, digits)
}

// Counted is the same in a text whose language is chosen later.
func Counted(n int) func(language.Locale) string {
	return func(l language.Locale) string { return Count(l, int64(n)) }
}

// Percent writes a fraction of 1 with two decimals: 0.5103 is 51.03 %.
func Percent(l language.Locale, fraction float64) string {
	return fixed(l, fraction*100, 2) + unit(l, "%")
}

// Share writes a fraction of 1 with one decimal, where the figure only helps to read another: 75.7 %.
func Share(l language.Locale, fraction float64) string {
	return fixed(l, fraction*100, 1) + unit(l, "%")
}

// USD writes cents as dollars: 177545197 is $1,775,451.97. A fraction of a cent, as in a mean, is rounded.
func USD(l language.Locale, cents float64) string { return dollars(l, fixed(l, cents/100, 2)) }

// Hours writes a duration in hours with at most two decimals: 62.5 h.
func Hours(l language.Locale, hours float64) string { return trimmed(l, hours, 2) + unit(l, "h") }

// Number writes a number of no unit with at most two decimals: 1,204.5.
func Number(l language.Locale, x float64) string { return trimmed(l, x, 2) }

// Probability writes a p-value with four decimals: 0.0502.
func Probability(l language.Locale, p float64) string { return fixed(l, p, 4) }

// Value writes a cell of a metrics.Table as a headline, a label or a sentence has it.
func Value(l language.Locale, v any, of metrics.Unit) string {
	switch x := v.(type) {
	case nil:
		return None
	case string:
		return l.Known(x)
	case bool:
		if x {
			return l.Text("yes")
		}
		return l.Text("no")
	case int64:
		switch of {
		case metrics.Day:
			return l.Text("Day %s", strconv.FormatInt(x, 10))
		case metrics.Hour:
			return strconv.FormatInt(x, 10) + ":00"
		case metrics.Year:
			return strconv.FormatInt(x, 10)
		case metrics.USD:
			return wholeCents(l, x)
		case metrics.Percent, metrics.Hours:
			return Value(l, float64(x), of)
		}
		return Count(l, x)
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return None
		}
		switch of {
		case metrics.Percent:
			return Percent(l, x)
		case metrics.USD:
			return USD(l, x)
		case metrics.Hours:
			return Hours(l, x)
		case metrics.Day:
			return l.Text("Day %s", trimmed(l, x, 2))
		}
		return Number(l, x)
	}
	return None
}

// Cell writes a cell of a table: as Value does, but numbers of one column end with the same number of decimals, so that they
// stand under each other.
func Cell(l language.Locale, v any, column metrics.Column) string {
	if x, ok := v.(float64); ok && !math.IsNaN(x) && !math.IsInf(x, 0) {
		switch column.Unit {
		case metrics.Hours:
			return fixed(l, x, 2) + unit(l, "h")
		case metrics.Plain, metrics.Count:
			return fixed(l, x, 2)
		}
	}
	return Called(l, v, column)
}

// Called is what a value of a column is called: of two selections, what they are restricted to.
func Called(l language.Locale, v any, column metrics.Column) string {
	if column.Sides != [2]string{} {
		switch v {
		case metrics.FirstSelection:
			return column.Sides[0]
		case metrics.SecondSelection:
			return column.Sides[1]
		}
	}
	return Value(l, v, column.Unit)
}

// Short writes a headline figure in few characters: millions and billions become $1.78M, the rest is whole. Where Short leaves
// something out, Value has the whole figure.
func Short(l language.Locale, v any, of metrics.Unit) string {
	x, ok := v.(int64)
	if !ok || (of != metrics.Count && of != metrics.USD && of != metrics.Plain) {
		return Value(l, v, of)
	}
	if of != metrics.USD {
		if short, ok := millions(l, float64(x)); ok {
			return short
		}
		return Count(l, x)
	}
	amount := float64(x) / 100
	if short, ok := millions(l, amount); ok {
		return dollars(l, short)
	}
	if math.Abs(amount) >= 1000 {
		return dollars(l, fixed(l, amount, 0))
	}
	return wholeCents(l, x)
}

// Interval writes the bounds of an interval with one decimal and the unit once: 54.6–55.4 %. It is empty where a bound is
// missing.
func Interval(l language.Locale, low, high any, of metrics.Unit) string {
	a, ok := Float(low)
	b, both := Float(high)
	if !ok || !both {
		return ""
	}
	switch of {
	case metrics.Percent:
		return fixed(l, a*100, 1) + "–" + fixed(l, b*100, 1) + unit(l, "%")
	case metrics.Hours:
		return fixed(l, a, 1) + "–" + fixed(l, b, 1) + unit(l, "h")
	case metrics.USD:
		return USD(l, a) + "–" + USD(l, b)
	}
	return fixed(l, a, 1) + "–" + fixed(l, b, 1)
}

// Float gives a cell as a number; false where it holds none.
func Float(v any) (float64, bool) {
	switch x := v.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	return 0, false
}

// wholeCents writes an amount without going through a floating point number, which has no room for the largest ones.
func wholeCents(l language.Locale, cents int64) string {
	sign := ""
	digits := strconv.FormatInt(cents, 10)
	if cents < 0 {
		sign, digits = "−", digits[1:]
	}
	for len(digits) < 3 {
		digits = "0" + digits
	}
	_, decimal := Signs(l)
	return dollars(l, sign+group(l, digits[:len(digits)-2])+decimal+digits[len(digits)-2:])
}

// dollars puts the sign of the currency behind the sign of the number, or behind the number.
func dollars(l language.Locale, amount string) string {
	if l == language.Spanish {
		return amount + unit(l, "$")
	}
	if rest, negative := strings.CutPrefix(amount, "−"); negative {
		return "−$" + rest
	}
	return "$" + amount
}

// unit is a unit as it follows its figure.
func unit(l language.Locale, name string) string {
	if l == language.Spanish {
		return "\u00a0" + name
	}
	return " " + name
}

func millions(l language.Locale, x float64) (string, bool) {
	switch size := math.Abs(x); {
	case size >= 999_995_000 && l == language.Spanish: // a Spanish billion is a thousand of these
		return fixed(l, x/1e6, 0) + unit(l, "M"), true
	case size >= 999_995_000:
		return fixed(l, x/1e9, 2) + "B", true
	case size >= 1_000_000 && l == language.Spanish:
		return fixed(l, x/1e6, 2) + unit(l, "M"), true
	case size >= 1_000_000:
		return fixed(l, x/1e6, 2) + "M", true
	}
	return "", false
}

// fixed writes x with that many decimals and grouped thousands; what rounds to zero has no sign.
func fixed(l language.Locale, x float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, fraction, hasFraction := strings.Cut(text, ".")
	grouped := group(l, whole)
	if hasFraction {
		_, decimal := Signs(l)
		grouped += decimal + fraction
	}
	if x < 0 && strings.Trim(text, "0.") != "" {
		return "−" + grouped
	}
	return grouped
}

// trimmed is fixed without zeros at the end.
func trimmed(l language.Locale, x float64, decimals int) string {
	text := fixed(l, x, decimals)
	if _, decimal := Signs(l); strings.Contains(text, decimal) {
		text = strings.TrimRight(strings.TrimRight(text, "0"), decimal)
	}
	return text
}

// Signs are what stands between thousands, and before decimals.
func Signs(l language.Locale) (thousands, decimal string) {
	if l == language.Spanish {
		return ".", ","
	}
	return ",", "."
}

func group(l language.Locale, digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	thousands, _ := Signs(l)
	var b strings.Builder
	head := len(digits) % 3
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		if b.Len() > 0 {
			b.WriteString(thousands)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Prose keeps figures in a sentence on one line with their units, and ranges such as 41-60 in one piece.
func Prose(text string) string { return ranges.ReplaceAllString(units.Replace(text), "$1-\u2060$2") }

var ranges = regexp.MustCompile(`(\d)-(\d)`)

var units = strings.NewReplacer(" %", "\u00a0%", " h ", "\u00a0h ", " h.", "\u00a0h.", " = ", "\u00a0=\u00a0")

// Points writes the difference of two proportions in percentage points, with its sign: +12.2 points.
func Points(l language.Locale, difference float64) string {
	return l.Text("%s points", plus(difference)+fixed(l, difference*100, 1))
}

// Change writes a relative change with its sign: +3.1 %.
func Change(l language.Locale, fraction float64) string { return plus(fraction) + Share(l, fraction) }

func plus(x float64) string {
	if x > 0 {
		return "+"
	}
	return ""
}

// Lower writes a label in the middle of a sentence: Receipts is receipts. What begins with two capitals stays.
func Lower(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	second, _ := utf8.DecodeRuneInString(label[size:])
	if size == 0 || unicode.IsUpper(second) {
		return label
	}
	return string(unicode.ToLower(first)) + label[size:]
}

// Capital writes a text as a sentence begins.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
