package chart

// point is where a point stands, on its two scales; either may be nil.
type point struct{ x, y *float64 }

// box is the room of a label in pixels.
type box struct{ left, right, top, bottom int }

func (b box) meets(other box) bool {
	return b.left < other.right && other.left < b.right && b.top < other.bottom && other.top < b.bottom
}

// beside says on which side of its point a label stands: the side with more room in the drawing, unless another label is there already and the
// other side is free. Places are reckoned for the width that words can count on.
func beside(taken *[]box, at point, across, up Scale, d datum, f form) string {
	if at.x == nil || at.y == nil {
		return "right"
	}
	x := int((*at.x - across.Min) / (across.Max - across.Min) * float64(f.width-60))
	y := int((up.Max - *at.y) / (up.Max - up.Min) * float64(columnsHigh))
	apart, width := int(d.SymbolSize)/2+4, textWidth(d.Name, regular)
	sides := []string{"right", "left"}
	if x > (f.width-60)/2 {
		sides = []string{"left", "right"}
	}
	rooms := map[string]box{
		"right": {x + apart, x + apart + width, y - fontSize/2, y + fontSize/2},
		"left":  {x - apart - width, x - apart, y - fontSize/2, y + fontSize/2},
	}
	for _, side := range sides {
		room := rooms[side]
		free := room.left >= 0 && room.right <= f.width
		for _, other := range *taken {
			free = free && !room.meets(other)
		}
		if free {
			*taken = append(*taken, room)
			return side
		}
	}
	return sides[0] // where ECharts hides it
}
