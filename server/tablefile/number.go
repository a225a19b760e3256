package tablefile

import (
	"strconv"
	"time"

	"cafe-rewards/sql/metrics"
)

// number writes an int64 or float64 exactly; cents as dollars.
func number(cell any, unit metrics.Unit) string {
	switch cell := cell.(type) {
	case int64:
		if unit != metrics.USD {
			return strconv.FormatInt(cell, 10)
		}
		text := strconv.FormatInt(cell, 10)
		sign := ""
		if text[0] == '-' {
			sign, text = "-", text[1:]
		}
		for len(text) < 3 {
			text = "0" + text
		}
		return sign + text[:len(text)-2] + "." + text[len(text)-2:]
	case float64:
		if unit == metrics.USD {
			cell /= 100
		}
		return strconv.FormatFloat(cell, 'f', -1, 64)
	}
	return ""
}

// moment writes a date, or a point in time to the microsecond that Postgres keeps.
func moment(t time.Time, declared metrics.Type) string {
	if declared == Date {
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}

// day counts days from 1 January 1970, UTC.
func day(t time.Time) int64 {
	seconds := t.Unix()
	if seconds < 0 {
		seconds -= 86_399 // down, not towards zero
	}
	return seconds / 86_400
}
