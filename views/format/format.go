// Package format decides how figures are written, for pages, chart labels and alternative texts alike: 63,288 · 51.03 % ·
// $1,775,451.97 · 62.5 h · Day 3 · 24 Nov 2026, 09:00 UTC. Nothing else turns a number or a time into text for people.
//
// Spaces are ordinary ones, so that what is copied or searched for is what is typed; the style sheet keeps figures on one line.
package format

import (
	"math"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// None stands where there is no value.
const None = "–"

// Count writes a number of things: 63,288.
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	if n < 0 {
		return "−" + group(digits[1:])
	}
	return group(digits)
}

// Percent writes a fraction of 1 with two decimals: 0.5103 is 51.03 %.
func Percent(fraction float64) string { return fixed(fraction*100, 2) + " %" }

// Share writes a fraction of 1 with one decimal, where the figure only helps to read another: 75.7 %.
func Share(fraction float64) string { return fixed(fraction*100, 1) + " %" }

// USD writes cents as dollars: 177545197 is $1,775,451.97. A fraction of a cent, as in a mean, is rounded.
func USD(cents float64) string { return signed(fixed(cents/100, 2), "$") }

// Hours writes a duration in hours with at most two decimals: 62.5 h.
func Hours(hours float64) string { return trimmed(hours, 2) + " h" }

// Number writes a number of no unit with at most two decimals: 1,204.5.
func Number(x float64) string { return trimmed(x, 2) }

// Value writes a cell of a metrics.Table as a headline, a label or a sentence has it.
func Value(v any, unit metrics.Unit) string {
	switch x := v.(type) {
	case nil:
		return None
	case string:
		return x
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case int64:
		switch unit {
		case metrics.Day:
			return "Day " + strconv.FormatInt(x, 10)
		case metrics.Hour:
			return strconv.FormatInt(x, 10) + ":00"
		case metrics.Year:
			return strconv.FormatInt(x, 10)
		case metrics.USD:
			return wholeCents(x)
		case metrics.Percent, metrics.Hours:
			return Value(float64(x), unit)
		}
		return Count(x)
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return None
		}
		switch unit {
		case metrics.Percent:
			return Percent(x)
		case metrics.USD:
			return USD(x)
		case metrics.Hours:
			return Hours(x)
		case metrics.Day:
			return "Day " + trimmed(x, 2)
		}
		return Number(x)
	}
	return None
}

// Cell writes a cell of a table: as Value does, but numbers of one column end with the same number of decimals, so that they
// stand under each other.
func Cell(v any, column metrics.Column) string {
	if x, ok := v.(float64); ok && !math.IsNaN(x) && !math.IsInf(x, 0) {
		switch column.Unit {
		case metrics.Hours:
			return fixed(x, 2) + " h"
		case metrics.Plain, metrics.Count:
			return fixed(x, 2)
		}
	}
	return Value(v, column.Unit)
}

// Short writes a headline figure in few characters: millions and billions become $1.78M, the rest is whole. Where Short leaves
// something out, Value has the whole figure.
func Short(v any, unit metrics.Unit) string {
	x, ok := v.(int64)
	if !ok || (unit != metrics.Count && unit != metrics.USD && unit != metrics.Plain) {
		return Value(v, unit)
	}
	if unit != metrics.USD {
		if short, ok := millions(float64(x)); ok {
			return short
		}
		return Count(x)
	}
	amount := float64(x) / 100
	if short, ok := millions(amount); ok {
		return signed(short, "$")
	}
	if math.Abs(amount) >= 1000 {
		return signed(fixed(amount, 0), "$")
	}
	return wholeCents(x)
}

// Interval writes the bounds of an interval with one decimal and the unit once: 54.6–55.4 %. It is empty where a bound is
// missing.
func Interval(low, high any, unit metrics.Unit) string {
	a, ok := Float(low)
	b, both := Float(high)
	if !ok || !both {
		return ""
	}
	switch unit {
	case metrics.Percent:
		return fixed(a*100, 1) + "–" + fixed(b*100, 1) + " %"
	case metrics.Hours:
		return fixed(a, 1) + "–" + fixed(b, 1) + " h"
	case metrics.USD:
		return USD(a) + "–" + USD(b)
	}
	return fixed(a, 1) + "–" + fixed(b, 1)
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
func wholeCents(cents int64) string {
	sign := ""
	digits := strconv.FormatInt(cents, 10)
	if cents < 0 {
		sign, digits = "−", digits[1:]
	}
	for len(digits) < 3 {
		digits = "0" + digits
	}
	dollars := digits[:len(digits)-2]
	return sign + "$" + group(dollars) + "." + digits[len(digits)-2:]
}

// signed puts the sign of the currency behind the sign of the number.
func signed(amount, currency string) string {
	if rest, negative := strings.CutPrefix(amount, "−"); negative {
		return "−" + currency + rest
	}
	return currency + amount
}

func millions(x float64) (string, bool) {
	switch size := math.Abs(x); {
	case size >= 999_995_000:
		return fixed(x/1e9, 2) + "B", true
	case size >= 1_000_000:
		return fixed(x/1e6, 2) + "M", true
	}
	return "", false
}

// fixed writes x with that many decimals and grouped thousands; what rounds to zero has no sign.
func fixed(x float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, fraction, hasFraction := strings.Cut(text, ".")
	grouped := group(whole)
	if hasFraction {
		grouped += "." + fraction
	}
	if x < 0 && strings.Trim(text, "0.") != "" {
		return "−" + grouped
	}
	return grouped
}

// trimmed is fixed without zeros at the end.
func trimmed(x float64, decimals int) string {
	text := fixed(x, decimals)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func group(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	head := len(digits) % 3
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Thousands writes a place on an axis that ends at greatest: 12,500 is 12.5k, 2,000,000 is 2M. Axes of small numbers stay as they
// are.
func Thousands(x, greatest float64, currency string) string {
	text := ""
	switch size := max(math.Abs(x), math.Abs(greatest)); {
	case x == 0:
		text = "0"
	case size >= 1e9:
		text = trimmed(x/1e9, 2) + "B"
	case size >= 1e6:
		text = trimmed(x/1e6, 2) + "M"
	case size >= 10_000:
		text = trimmed(x/1e3, 2) + "k"
	default:
		text = trimmed(x, 2)
	}
	return signed(text, currency)
}

// Prose keeps figures in a sentence on one line with their units.
func Prose(text string) string { return units.Replace(text) }

var units = strings.NewReplacer(" %", "\u00a0%", " h ", "\u00a0h ", " h.", "\u00a0h.", " = ", "\u00a0=\u00a0")

// Points writes the difference of two proportions in percentage points, with its sign: +12.2 points.
func Points(difference float64) string {
	return plus(difference) + fixed(difference*100, 1) + " points"
}

// Change writes a relative change with its sign: +3.1 %.
func Change(fraction float64) string { return plus(fraction) + Share(fraction) }

func plus(x float64) string {
	if x > 0 {
		return "+"
	}
	return ""
}

// Lower writes a label in the middle of a sentence: Receipts is receipts. What begins with two capitals stays.
func Lower(label string) string {
	if len(label) > 1 && label[1] >= 'A' && label[1] <= 'Z' {
		return label
	}
	return strings.ToLower(label[:min(1, len(label))]) + label[min(1, len(label)):]
}
