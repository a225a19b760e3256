package views

import (
	"strings"
	"unicode/utf8"

	"cafe-rewards/views/language"
)

// longestSide is how many letters the name of a selection has: it stands over small charts and in sentences.
const longestSide = 28

// Sides are what two selections that are compared are called: what each is restricted to, and the other not. They are empty where that would be too
// long, or the same for both.
func Sides(l language.Locale, first, second []Chip) [2]string {
	for _, say := range []func(Chip, language.Locale) string{Chip.short, Chip.text} { // "Unknown" may be an age and an income
		sides := [2]string{side(l, first, say), side(l, second, say)}
		if sides[0] != sides[1] && utf8.RuneCountInString(sides[0]) <= longestSide && utf8.RuneCountInString(sides[1]) <= longestSide {
			return sides
		}
	}
	return [2]string{}
}

// side is a selection by its conditions; that of no condition is everything.
func side(l language.Locale, conditions []Chip, say func(Chip, language.Locale) string) string {
	if len(conditions) == 0 {
		return l.Text("All")
	}
	texts := make([]string, len(conditions))
	for i, c := range conditions {
		texts[i] = say(c, l)
	}
	return strings.Join(texts, ", ")
}
