// Package draw draws ECharts options as SVG without a browser: the vendored ECharts runs in embedded JavaScript engines.
//
// A Drawer holds a few engines. Each has loaded the same files of package static as browsers (ECharts, the marks and formats that it lacks,
// the widths of the font's letters), so that server and browser draw the same. An engine is sandboxed: it has no files, no network and
// no clock, and limited memory and time. An engine that exceeds a limit is thrown away.
//
// The output of an engine is not trusted. Clean accepts only the elements and attributes that drawings consist of, and turns the names of
// colours (--series-1) into classes (fill-series-1), so that a drawing needs no inline styles and follows the page's theme.
package draw
