package chart

import "strconv"

// token names the colour of a series: the accent where there is only one, otherwise a colour of the palette by its position, so
// that a column keeps its colour whatever the rows are.
func token(series, of int) string {
	if of == 1 {
		return "--accent-mark"
	}
	return "--series-" + strconv.Itoa(series+1)
}

// class is the style sheet's class for marks of that token: --series-1 is mark series-1.
func class(token string) string { return "mark " + token[2:] }
