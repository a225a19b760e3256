package tablefile

import "strings"

// Format is a kind of file, named as its extension is.
type Format string

const (
	CSV     Format = "csv"
	JSON    Format = "json"
	Excel   Format = "xlsx"
	Parquet Format = "parquet"
)

// ContentType is what a response with such a file is labelled as.
func (f Format) ContentType() string {
	switch f {
	case CSV:
		return "text/csv; charset=utf-8; header=present"
	case JSON:
		return "application/json"
	case Excel:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/vnd.apache.parquet"
}

// NamesPage says whether a file of the format has the address of the page that shows its figures, Head.Address.
func (f Format) NamesPage() bool { return f == Excel || f == Parquet }

// CutFormat splits the name of a file: funnel.xlsx is the table funnel, as Excel. It is not ok where the extension is none of
// these formats.
func CutFormat(file string) (table string, f Format, ok bool) {
	i := strings.LastIndexByte(file, '.')
	if i < 0 {
		return file, "", false
	}
	switch f = Format(file[i+1:]); f {
	case CSV, JSON, Excel, Parquet:
		return file[:i], f, true
	}
	return file, "", false
}
