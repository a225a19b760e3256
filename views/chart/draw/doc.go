// Package draw draws ECharts options as SVG without a browser: the vendored ECharts runs in JavaScript engines of the program's own.
//
// A Drawer holds a few engines. Each has loaded the files of package static that browsers load (ECharts, the marks and formats that it
// lacks, the widths of the font's letters), so that server and browser draw the same. An engine is fenced in: it has no files, network
// or clock, little memory and little time, and one that breaks a limit is thrown away.
//
// What an engine returns is not trusted. Clean keeps the elements and attributes that drawings are made of, refuses everything else,
// and turns the names of colours (--series-1) into classes (fill-series-1), so that a drawing needs no inline style and follows the
// page's theme.
package draw
