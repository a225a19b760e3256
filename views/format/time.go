package format

import (
	"strconv"
	"time"

	"cafe-rewards/views/language"
)

// Moment writes a time to the minute, in UTC: 24 Nov 2026, 09:00 UTC.
func Moment(l language.Locale, t time.Time) string {
	t = t.UTC()
	month := t.Format("Jan")
	if l == language.Spanish {
		month = spanishMonths[t.Month()-1]
	}
	return strconv.Itoa(t.Day()) + " " + month + t.Format(" 2006, 15:04") + " UTC"
}

var spanishMonths = [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"}

// Machine writes a time for the datetime attribute of a <time> element.
func Machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Took writes how long something took, in the two units that matter: 340 ms, 4.2 s, 3 min 12 s, 2 h 5 min.
func Took(l language.Locale, d time.Duration) string {
	switch {
	case d < 0:
		return None
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + unit(l, "ms")
	case d < time.Minute-50*time.Millisecond:
		return fixed(l, d.Seconds(), 1) + unit(l, "s")
	case d < time.Hour-500*time.Millisecond:
		seconds := int64(d.Round(time.Second) / time.Second)
		return pair(l, seconds/60, "min", seconds%60, "s")
	}
	minutes := int64(d.Round(time.Minute) / time.Minute)
	if minutes < 48*60 {
		return pair(l, minutes/60, "h", minutes%60, "min")
	}
	hours := minutes / 60
	return pair(l, hours/24, "d", hours%24, "h")
}

func pair(l language.Locale, big int64, bigUnit string, small int64, smallUnit string) string {
	text := strconv.FormatInt(big, 10) + unit(l, bigUnit)
	if small == 0 {
		return text
	}
	return text + " " + strconv.FormatInt(small, 10) + unit(l, smallUnit)
}

// Bytes writes a size in decimal units: 12.3 MB.
func Bytes(l language.Locale, n int64) string {
	units := []string{"kB", "MB", "GB", "TB"}
	if n < 1000 {
		return Count(l, n) + unit(l, "B")
	}
	size := float64(n) / 1000
	for i, name := range units {
		if size < 999.95 || i == len(units)-1 {
			return fixed(l, size, 1) + unit(l, name)
		}
		size /= 1000
	}
	return None
}
