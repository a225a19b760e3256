// Package parquetfile writes rows as Parquet files that DuckDB and Arrow read as they are.
//
// A Table says once which columns a file has and where in a row of type T their values are: table.go has the writing,
// columns.go the kinds of columns. Values go column by column and chunk by chunk to the encoder, without reflection, and
// integers are delta encoded: keys and times, which are sorted or small, take about a byte each.
//
// What is not here: which tables there are (packages trusted and enriched), and where files go (package lake).
package parquetfile
