// Package picture makes a picture of a visual, whole in one file: its title, what it says, what is selected, and which data it shows.
//
//	picture.go   Picture, what is to be seen; Draw lays it out from top to bottom
//	figures.go   key figures as tiles
//	table.go     a table, as far as it fits
//	text.go      lines of text: widths, wrapping, and where each letter stands
//	font.go      the outlines of the letters of the vendored font
//	missing.go   letters that it does not have: signs in their place, and text
//	drawing.go   reads a chart that package draw has drawn
//	path.go      outlines: points, curves, and the data of an SVG path
//	sheet.go     Sheet, the shapes of a picture in the order in which they lie on each other
//	svg.go       a sheet as SVG
//	png.go       a sheet as PNG
//	raster.go    paints its shapes
//	canvas.go    what they are painted on
//	palette.go   the few colours that a PNG is written with
//	encode.go    how it is written
//	bands.go     parts of a picture, side by side
//	stroke.go    the outline of a line that has a width
//	theme.go     what the names of colours stand for, in light and dark
//
// What an <img> shows loads nothing, and mail has no font of ours: so text is drawn as outlines, the same in SVG and PNG. Both are made
// of the same shapes, and none of them needs a browser. What the font lacks (Chinese, Arabic, emoji) an SVG keeps as text, which whoever shows
// it draws in the room that was measured for it; a PNG has boxes with a question mark there, and a note that says so.
package picture
