package parquetfile

import (
	"fmt"
	"io"
	"sync"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/snappy"
)

const (
	// chunkRows is how many values go to a column at once: few enough to stay in the processor's cache.
	chunkRows = 1024
	// groupRows is how many rows a row group has: what readers work on at a time, and what a Writer keeps in memory.
	groupRows = 128 * chunkRows
)

// Table is the layout of the files of one table. It is safe for concurrent use: make it once.
type Table[T any] struct {
	schema  *parquet.Schema
	columns []Column[T]
	idle    sync.Pool // of *Writer[T]: their buffers are larger than most files
}

// NewTable makes a table with the columns in this order. It panics on two columns of one name.
func NewTable[T any](name string, columns ...Column[T]) *Table[T] {
	root := inOrder{Group: parquet.Group{}}
	for _, c := range columns {
		if root.Group[c.name] != nil {
			panic(fmt.Sprintf("table %s has two columns %s", name, c.name))
		}
		root.Group[c.name] = c.node
		root.names = append(root.names, c.name)
	}
	return &Table[T]{schema: parquet.NewSchema(name, root), columns: columns}
}

// Name is the name of the table.
func (t *Table[T]) Name() string { return t.schema.Name() }

// inOrder is a group that keeps its fields in the order of names; by itself, a group has them in that of the alphabet.
type inOrder struct {
	parquet.Group
	names []string
}

func (g inOrder) Fields() []parquet.Field {
	byName := make(map[string]parquet.Field, len(g.names))
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.names))
	for i, name := range g.names {
		fields[i] = byName[name]
	}
	return fields
}

// Write writes a whole file of these rows, and says how many there are. No rows make a file of none, which is valid.
func (t *Table[T]) Write(to io.Writer, rows []T) (int64, error) {
	w := t.NewWriter(to)
	if err := w.Append(rows); err != nil {
		return 0, err
	}
	return w.Close()
}

// Writer writes one file piece by piece. Its memory does not grow with the file.
type Writer[T any] struct {
	table   *Table[T]
	file    *parquet.GenericWriter[any]
	scratch scratch
	rows    int64
	group   int // rows of the row group at hand
}

// NewWriter begins a file. Without a Close it has no footer, and no reader takes it for a whole one.
func (t *Table[T]) NewWriter(to io.Writer) *Writer[T] {
	w, ok := t.idle.Get().(*Writer[T])
	if !ok {
		options := []parquet.WriterOption{t.schema, parquet.Compression(&snappy.Codec{})}
		for _, c := range t.columns {
			if c.node.Type().Kind() == parquet.ByteArray { // ids and labels span all there is on every page: their bounds leave no page out
				options = append(options, parquet.SkipPageBounds(c.name))
			}
		}
		file := parquet.NewGenericWriter[any](to, options...)
		return &Writer[T]{table: t, file: file, scratch: scratch{values: make([]parquet.Value, chunkRows)}}
	}
	w.file.Reset(to)
	w.rows, w.group = 0, 0
	return w
}

// Append adds rows to the file.
func (w *Writer[T]) Append(rows []T) error {
	for len(rows) > 0 {
		n := min(len(rows), chunkRows, groupRows-w.group)
		for i, column := range w.file.ColumnWriters() {
			w.scratch.values, w.scratch.text = w.scratch.values[:n], w.scratch.text[:0]
			w.table.columns[i].fill(&w.scratch, rows[:n])
			if _, err := column.WriteRowValues(w.scratch.values); err != nil {
				return fmt.Errorf("column %s of Parquet table %s: %w", w.table.columns[i].name, w.table.Name(), err)
			}
		}
		rows = rows[n:]
		w.rows += int64(n)
		if w.group += n; w.group == groupRows {
			if err := w.file.Flush(); err != nil {
				return fmt.Errorf("row group of Parquet table %s: %w", w.table.Name(), err)
			}
			w.group = 0
		}
	}
	return nil
}

// Close ends the file, and says how many rows it has. The Writer must not be used any more.
func (w *Writer[T]) Close() (rows int64, err error) {
	if err := w.file.Close(); err != nil {
		return 0, fmt.Errorf("end of Parquet table %s: %w", w.table.Name(), err)
	}
	rows = w.rows
	w.file.Reset(io.Discard) // lets go of the caller's writer while this one is idle
	w.table.idle.Put(w)
	return rows, nil
}
