package chart

import (
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// Alt says in words what the drawing shows, from its data: the text for those who do not see it.
func (p Plot) Alt() string {
	if !p.Drawn() {
		return p.in.Text("%s: no figures.", p.Visual.Title)
	}
	head := p.Visual.Title + ". "
	if p.panelled() {
		return head + p.in.Text("%s small charts, %s to %s.", format.Counted(len(p.Panels)), p.Panels[0].Label, p.Panels[len(p.Panels)-1].Label) + " " + p.overall()
	}
	switch p.Kind {
	case metrics.Funnel, metrics.Donut:
		return head + p.everyMark() + "."
	case metrics.Box:
		return head + p.boxes() + "."
	case metrics.Line, metrics.Area, metrics.Combined:
		return head + p.reach() + " " + p.extremesPerSeries()
	case metrics.Histogram:
		return head + p.reach() + " " + p.mode()
	case metrics.HeatMap:
		return head + p.in.Text("%s by %s cells.", format.Counted(len(p.Names)), format.Counted(len(p.Series))) + " " + p.overall()
	case metrics.Scatter:
		return head + p.cloud()
	}
	if len(p.Names) <= 3 || len(p.Series) > 1 && len(p.Names) <= 6 && len(p.Series) <= 3 {
		return head + p.everyMark() + "."
	}
	if len(p.Series) > 1 {
		return head + p.overall()
	}
	return head + p.ranking()
}

// everyMark lists all names with all of their values.
func (p Plot) everyMark() string {
	parts := make([]string, len(p.Names))
	for n, name := range p.Names {
		cells := p.cells[0][n]
		values := make([]string, len(cells))
		for s, c := range cells {
			values[s] = c.Label
			if len(cells) > 1 && p.Kind != metrics.Donut {
				values[s] = p.Series[s].Label + " " + c.Label
			}
		}
		if p.Kind == metrics.Donut {
			values = values[:1]
		}
		parts[n] = name.Label + ": " + strings.Join(values, ", ") + p.basis(n)
	}
	return strings.Join(parts, "; ")
}

// basis is what a figure rests on, in brackets: (54.6–55.4 %, n = 61,042).
func (p Plot) basis(n int) string {
	c := p.cells[0][n][0]
	var parts []string
	switch {
	case p.Kind == metrics.Funnel:
		if share := p.stepShare(0, n); share != "" {
			parts = append(parts, share)
		}
	case p.Kind == metrics.Donut:
		if sum := p.sum(); sum > 0 && c.At != nil {
			parts = append(parts, format.Share(p.in, max(0, *c.At)/sum))
		}
	case len(p.Series) == 1:
		if c.Range != "" {
			parts = append(parts, c.Range)
		}
		if c.N != "" && c.At != nil && (c.Range != "" || *c.Count != *c.At) {
			parts = append(parts, "n = "+c.N)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// ranking names the highest and the lowest of many bars.
func (p Plot) ranking() string {
	high, low := p.extremes(0)
	switch {
	case high < 0:
		return p.in.Text("%s rows without a value.", format.Counted(len(p.Names)))
	case high == low:
		return p.in.Text("%s rows. %s is highest for %s.", format.Counted(len(p.Names)), p.Series[0].Label, p.ranked(high))
	}
	return p.in.Text("%s rows. %s is highest for %s and lowest for %s.", format.Counted(len(p.Names)), p.Series[0].Label, p.ranked(high), p.ranked(low))
}

func (p Plot) ranked(n int) string {
	return p.Names[n].Label + ": " + p.cells[0][n][0].Label + p.basis(n)
}

// reach says which names a line or a histogram runs over.
func (p Plot) reach() string {
	first, last := p.Names[0].Label, p.Names[len(p.Names)-1].Label
	if first == last {
		return first + "."
	}
	return p.in.Text("%s to %s.", first, last)
}

func (p Plot) extremesPerSeries() string {
	parts := make([]string, 0, len(p.Series))
	for s, series := range p.Series {
		high, low := p.extremes(s)
		switch {
		case high < 0:
			parts = append(parts, p.in.Text("%s has no value", series.Label))
		case p.label(high, s) == p.label(low, s):
			parts = append(parts, p.in.Text("%s is always %s", series.Label, p.label(high, s)))
		default:
			parts = append(parts, p.in.Text("%s is highest on %s (%s) and lowest on %s (%s)",
				series.Label, p.Names[high].Label, p.label(high, s), p.Names[low].Label, p.label(low, s)))
		}
	}
	return strings.Join(parts, "; ") + "."
}

func (p Plot) label(n, series int) string { return p.cells[0][n][series].Label }

func (p Plot) mode() string {
	high, _ := p.extremes(0)
	if high < 0 {
		return p.in.Text("No values.")
	}
	return p.in.Text("The tallest of %s columns is %s with %s.", format.Counted(len(p.Names)), p.Names[high].Label, p.label(high, 0))
}

// boxes tells each median and the middle half around it.
func (p Plot) boxes() string {
	parts := make([]string, len(p.Names))
	for n, name := range p.Names {
		c := p.cells[0][n]
		parts[n] = p.in.Text("%s: median %s, half of all from %s to %s", name.Label, c[2].Label, c[1].Label, c[3].Label)
	}
	return strings.Join(parts, "; ")
}

// overall names the greatest and the least of all values.
func (p Plot) overall() string {
	var high, low *Cell
	var highest, lowest string
	p.every(func(panel, n, s int, c Cell) {
		if c.At == nil {
			return
		}
		name := p.Names[n].Label
		if len(p.Series) > 1 {
			name += ", " + p.Series[s].Label
		}
		if p.panelled() {
			name = p.Panels[panel].Label + ", " + name
		}
		if high == nil || *c.At > *high.At {
			high, highest = &c, name
		}
		if low == nil || *c.At < *low.At {
			low, lowest = &c, name
		}
	})
	if high == nil {
		return p.in.Text("No values.")
	}
	return p.in.Text("Highest: %s, %s; lowest: %s, %s.", highest, high.Label, lowest, low.Label)
}

// cloud says what a scatter spans.
func (p Plot) cloud() string {
	text := p.in.Text("%s points.", format.Counted(len(p.Names)))
	for s := range 2 {
		if high, low := p.extremes(s); high >= 0 {
			text += " " + p.in.Text("%s from %s (%s) to %s (%s).", p.Series[s].Label, p.label(low, s), p.Names[low].Label, p.label(high, s), p.Names[high].Label)
		}
	}
	return text
}

// extremes finds the names with the greatest and the least value of a series; -1 where it has none.
func (p Plot) extremes(series int) (high, low int) {
	high, low = -1, -1
	for n := range p.Names {
		at := p.cells[0][n][series].At
		if at == nil {
			continue
		}
		if high < 0 || *at > *p.cells[0][high][series].At {
			high = n
		}
		if low < 0 || *at < *p.cells[0][low][series].At {
			low = n
		}
	}
	return high, low
}
