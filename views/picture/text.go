package picture

import (
	"strings"

	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// sized is the size at which the font's own units come out.
func sized(f *face) fixed.Int26_6 { return fixed.Int26_6(f.font.UnitsPerEm()) }

// letters are the glyphs of a text with where each stands, in units of the font, and how wide they are together.
func (f *face) letters(text string) (glyphs []*glyph, at []float64, width float64) {
	for _, letter := range norm.NFC.String(text) {
		g := f.glyph(letter)
		if len(glyphs) > 0 {
			width += f.kern(glyphs[len(glyphs)-1], g)
		}
		glyphs, at = append(glyphs, g), append(at, width)
		width += g.advance
	}
	return glyphs, at, width
}

// style is how text looks.
type style struct {
	size   float64 // pixels
	weight weight
	color  string // its name
}

func (s style) face() *face { return faces[s.weight]() }

// width is how wide a line is in pixels.
func (s style) width(text string) float64 {
	_, _, width := s.face().letters(text)
	return width * s.size / s.face().units
}

// shortened is a text that fits the width, and ends in "…" where it did not.
func (s style) shortened(text string, width float64) string {
	if s.width(text) <= width {
		return text
	}
	letters := []rune(text)
	least, most := 0, len(letters) // how many are kept
	for least < most {
		middle := (least + most + 1) / 2
		if s.width(string(letters[:middle])+"…") <= width {
			least = middle
		} else {
			most = middle - 1
		}
	}
	return strings.TrimRight(string(letters[:least]), " ,:;") + "…"
}

// wrapped are the lines of a text, at most so many.
func (s style) wrapped(text string, width float64, most int) []string {
	var lines []string
	line := ""
	words := strings.Fields(strings.ReplaceAll(text, "\u00a0", "\u2060")) // what belongs together is not parted
	for i, word := range words {
		words[i] = strings.ReplaceAll(word, "\u2060", "\u00a0")
	}
	for i, word := range words {
		next := strings.TrimLeft(line+" "+word, " ")
		if line == "" || s.width(next) <= width {
			line = next
			continue
		}
		if len(lines) == most-1 {
			return append(lines, s.shortened(line+" "+strings.Join(words[i:], " "), width))
		}
		lines, line = append(lines, s.shortened(line, width)), word
	}
	if line != "" {
		lines = append(lines, s.shortened(line, width))
	}
	return lines
}
