package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/types"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// Scale is an axis with round ticks from Min to Max.
type Scale struct {
	Min, Max, Step float64
	Ticks          []Tick
}

// Tick is a place on a Scale with what is written there.
type Tick struct {
	At    float64 // in display units
	Label string
}

// newScale finds a scale of four to six round ticks around low and high, which include zero.
func newScale(low, high float64, unit metrics.Unit) Scale {
	if high <= low {
		high = low + 1
	}
	step := roundUp((high - low) / 5)
	if unit == metrics.Count && step < 1 {
		step = 1
	}
	s := Scale{Min: math.Floor(low/step) * step, Max: math.Ceil(high/step-1e-9) * step, Step: step}
	for i := 0; i <= 12; i++ {
		at := s.Min + float64(i)*step
		if at > s.Max+step*1e-9 {
			break
		}
		s.Ticks = append(s.Ticks, Tick{At: at, Label: tickLabel(at, s.Max, unit)})
	}
	return s
}

// Percent is where x stands on the scale, from 0 to 100.
func (s Scale) Percent(x float64) float64 {
	if s.Max <= s.Min {
		return 0
	}
	return math.Max(0, math.Min(100, (x-s.Min)/(s.Max-s.Min)*100))
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

// tickLabel writes a place on an axis: short, because the exact figures stand beside the marks and in the table.
// What the greatest one is written in, thousands or millions, all are.
func tickLabel(x, greatest float64, unit metrics.Unit) string {
	switch unit {
	case metrics.Percent:
		return format.Number(x) + " %"
	case metrics.Hours:
		return format.Number(x) + " h"
	case metrics.USD:
		return format.Thousands(x, greatest, "$")
	}
	return format.Thousands(x, greatest, "")
}

// axisFormat is the template by which ECharts writes the ticks of that unit.
func axisFormat(unit metrics.Unit) types.FuncStr {
	switch unit {
	case metrics.Percent:
		return "{value} %"
	case metrics.Hours:
		return "{value} h"
	case metrics.USD:
		return "${value}"
	}
	return ""
}
