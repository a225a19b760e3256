// Package chart draws a metrics.Table the way its visual asks for.
//
// New measures the table once: which names, series and small charts there are, on what scale, with which words beside them. From that
// one Plot come the ECharts option (option.go; a file per kind of chart), in a wide and a narrow form; the sentence for those who do
// not see it (alt.go); and what a pointer or the keyboard finds (tips.go). Draw has the option drawn on the server, Figure puts that
// drawing on a page with the option beside it, and the script draws the same option in the browser. So they cannot disagree.
//
// Everything that is drawn is in the option: axes, figures, whiskers, names, legend. How wide words are is known here (text.go), so
// margins are numbers and nothing shifts. An option has no colour of its own, and no code: colours are names of tokens (--series-1),
// which the style sheet defines for light and dark; marks that ECharts lacks are names of functions in static/js/marks.js.
// Words, and what else stands over the marks, are written by static/js/over.js: their places follow from the option, and ECharts, which
// does not know that, would lay out each of them several times.
package chart
