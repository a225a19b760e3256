package chart

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

const (
	mostLabels = 15 // of points; more cannot be told apart
	labelLine  = 14 // pixels of a line of a label that has two
	labelApart = 4  // from its point
)

// pointLabel is the name of a point as it stands beside it.
type pointLabel struct {
	text  string // perhaps in two lines
	side  string // of the point: right or left
	shift int    // pixels under its middle
}

func (l pointLabel) lines() int { return 1 + strings.Count(l.text, "\n") }

// box is the room of a label in pixels.
type box struct{ left, right, top, bottom int }

func (b box) meets(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// beside is the room of a point and beside it, where a name would be taken for its own. At its corners a circle leaves room.
func (b box) beside() box {
	corner := (b.bottom - b.top) / 4
	return box{b.left - 2*labelApart, b.right + 2*labelApart, b.top + corner, b.bottom - corner}
}

// pointLabels are the names that are written, by their places among the names. The largest points come first: a name stands where neither another
// one nor another point does, and not at all where there is no room for it. One that is cut would say little: the tip has all of it.
func (p Plot) pointLabels(f form, across, up Scale) map[int]pointLabel {
	labels := map[int]pointLabel{}
	if len(p.Names) > mostLabels {
		return labels
	}
	points := p.pointBoxes(f, across, up)
	order := slices.SortedStableFunc(maps.Keys(points), func(a, b int) int {
		return cmp.Or(cmp.Compare(points[b].right-points[b].left, points[a].right-points[a].left), a-b)
	})
	var taken []box
	for _, n := range order {
		sides := []string{"right", "left"}
		if points[n].left+points[n].right > f.width-60 { // where there is more room
			sides = []string{"left", "right"}
		}
		places := placesFor(p.Names[n].Label, f, sides, points[n])
		i := slices.IndexFunc(places, func(at pointLabel) bool {
			room := at.room(points[n])
			for other, point := range points {
				if other != n && room.meets(point.beside()) {
					return false
				}
			}
			return room.left >= 0 && room.right <= f.width-40 && room.bottom <= p.pointsDeep(f) && !slices.ContainsFunc(taken, room.meets)
		})
		if i >= 0 {
			taken = append(taken, places[i].room(points[n]))
			labels[n] = places[i]
		}
	}
	return labels
}

// placesFor are where a name can stand, the best first: beside the middle of its point, or as far above or under it as it is still taken for its own;
// in one line, or else in two.
func placesFor(name string, f form, sides []string, point box) []pointLabel {
	var all []pointLabel
	far := (point.bottom-point.top)/2 + labelLine/2
	for _, shift := range []int{0, -far / 2, far / 2, -far, far} {
		for _, text := range linesFor(name, f) {
			for _, side := range sides {
				all = append(all, pointLabel{text, side, shift})
			}
		}
	}
	return all
}

// pointBoxes are the rooms of the points that are drawn, reckoned for the width that words can count on.
func (p Plot) pointBoxes(f form, across, up Scale) map[int]box {
	points := map[int]box{}
	deep := float64(p.pointsDeep(f))
	for n := range p.Names {
		at := p.cells[0][n]
		if at[0].At == nil || at[1].At == nil {
			continue
		}
		x := int((*at[0].At - across.Min) / (across.Max - across.Min) * float64(f.width-60))
		y := int((up.Max - *at[1].At) / (up.Max - up.Min) * deep)
		half := int(p.pointSize(n)) / 2
		points[n] = box{x - half, x + half, y - half, y + half}
	}
	return points
}

// linesFor are the name of a point in one line, and in two, as far as they fit.
func linesFor(name string, f form) []string {
	var all []string
	most := f.width * 2 / 5
	if textWidth(name, regular) <= most {
		all = append(all, name)
	}
	for width := most / 2; width <= most; width += 4 { // both lines as long as each other, about
		if text := wrap(name, width, 2); !strings.HasSuffix(text, "…") && text != name {
			return append(all, text)
		}
	}
	return all
}

// room is that of the label beside its point.
func (l pointLabel) room(point box) box {
	width, middle, half := widest(regular, l.text), (point.top+point.bottom)/2+l.shift, l.lines()*labelLine/2
	if l.side == "left" {
		return box{point.left - labelApart - width, point.left - labelApart, middle - half, middle + half}
	}
	return box{point.right + labelApart, point.right + labelApart + width, middle - half, middle + half}
}
