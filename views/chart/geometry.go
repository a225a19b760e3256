package chart

import (
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// Heights in pixels; those of rows have a class in the style sheet (row-36).
const (
	barBand     = 36  // a row with one bar
	groupBand   = 28  // a row with several, times their number
	funnelBand  = 44  // a step
	columnsHigh = 220 // a histogram or a line chart
	largeHigh   = 360 // the same on a page of its own
)

// Large gives the plot the height of a page of its own.
func (p Plot) Large() Plot {
	p.large = true
	return p
}

// high is the height of a histogram or a line chart.
func (p Plot) high() int {
	if p.large {
		return largeHigh
	}
	return columnsHigh
}

// rowBand is the height of a row of horizontal bars.
func (p Plot) rowBand() int {
	switch {
	case p.Kind == metrics.Funnel:
		return funnelBand
	case p.Kind == metrics.Bar && len(p.Series) > 1:
		return groupBand * len(p.Series)
	}
	return barBand
}

// rowClass is the class that gives the words beside a bar the height of its row.
func (p Plot) rowClass() string { return "row row-" + strconv.Itoa(p.rowBand()) }

// rowsHigh is the height of all rows.
func (p Plot) rowsHigh() int { return p.rowBand() * len(p.Marks) }

// Height is about how many pixels the drawing takes with its axes: what a frame around it needs.
func (p Plot) Height() int {
	switch p.Kind {
	case metrics.Bar, metrics.Stacked:
		return p.rowsHigh() + 28
	case metrics.Funnel:
		return p.rowsHigh()
	case metrics.Histogram, metrics.Line:
		return p.high() + 32
	}
	return 0
}

// rect is a mark in the server's drawing: x and width in percent of its width, y and height in pixels.
type rect struct {
	X, Width  float64
	Y, Height int
	Class     string
}

// bars are the rectangles of horizontal bars, grouped or stacked.
func (p Plot) bars() []rect {
	var bars []rect
	zero := p.Scale.Percent(0)
	band := p.rowBand()
	for i, m := range p.Marks {
		top := i*band + band/4
		end := 0.0 // of the bars stacked so far, in display units
		for s, v := range m.Values {
			if v.At == nil {
				continue
			}
			from, to := zero, p.Scale.Percent(*v.At)
			y, height := top+s*band/2/len(p.Series), band/2/len(p.Series)
			if p.Kind == metrics.Stacked {
				from, to = p.Scale.Percent(end), p.Scale.Percent(end+max(0, *v.At))
				end += max(0, *v.At)
				y, height = top, band/2
			}
			bars = append(bars, rect{X: min(from, to), Width: max(to-from, from-to), Y: y, Height: height, Class: m.class(p.Series[s])})
		}
	}
	return bars
}

// columns are the rectangles of a histogram, in a square of 100 by 100.
func (p Plot) columns() []column {
	var columns []column
	slot := 100 / float64(len(p.Marks))
	wide := slot * 0.98 / float64(len(p.Series))
	zero := p.Scale.Percent(0)
	for i, m := range p.Marks {
		for s, v := range m.Values {
			if v.At == nil {
				continue
			}
			at := p.Scale.Percent(*v.At)
			columns = append(columns, column{X: float64(i)*slot + slot*0.01 + float64(s)*wide, Width: wide,
				Y: 100 - max(at, zero), Height: max(at, zero) - min(at, zero), Class: m.class(p.Series[s])})
		}
	}
	return columns
}

// column is a mark in a square of 100 by 100 that is stretched to the drawing's size.
type column struct {
	X, Y, Width, Height float64
	Class               string
}

// lines are the points of a line in that square; a missing value breaks it in two.
func (p Plot) lines(series int) []string {
	var lines []string
	var points []string
	slot := 100 / float64(len(p.Marks))
	for i, m := range p.Marks {
		at := m.Values[series].At
		if at == nil {
			lines, points = append(lines, strings.Join(points, " ")), nil
			continue
		}
		points = append(points, number((float64(i)+0.5)*slot)+","+number(100-p.Scale.Percent(*at)))
	}
	if len(points) == 1 { // a single point is a short dash
		x := (float64(len(p.Marks)) - 0.5) * slot
		at := p.Marks[len(p.Marks)-1].Values[series].At
		points = append(points, number(x+slot/4)+","+number(100-p.Scale.Percent(*at)))
	}
	return append(lines, strings.Join(points, " "))
}

func (m Mark) class(s Series) string {
	if m.Small {
		return class(s.Token) + " small-n"
	}
	return class(s.Token)
}

// number writes a coordinate.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 32) }

// percent writes a coordinate relative to the drawing's width or height.
func percent(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) + "%" }

func pixels(n int) string { return strconv.Itoa(n) }
