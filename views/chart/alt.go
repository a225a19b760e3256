package chart

import (
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// Alt says in words what the drawing shows, from its data: the text for those who do not see it.
func (p Plot) Alt() string {
	if !p.Drawn() {
		return p.Visual.Title + ": no figures."
	}
	switch p.Kind {
	case metrics.Funnel:
		return p.Visual.Title + ". " + p.everyMark() + "."
	case metrics.Line:
		return p.Visual.Title + ". " + p.span() + " " + p.extremesPerSeries()
	case metrics.Histogram:
		return p.Visual.Title + ". " + p.span() + " " + p.mode()
	}
	if len(p.Marks) <= 3 || len(p.Series) > 1 && len(p.Marks) <= 6 {
		return p.Visual.Title + ". " + p.everyMark() + "."
	}
	return p.Visual.Title + ". " + p.ranking()
}

// everyMark lists all marks with all of their values.
func (p Plot) everyMark() string {
	parts := make([]string, len(p.Marks))
	for i, m := range p.Marks {
		values := make([]string, len(p.Series))
		for s, series := range p.Series {
			values[s] = m.Values[s].Label
			if len(p.Series) > 1 {
				values[s] = series.Label + " " + values[s]
			}
		}
		parts[i] = m.Name + ": " + strings.Join(values, ", ") + m.basis()
	}
	return strings.Join(parts, "; ")
}

// basis is what a figure rests on, in brackets: (54.6–55.4 %, n = 61,042).
func (m Mark) basis() string {
	var parts []string
	if m.Share != "" {
		if m.N != "" {
			return " (" + m.Share + " of " + m.N + ")"
		}
		return " (" + m.Share + ")"
	}
	if m.Range != "" {
		parts = append(parts, m.Range)
	}
	if m.N != "" && m.Count != nil && m.Values[0].At != nil && (m.Range != "" || *m.Count != *m.Values[0].At) {
		parts = append(parts, "n = "+m.N)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// ranking names the highest and the lowest of many bars.
func (p Plot) ranking() string {
	high, low := p.extremes(0)
	if high < 0 {
		return strconv.Itoa(len(p.Marks)) + " rows without a value."
	}
	series := p.Series[0]
	text := strconv.Itoa(len(p.Marks)) + " rows. " + series.Label + " is highest for " + p.figure(high)
	if low != high {
		text += " and lowest for " + p.figure(low)
	}
	return text + "."
}

func (p Plot) figure(i int) string {
	m := p.Marks[i]
	return m.Name + ": " + m.Values[0].Label + m.basis()
}

// span says which categories a line or a histogram runs over.
func (p Plot) span() string {
	first, last := p.Marks[0].Name, p.Marks[len(p.Marks)-1].Name
	if first == last {
		return first + "."
	}
	return first + " to " + last + "."
}

func (p Plot) extremesPerSeries() string {
	parts := make([]string, 0, len(p.Series))
	for s, series := range p.Series {
		high, low := p.extremes(s)
		switch {
		case high < 0:
			parts = append(parts, series.Label+" has no value")
		case p.Marks[high].Values[s].Label == p.Marks[low].Values[s].Label:
			parts = append(parts, series.Label+" is always "+p.Marks[high].Values[s].Label)
		default:
			parts = append(parts, series.Label+" is highest on "+p.Marks[high].Name+" ("+p.Marks[high].Values[s].Label+
				") and lowest on "+p.Marks[low].Name+" ("+p.Marks[low].Values[s].Label+")")
		}
	}
	return strings.Join(parts, "; ") + "."
}

func (p Plot) mode() string {
	high, _ := p.extremes(0)
	if high < 0 {
		return "No values."
	}
	m := p.Marks[high]
	return "The tallest of " + strconv.Itoa(len(p.Marks)) + " columns is " + m.Name + " with " + m.Values[0].Label + "."
}

// extremes finds the marks with the greatest and the least value of a series; -1 where it has none.
func (p Plot) extremes(series int) (high, low int) {
	high, low = -1, -1
	for i, m := range p.Marks {
		at := m.Values[series].At
		if at == nil {
			continue
		}
		if high < 0 || *at > *p.Marks[high].Values[series].At {
			high = i
		}
		if low < 0 || *at < *p.Marks[low].Values[series].At {
			low = i
		}
	}
	return high, low
}
