// Package chart draws a metrics.Table the way its visual asks for.
//
// New analyses the table once: which names, series and small charts there are, on what scale, and with which labels. Everything else
// comes from that one Plot: the ECharts option (option.go, and a file per kind of chart), wide and narrow; the alternative text
// (alt.go); and what the pointer or the keyboard finds (tips.go). Draw has the option drawn on the server, Figure puts the drawing on a
// page together with the option, and the script draws the same option in the browser. So they cannot disagree.
//
// Everything that is drawn is in the option: axes, figures, whiskers, names, legend. The widths of labels are known here (text.go), so
// margins are numbers and nothing shifts. An option contains neither colours nor code: colours are names of tokens (--series-1), which
// the style sheet defines for light and dark; marks that ECharts lacks are names of functions in static/js/marks.js. Labels, and
// whatever else is written over the marks, come from static/js/over.js: their positions follow from the option, and ECharts, unaware of
// that, would lay out each of them several times.
package chart
