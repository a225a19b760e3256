// Package tablefile writes tables of figures as files: CSV and JSON for programs, Excel for people, Parquet for other tools.
//
// Write takes the table of a visual, WriteRows rows that come one by one and may be millions, WriteWorkbook the tables of a
// dashboard. Each goes through the same writer of its format, which holds a few rows at a time: csv.go, json.go, parquet.go, and
// for Excel sheet.go (the rows) and book.go (what is around them). format.go knows how a format is called and served.
//
// A figure is never rounded on its way: cents become dollars by moving the point, and what a format cannot hold to the digit is
// written as text or refused (excelcell.go, parquet.go). How a figure is shown is a number format, beside the figure.
//
// What is not here: addresses, headers, and when a file is made; package server has them.
package tablefile
