package format

import (
	"math"
	"testing"
	"time"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

func TestValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value any
		unit  metrics.Unit
		want  string
	}{
		{nil, metrics.Count, "–"},
		{int64(0), metrics.Count, "0"},
		{int64(999), metrics.Count, "999"},
		{int64(63288), metrics.Count, "63,288"},
		{int64(1234567), metrics.Count, "1,234,567"},
		{int64(-1234), metrics.Count, "−1,234"},
		{int64(math.MinInt64), metrics.Count, "−9,223,372,036,854,775,808"},
		{0.5103, metrics.Percent, "51.03 %"},
		{25819.0 / 50594, metrics.Percent, "51.03 %"},
		{1.0, metrics.Percent, "100.00 %"},
		{-0.00001, metrics.Percent, "0.00 %"},
		{-0.031, metrics.Percent, "−3.10 %"},
		{int64(177545197), metrics.USD, "$1,775,451.97"},
		{int64(5), metrics.USD, "$0.05"},
		{int64(-123456), metrics.USD, "−$1,234.56"},
		{int64(math.MaxInt64), metrics.USD, "$92,233,720,368,547,758.07"},
		{1277.7, metrics.USD, "$12.78"},
		{62.5, metrics.Hours, "62.5 h"},
		{52.59, metrics.Hours, "52.59 h"},
		{int64(48), metrics.Hours, "48 h"},
		{1204.0, metrics.Hours, "1,204 h"},
		{int64(1), metrics.Day, "Day 1"},
		{"social", metrics.Plain, "social"},
		{true, metrics.Plain, "yes"},
		{false, metrics.Plain, "no"},
		{1204.5, metrics.Plain, "1,204.5"},
		{math.NaN(), metrics.Percent, "–"},
		{math.Inf(1), metrics.Hours, "–"},
		{struct{}{}, metrics.Plain, "–"},
	} {
		if got := Value(language.English, c.value, c.unit); got != c.want {
			t.Errorf("Value(%v, %q) = %q, want %q", c.value, c.unit, got, c.want)
		}
	}
}

func TestCellKeepsDecimalsUnderEachOther(t *testing.T) {
	t.Parallel()
	hours := metrics.Column{Type: metrics.Number, Unit: metrics.Hours}
	for value, want := range map[any]string{62.5: "62.50 h", 48.0: "48.00 h", int64(48): "48 h", nil: "–"} {
		if got := Cell(language.English, value, hours); got != want {
			t.Errorf("Cell(%v) = %q, want %q", value, got, want)
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value any
		unit  metrics.Unit
		want  string
	}{
		{int64(177545197), metrics.USD, "$1.78M"},
		{int64(16467600), metrics.USD, "$164,676"},
		{int64(99950), metrics.USD, "$999.50"},
		{int64(-177545197), metrics.USD, "−$1.78M"},
		{int64(76277), metrics.Count, "76,277"},
		{int64(3_000_000), metrics.Count, "3.00M"},
		{int64(999_999_999), metrics.Count, "1.00B"},
		{int64(30_653_400_000), metrics.Count, "30.65B"},
		{0.5501, metrics.Percent, "55.01 %"},
		{nil, metrics.USD, "–"},
	} {
		if got := Short(language.English, c.value, c.unit); got != c.want {
			t.Errorf("Short(%v, %q) = %q, want %q", c.value, c.unit, got, c.want)
		}
	}
}

func TestInterval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high any
		unit      metrics.Unit
		want      string
	}{
		{0.5461, 0.5540, metrics.Percent, "54.6–55.4 %"},
		{0.0, 1.0, metrics.Percent, "0.0–100.0 %"},
		{61.94, 63.06, metrics.Hours, "61.9–63.1 h"},
		{nil, 0.5, metrics.Percent, ""},
		{0.5, nil, metrics.Percent, ""},
	} {
		if got := Interval(language.English, c.low, c.high, c.unit); got != c.want {
			t.Errorf("Interval(%v, %v, %q) = %q, want %q", c.low, c.high, c.unit, got, c.want)
		}
	}
}

func TestTimesAndSizes(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Moment(language.English, time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("CET", 3600))): "24 Nov 2026, 09:00 UTC",
		Took(language.English, -time.Second):                   "–",
		Took(language.English, 340*time.Millisecond):           "340 ms",
		Took(language.English, 4210*time.Millisecond):          "4.2 s",
		Took(language.English, 59970*time.Millisecond):         "1 min",
		Took(language.English, 192*time.Second):                "3 min 12 s",
		Took(language.English, time.Hour-100*time.Millisecond): "1 h",
		Took(language.English, 125*time.Minute):                "2 h 5 min",
		Took(language.English, 62*time.Hour):                   "2 d 14 h",
		Bytes(language.English, 999):                           "999 B",
		Bytes(language.English, 12_345_678):                    "12.3 MB",
		Bytes(language.English, 999_999):                       "1.0 MB",
		Bytes(language.English, 4_000_000_000_000_000):         "4,000.0 TB",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestProseKeepsUnitsWithTheirFigures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Web: 51.03 % (n = 12), 62.5 h on average.": "Web: 51.03\u00a0% (n\u00a0=\u00a012), 62.5\u00a0h on average.",
		"41-60 leads; a well-known group":           "41-\u206060 leads; a well-known group",
	} {
		if got := Prose(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestSpanish: signs the other way round, the currency behind, and no unit apart from its figure.
func TestSpanish(t *testing.T) {
	t.Parallel()
	const l = language.Spanish
	for got, want := range map[string]string{
		Count(l, 63288):                                            "63.288",
		Count(l, -1234567):                                         "−1.234.567",
		Percent(l, 0.5103):                                         "51,03\u00a0%",
		Share(l, 0.757):                                            "75,7\u00a0%",
		Value(l, int64(177545197), metrics.USD):                    "1.775.451,97\u00a0$",
		Value(l, int64(-123456), metrics.USD):                      "−1.234,56\u00a0$",
		Value(l, int64(5), metrics.USD):                            "0,05\u00a0$",
		Value(l, 62.5, metrics.Hours):                              "62,5\u00a0h",
		Value(l, int64(3), metrics.Day):                            "Día 3",
		Value(l, true, metrics.Plain):                              "sí",
		Value(l, 1204.0, metrics.Plain):                            "1.204",
		Value(l, "Women", metrics.Plain):                           "Mujeres",
		Value(l, "fafdcd668e3743c1", metrics.Plain):                "fafdcd668e3743c1",
		Value(l, nil, metrics.USD):                                 "–",
		Cell(l, 48.0, metrics.Column{Unit: metrics.Hours}):         "48,00\u00a0h",
		Short(l, int64(177545197), metrics.USD):                    "1,78\u00a0M\u00a0$",
		Short(l, int64(16467600), metrics.USD):                     "164.676\u00a0$",
		Short(l, int64(30_653_400_000), metrics.Count):             "30.653\u00a0M",
		Interval(l, 0.5461, 0.5540, metrics.Percent):               "54,6–55,4\u00a0%",
		Points(l, 0.122):                                           "+12,2 puntos",
		Change(l, -0.031):                                          "−3,1\u00a0%",
		Probability(l, 0.0502):                                     "0,0502",
		Moment(l, time.Date(2026, 11, 24, 23, 26, 0, 0, time.UTC)): "24 nov 2026, 23:26 UTC",
		Took(l, 4210*time.Millisecond):                             "4,2\u00a0s",
		Bytes(l, 12_345_678):                                       "12,3\u00a0MB",
		Lower("Última compra"):                                     "última compra",
		Capital("única"):                                           "Única",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
