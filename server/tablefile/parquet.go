package tablefile

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"cafe-rewards/sql/metrics"
)

const (
	chunkRows  = 1024           // values that go to a column at once
	groupRows  = 64 * chunkRows // of a row group: what readers work on at a time, and what is kept in memory
	chunkBytes = 1 << 20        // of text in a chunk: long texts make it shorter
	groupBytes = 32 << 20       // and a row group likewise
)

// writeParquet writes for tools: every column may be null, amounts are DECIMAL(18,2) where they are whole cents.
func writeParquet(out io.Writer, head Head, columns []metrics.Column, rows Rows) error {
	schema, err := parquetSchema(columns)
	if err != nil {
		return err
	}
	about, err := parquetMetadata(head, columns)
	if err != nil {
		return err
	}
	w := parquet.NewGenericWriter[any](out, append(about, schema, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}))...)
	chunk := make([][]parquet.Value, len(columns))
	n, chunkText, groupText := 0, 0, 0
	inChunk, inGroup := 0, 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		n++
		for i, cell := range row {
			value, err := parquetValue(cell, columns[i])
			if err != nil {
				return fmt.Errorf("row %d, column %q: %w", n, columns[i].Name, err)
			}
			chunk[i] = append(chunk[i], value)
			if text, ok := cell.(string); ok {
				chunkText, groupText = chunkText+len(text), groupText+len(text)
			}
		}
		inChunk, inGroup = inChunk+1, inGroup+1
		groupFull := inGroup == groupRows || groupText > groupBytes
		if inChunk == chunkRows || chunkText > chunkBytes || groupFull {
			if err := writeChunk(w, chunk); err != nil {
				return err
			}
			inChunk, chunkText = 0, 0
		}
		if groupFull {
			if err := w.Flush(); err != nil {
				return err
			}
			inGroup, groupText = 0, 0
		}
	}
	if err := writeChunk(w, chunk); err != nil {
		return err
	}
	return w.Close()
}

func writeChunk(w *parquet.GenericWriter[any], chunk [][]parquet.Value) error {
	for i, column := range w.ColumnWriters() {
		if _, err := column.WriteRowValues(chunk[i]); err != nil {
			return err
		}
		clear(chunk[i]) // lets go of the texts
		chunk[i] = chunk[i][:0]
	}
	return nil
}

// parquetMetadata is what the file says of itself, where Parquet has room for it.
func parquetMetadata(head Head, columns []metrics.Column) ([]parquet.WriterOption, error) {
	selection, err := json.Marshal(head.selection())
	if err != nil {
		return nil, err
	}
	described, err := json.Marshal(forPrograms(columns))
	if err != nil {
		return nil, err
	}
	published := ""
	if !head.PublishedAt.IsZero() {
		published = head.PublishedAt.UTC().Format(time.RFC3339Nano)
	}
	var options []parquet.WriterOption
	for _, pair := range [][2]string{
		{"visual", head.Visual}, {"title", head.Title}, {"subtitle", head.Subtitle}, {"definition", head.Definition},
		{"data_version", strconv.Itoa(head.DataVersion)}, {"published_at", published}, {"sample", strconv.FormatBool(head.Sample)},
		{"filters", string(selection)}, {"columns", string(described)}, {"address", head.Address},
	} {
		if pair[1] != "" {
			options = append(options, parquet.KeyValueMetadata(pair[0], pair[1]))
		}
	}
	return options, nil
}
