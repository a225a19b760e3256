package views

// ExportsPage is the consumption layer, to download.
type ExportsPage struct {
	Page
	Tables []ExportTable
}

// ExportTable is a table of the consumption layer, at /exports/{Name}.csv, .xlsx and .parquet.
type ExportTable struct {
	Name        string
	Description string
	Columns     []ExportColumn
	Rows        int64 // in the version shown
}

// ExportColumn describes a column to people.
type ExportColumn struct {
	Name        string
	Type        string // as Postgres names it
	Description string
}

func (t ExportTable) address(extension string) string { return "/exports/" + t.Name + extension }
