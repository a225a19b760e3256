package chart

import "strings"

const (
	mostLines  = 3  // of a name under a column
	brokenFrom = 44 // pixels that a name has at least
	beyondLast = 4  // pixels beside the last column
	nameApart  = 6  // pixels between two names
)

// brokenNames are names in lines, of which one in so many is written: all, or as many as can be whole, where there is less room or a number
// would be cut, which then reads as another one. It is none where not even the first can be whole.
func brokenNames(names []string, room int) (broken []string, every int) {
	slot := room / len(names)
	if slot >= brokenFrom {
		if broken := besides(names, slot); !numberIsCut(names, broken) {
			return broken, 1
		}
	}
	for every = 2; every < len(names); every++ {
		last := (len(names) - 1) / every * every
		right := slot*(2*(len(names)-1-last)+1) + beyondLast // the last one is not to end beyond the drawing
		if slot*every < brokenFrom {
			continue
		}
		broken = inLines(names, every, slot*every-nameApart)
		broken[last] = inLines(names[last:], 1, min(slot*every-nameApart, right))[0]
		if !strings.Contains(strings.Join(broken, ""), "…") {
			return broken, every
		}
	}
	if slot >= brokenFrom {
		return besides(names, slot), 1
	}
	return nil, 0
}

// besides are all names in lines, each in its slot. One that would be cut has what the names on both sides of it leave.
func besides(names []string, slot int) []string {
	broken := inLines(names, 1, slot-nameApart)
	for i := range names {
		if !strings.Contains(broken[i], "…") {
			continue
		}
		room := slot + 2*beyondLast
		for _, beside := range []int{i - 1, i + 1} {
			if beside >= 0 && beside < len(names) {
				room = min(room, 2*(slot-nameApart)-widest(regular, broken[beside]))
			}
		}
		if room > slot-nameApart {
			broken[i] = inLines(names[i:i+1], 1, room)[0]
		}
	}
	return broken
}

// inLines are the names, of which one in so many is written, in lines of that width.
func inLines(names []string, every, width int) []string {
	lines := make([]string, len(names))
	for i := 0; i < len(names); i += every {
		lines[i] = wrap(whole(names[i], width), width, mostLines)
	}
	return lines
}

// numberIsCut says whether a number of some name goes on where it is cut.
func numberIsCut(names, broken []string) bool {
	for i, name := range names {
		for _, word := range strings.FieldsFunc(broken[i], breaks) {
			if head, cut := strings.CutSuffix(word, "…"); cut {
				_, rest, _ := strings.Cut(name, head)
				if rest = strings.TrimLeft(rest, ".,"); rest != "" && strings.ContainsRune("0123456789", rune(rest[0])) {
					return true
				}
			}
		}
	}
	return false
}
