package static

import (
	"bytes"
	"encoding/json"
	"strconv"
	"sync"
	"unicode"
)

// Widths of letters that the font lacks, in thousandths of its size: as in js/measure.js.
const (
	unknownAdvance = 600
	squareAdvance  = 1000 // of scripts whose letters fill a square, and of pictures among letters
)

// Advance is how wide a letter is in a weight, 400 or 600, in thousandths of the font's size, and whether the font has it. Browsers measure
// with the same numbers; a text is to be in Unicode's form NFC.
func Advance(weight int, letter rune) (width float64, known bool) {
	if width, ok := advances()[weight][letter]; ok {
		return width, true
	}
	switch {
	case unicode.In(letter, unicode.Mn, unicode.Me, unicode.Cf):
		return 0, false
	case letter >= 0x2300 || letter >= 0x1100 && letter < 0x1200:
		return squareAdvance, false
	}
	return unknownAdvance, false
}

var advances = sync.OnceValue(func() map[int]map[rune]float64 {
	script := assets["advances.js"].Body
	from, to := bytes.IndexByte(script, '{'), bytes.LastIndexByte(script, '}')
	var weights map[int]map[string][]float64
	if err := json.Unmarshal(script[from:to+1], &weights); err != nil {
		panic("the widths of the font's letters: " + err.Error())
	}
	all := map[int]map[rune]float64{}
	for weight, runs := range weights {
		all[weight] = map[rune]float64{}
		for first, widths := range runs {
			start, err := strconv.Atoi(first)
			if err != nil {
				panic("the widths of the font's letters: " + err.Error())
			}
			for i, width := range widths {
				all[weight][rune(start+i)] = width
			}
		}
	}
	return all
})
