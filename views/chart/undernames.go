package chart

import (
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
)

// mostBroken is how many names are broken into lines; of more, one in so many is written.
const mostBroken = 12

// under are the names under columns and lines in some room.
type under struct {
	names []string // perhaps in lines
	every int      // of which one in so many is written
	lines int      // that they take
}

// wider are the names in more room than words can count on. A drawing has those of the last whose axis is no longer than its own.
type wider struct {
	From   int      `json:"from"`            // pixels of the axis
	Names  []string `json:"names,omitempty"` // none: as in the least room
	Every  int      `json:"every"`
	Bottom int      `json:"bottom,omitempty"` // of the grid, where that depends on the lines
}

// underAxis is the room for the names under an axis, in so many lines.
func underAxis(lines int) int { return tickLine + (lines-1)*14 }

// columnAxis is an axis between these margins with the names under columns and lines: those that can be read in the least room, and what
// more room allows.
func (p Plot) columnAxis(f form, left, right int) (a axis, lines int) {
	room, most := p.room(f, left, right), p.room(f.widest(), left, right)
	first := p.under(room)
	a = axis{AxisLabel: &axisLabel{labelStyle: muted(), Margin: 8, Interval: new(int), HideOverlap: true}}
	a.AxisLabel.LineHeight, *a.AxisLabel.Interval = 14, first.every-1
	a.Type, a.Data = "category", first.names
	a.AxisTick = &opts.AxisTick{Show: no}
	a.AxisLine = &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "--axis-line"}}
	a.Silent = true
	at := first
	fixed := p.panelled() || p.Kind == metrics.HeatMap // the height of their marks is, and so is what is left for the names
	for step := 4 * min(len(p.Names), mostBroken); room < most && at.every*at.lines > 1; {
		room += step
		next := p.under(room)
		if next.every == at.every && slices.Equal(next.names, at.names) || fixed && next.lines > first.lines {
			continue
		}
		at = next
		w := wider{From: room, Every: at.every}
		if !slices.Equal(at.names, first.names) {
			w.Names = at.names
		}
		if !fixed {
			w.Bottom = underAxis(at.lines)
		}
		a.Wider = append(a.Wider, w)
	}
	return a, first.lines
}

// under says which names are written in that room: all where they fit, perhaps in a few lines; otherwise one in so many. More than two weeks
// of days are named by the week.
func (p Plot) under(room int) under {
	names := make([]string, len(p.Names))
	for i, name := range p.Names {
		names[i] = name.Label
	}
	widestName := widest(regular, names...) + 8
	if widestName > room/len(names) && len(names) <= mostBroken {
		if broken, every := brokenNames(names, room); every > 0 {
			lines := 1
			for _, name := range broken {
				lines = max(lines, 1+strings.Count(name, "\n"))
			}
			return under{broken, every, lines}
		}
	}
	every := 1
	if widestName > room/len(names) {
		fit := max(1, room/widestName)
		every = (len(names) + fit - 1) / fit
	}
	if every > 10 {
		every = int(roundUp(float64(every)))
	}
	if p.Category.Unit == metrics.Day && len(names) > 14 {
		every = (every + 6) / 7 * 7
	}
	return under{names, every, 1}
}
