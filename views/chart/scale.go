package chart

import (
	"math"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Scale is an axis with round ticks from Min to Max.
type Scale struct {
	Min, Max, Step float64
	Ticks          []Tick
	Format         string // by which marks.js writes the same labels
}

// Tick is a place on a Scale with what is written there.
type Tick struct {
	At    float64 // in display units
	Label string
}

// scale spans all that is drawn, from zero.
func (p Plot) scale() Scale {
	low, high := 0.0, 0.0
	include := func(x *float64) {
		if x != nil {
			low, high = min(low, *x), max(high, *x)
		}
	}
	if p.Kind == metrics.Share {
		high = 100
		return p.newScale(low, high, metrics.Percent)
	}
	for _, names := range p.cells {
		for _, cells := range names {
			sum := 0.0
			for i, c := range cells {
				if p.Kind == metrics.Combined && i > 0 {
					continue
				}
				if p.stacks() && c.At != nil {
					sum += max(0, *c.At)
					continue
				}
				include(c.At)
				include(c.Low)
				include(c.High)
			}
			include(&sum)
		}
	}
	return p.newScale(low, high, p.Series[0].Column.Unit)
}

// newScale finds a scale of four to six round ticks around low and high.
func (p Plot) newScale(low, high float64, unit metrics.Unit) Scale {
	if high <= low {
		high = low + 1
	}
	step := roundUp((high - low) / 5)
	if unit == metrics.Count && step < 1 {
		step = 1
	}
	s := Scale{Min: math.Floor(low/step+1e-9) * step, Max: math.Ceil(high/step-1e-9) * step, Step: step}
	format := tickFormat(p.in, max(math.Abs(s.Max), math.Abs(s.Min)), unit)
	s.Format = format.String()
	for i := 0; i <= 12; i++ {
		at := s.Min + float64(i)*step
		if at > s.Max+step*1e-9 {
			break
		}
		s.Ticks = append(s.Ticks, Tick{At: at, Label: format.label(at)})
	}
	return s
}

// roundUp gives the next number of the form 1, 2 or 5 times a power of ten.
func roundUp(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, factor := range []float64{1, 2, 5} {
		if x <= factor*power*(1+1e-9) {
			return factor * power
		}
	}
	return 10 * power
}

// ticks is how places on an axis are written: short, because the exact figures stand beside the marks and in the table. What the
// greatest one is written in, thousands or millions, all are.
type ticks struct {
	in      language.Locale
	before  string
	divisor float64
	scaled  string // behind a number that was divided: k
	after   string
}

func tickFormat(l language.Locale, greatest float64, unit metrics.Unit) ticks {
	t := ticks{in: l, divisor: 1}
	switch unit {
	case metrics.Percent:
		t.after = " %"
		return t
	case metrics.Hours:
		t.after = " h"
		return t
	case metrics.Day:
		t.before, _, _ = strings.Cut(l.Text("Day %s", "|"), "|")
		return t
	}
	switch {
	case greatest >= 1e9 && l != language.Spanish: // a Spanish billion is a thousand of these
		t.divisor, t.scaled = 1e9, "B"
	case greatest >= 1e6:
		t.divisor, t.scaled = 1e6, "M"
	case greatest >= 10_000:
		t.divisor, t.scaled = 1e3, "k"
	}
	if l == language.Spanish && t.divisor > 1 {
		t.scaled = map[string]string{"M": " M", "k": " mil"}[t.scaled]
	}
	switch {
	case unit == metrics.USD && l == language.Spanish:
		t.after = " $"
	case unit == metrics.USD:
		t.before = "$"
	}
	return t
}

func (t ticks) label(at float64) string {
	scaled := t.scaled
	if at == 0 {
		scaled = ""
	}
	text := format.Number(t.in, at/t.divisor)
	if text[0] >= '0' && text[0] <= '9' {
		return t.before + text + scaled + t.after
	}
	return text[:len("−")] + t.before + text[len("−"):] + scaled + t.after
}

// String is the format as the function tick of marks.js takes it.
func (t ticks) String() string {
	thousands, decimal := format.Signs(t.in)
	return strings.Join([]string{"tick", t.before, strconv.FormatFloat(t.divisor, 'f', -1, 64), t.scaled, t.after, thousands + decimal}, "|")
}
