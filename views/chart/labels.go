package chart

import (
	"slices"

	"cafe-rewards/sql/metrics"
)

// label is a text at a place along an axis.
type label struct {
	At   float64 // percent of the axis
	Text string
}

// maxColumnLabels is how many names fit under the columns of a card on a phone.
const maxColumnLabels = 6

// columnLabels are the names under columns and lines: every one where they fit, otherwise one in so many; more than two weeks of days are labelled by the week.
func (p Plot) columnLabels() []label {
	every := (len(p.Marks) + maxColumnLabels - 1) / maxColumnLabels
	if p.Category.Unit == metrics.Day && len(p.Marks) > 14 {
		every = (every + 6) / 7 * 7
	}
	var labels []label
	for i := 0; i < len(p.Marks); i += every {
		labels = append(labels, label{At: (float64(i) + 0.5) / float64(len(p.Marks)) * 100, Text: p.Marks[i].Name})
	}
	return labels
}

// endLabel names a line at its end.
type endLabel struct {
	Series
	Y int // pixels from the top
}

// endLabels name the lines where they end, moved apart where they would meet.
func (p Plot) endLabels() []endLabel {
	const apart, half = 16, 8
	var labels []endLabel
	for s, series := range p.Series {
		at := p.Marks[len(p.Marks)-1].Values[s].At
		y := p.high()
		if at != nil {
			y = int((100 - p.Scale.Percent(*at)) / 100 * float64(p.high()))
		}
		labels = append(labels, endLabel{series, y})
	}
	slices.SortStableFunc(labels, func(a, b endLabel) int { return a.Y - b.Y })
	for i := range labels {
		least := half
		if i > 0 {
			least = labels[i-1].Y + apart
		}
		labels[i].Y = max(labels[i].Y, least)
	}
	for i := len(labels) - 1; i >= 0; i-- {
		most := p.high() - half
		if i+1 < len(labels) {
			most = labels[i+1].Y - apart
		}
		labels[i].Y = min(labels[i].Y, most)
	}
	return labels
}
