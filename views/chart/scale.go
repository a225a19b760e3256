package chart

import (
	"math"
	"strconv"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
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
		return newScale(low, high, metrics.Percent)
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
	return newScale(low, high, p.Series[0].Column.Unit)
}

// newScale finds a scale of four to six round ticks around low and high.
func newScale(low, high float64, unit metrics.Unit) Scale {
	if high <= low {
		high = low + 1
	}
	step := roundUp((high - low) / 5)
	if unit == metrics.Count && step < 1 {
		step = 1
	}
	s := Scale{Min: math.Floor(low/step+1e-9) * step, Max: math.Ceil(high/step-1e-9) * step, Step: step}
	format := tickFormat(max(math.Abs(s.Max), math.Abs(s.Min)), unit)
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
	before  string
	divisor float64
	after   string
}

func tickFormat(greatest float64, unit metrics.Unit) ticks {
	switch unit {
	case metrics.Percent:
		return ticks{"", 1, " %"}
	case metrics.Hours:
		return ticks{"", 1, " h"}
	case metrics.Day:
		return ticks{"Day ", 1, ""}
	}
	t := ticks{"", 1, ""}
	if unit == metrics.USD {
		t.before = "$"
	}
	switch {
	case greatest >= 1e9:
		t.divisor, t.after = 1e9, "B"
	case greatest >= 1e6:
		t.divisor, t.after = 1e6, "M"
	case greatest >= 10_000:
		t.divisor, t.after = 1e3, "k"
	}
	return t
}

func (t ticks) label(at float64) string {
	after := t.after
	if at == 0 && t.divisor > 1 {
		after = ""
	}
	text := format.Number(at / t.divisor)
	if text[0] >= '0' && text[0] <= '9' {
		return t.before + text + after
	}
	return text[:len("−")] + t.before + text[len("−"):] + after
}

// String is the format as the function tick of marks.js takes it.
func (t ticks) String() string {
	return "tick|" + t.before + "|" + strconv.FormatFloat(t.divisor, 'f', -1, 64) + "|" + t.after
}
