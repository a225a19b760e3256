// Package chart draws a metrics.Table the way its visual asks for.
//
// New measures the table once: which bars and lines there are, on what scale, with which words beside them. From that one Plot come
// the drawing that the server sends (plot.templ: SVG and text, there without JavaScript), the ECharts option that the static
// script draws over its marks (option.go), what a pointer shows (tips.go) and the sentence for those who do not see it (alt.go).
// So they cannot disagree.
//
// A drawing has no colour of its own: marks carry the names of tokens (--series-1), which the style sheet defines for light and dark.
package chart

//go:generate go tool templ generate
