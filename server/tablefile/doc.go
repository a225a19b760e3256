// Package tablefile writes tables of figures as files: CSV and JSON for programs, Excel for people, Parquet for other tools.
//
// Write writes the table of a visual, WriteRows a stream of rows, of which there may be millions, and WriteWorkbook the tables of a
// dashboard. All of them use one writer per format, which holds only a few rows at a time: csv.go, json.go, parquet.go, and for
// Excel sheet.go (the rows) and book.go (everything around them). format.go has the names and content types of the formats.
//
// No figure is rounded: cents become dollars by moving the decimal point, and what a format cannot hold exactly is written as text or
// refused (excelcell.go, parquet.go). How Excel shows a figure is up to its number format.
//
// Not here: addresses, headers, and when a file is made. That is for package server.
package tablefile
