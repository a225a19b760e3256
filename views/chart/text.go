package chart

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cafe-rewards/static"
)

const (
	fontSize = 12
	regular  = 400
	bold     = 600
	strong   = "600" // bold, as an option says it
)

// textWidth is how wide a line of text is in pixels.
func textWidth(text string, weight int) int {
	sum := 0.0
	for _, letter := range norm.NFC.String(text) {
		width, _ := static.Advance(weight, letter)
		sum += width
	}
	return int(sum*fontSize/1000) + 1
}

// widest is the width of the widest line of several texts.
func widest(weight int, texts ...string) int {
	most := 0
	for _, text := range texts {
		for line := range strings.SplitSeq(text, "\n") {
			most = max(most, textWidth(line, weight))
		}
	}
	return most
}

// wrap breaks a text into lines that fit the width, between words where it can. What does not fit into that many lines ends in "…".
func wrap(text string, width, lines int) string {
	var done []string
	words := breakable(text)
	line := ""
	for len(words) > 0 {
		next := line + words[0]
		if textWidth(strings.TrimRight(next, " "), regular) <= width {
			line, words = next, words[1:]
			continue
		}
		if len(done) == lines-1 {
			return strings.Join(append(done, shorten(strings.TrimSpace(line+strings.Join(words, "")), width)), "\n")
		}
		if line == "" { // a word that is longer than a line
			head := fitting(words[0], width)
			done, words[0] = append(done, head), words[0][len(head):]
			continue
		}
		done, line = append(done, strings.TrimRight(line, " ")), ""
	}
	return strings.Join(append(done, strings.TrimRight(line, " ")), "\n")
}

// whole cuts the words of a text that are longer than a line, and would be broken within.
func whole(text string, width int) string {
	words := strings.FieldsFunc(text, breaks)
	for i, word := range words {
		if widest(regular, strings.TrimRight(strings.Join(breakable(word), "\n"), " ")) > width {
			words[i] = shorten(word, width)
		}
	}
	return strings.Join(words, " ")
}

// breaks says whether a line may end at a space: some belong to a word.
func breaks(r rune) bool { return r != 0xa0 && unicode.IsSpace(r) }

// breakable are the pieces of a text between which a line may end: words with the space behind them, and what ends in a dash.
func breakable(text string) []string {
	var pieces []string
	for word := range strings.FieldsFuncSeq(text, breaks) {
		for head, tail, ok := strings.Cut(word, "–"); ok && tail != ""; head, tail, ok = strings.Cut(word, "–") {
			pieces, word = append(pieces, head+"–"), tail
		}
		pieces = append(pieces, word+" ")
	}
	return pieces
}

// balanced wraps a text into lines of about the same length.
func balanced(text string, width, lines int) string {
	best := wrap(text, width, lines)
	if !strings.Contains(best, "\n") || strings.HasSuffix(best, "…") {
		return best
	}
	for narrower := width - 6; narrower > width/3; narrower -= 6 {
		next := wrap(text, narrower, lines)
		if strings.HasSuffix(next, "…") || strings.Count(next, "\n") > strings.Count(best, "\n") || len(next)-strings.Count(next, "\n") != len(best)-strings.Count(best, "\n") {
			break
		}
		best = next
	}
	return best
}

// shorten cuts a text that is longer than the width.
func shorten(text string, width int) string {
	if textWidth(text, regular) <= width {
		return text
	}
	return strings.TrimRight(fitting(text, width-textWidth("…", regular)), " ,:;") + "…"
}

// fitting is as much of the start of a text as fits, at least one letter.
func fitting(text string, width int) string {
	end := 0
	for i, letter := range text {
		next := i + len(string(letter))
		if end > 0 && textWidth(text[:next], regular) > width {
			break
		}
		end = next
	}
	return text[:end]
}

// unmarked takes from a text what ECharts would read as the markup of its rich texts.
func unmarked(text string) string { return markup.Replace(text) }

var markup = strings.NewReplacer("{", "(", "}", ")", "|", "/")
