// Package parquetfile writes rows as Parquet files that DuckDB and Arrow can read.
//
// A Table declares which columns a file has and where their values are in a row of type T: table.go writes, columns.go has the kinds
// of columns. Values go to the encoder column by column and chunk by chunk, without reflection. Integers are delta encoded: keys
// and times, which are sorted or small, take about a byte each.
//
// What is not here: which tables there are (packages trusted and enriched), and where files go (package lake).
package parquetfile
