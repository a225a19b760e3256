package trusted

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// worker cleans blocks of one file.
type worker struct {
	tables *Tables
	file   string
	layout layout
	clean  func(w *worker, row []byte, line int64) string // of a row in fields; returns why it is rejected, or nothing

	store *store
	out   [][]byte // the chunk being filled, per bucket
	err   error    // the first of store

	fields  fields
	scratch []byte // the unquoted and unescaped fields of the row in hand

	// of the block in hand
	landed  int64
	rejects []Reject
}

// do cleans all rows of a block.
func (w *worker) do(b block) {
	w.landed, w.rejects = 0, nil
	if b.long {
		w.landed = 1
		w.reject(b.line, reasonTooLong, b.data)
		return
	}
	data, line := b.data, b.line
	if b.seq == 0 {
		data, line = w.start(data, line)
	}
	clean := bytes.IndexByte(data, 0) < 0 && utf8.Valid(data)
	for len(data) > 0 {
		n, reason := w.scan(data)
		row := data[:n]
		data = data[n:]
		if reason != blank {
			w.landed++
			if !clean && badBytes(row) != "" {
				reason = badBytes(row)
			}
			if n > maxRow {
				reason = reasonTooLong
			}
			if reason == "" {
				reason = w.clean(w, row, line)
			}
			if reason != "" {
				w.reject(line, reason, row)
			}
		}
		line += int64(bytes.Count(row, newline))
	}
}

// start passes over what stands before the first row.
func (w *worker) start(data []byte, line int64) ([]byte, int64) {
	whole := data
	data = bytes.TrimLeft(bytes.TrimPrefix(data, byteOrderMark), " \t\r\n")
	if !w.layout.json {
		n, _ := w.scan(data)
		data = data[n:]
	}
	return data, line + int64(bytes.Count(whole[:len(whole)-len(data)], newline))
}

func (w *worker) scan(b []byte) (int, string) {
	w.scratch = w.scratch[:0]
	if w.layout.json {
		return scanJSON(b, w.layout.table, &w.fields, &w.scratch)
	}
	return scanCSV(b, w.layout.target, &w.fields, &w.scratch)
}

func badBytes(row []byte) string {
	switch {
	case bytes.IndexByte(row, 0) >= 0:
		return reasonZero
	case !utf8.Valid(row):
		return reasonEncoding
	}
	return ""
}

func (w *worker) reject(line int64, reason string, row []byte) {
	w.rejects = append(w.rejects, Reject{Table: w.layout.table.String(), File: w.file, Line: line, Reason: reason, Row: rowText(row)})
}

// room returns the bucket that id belongs to, and a chunk of it that has room for another row of at most n bytes. The caller
// appends the row and puts the chunk back into w.out.
func (w *worker) room(id []byte, n int) (int, []byte) {
	bucket := int(xxhash.Sum64(id) % uint64(len(w.out)))
	chunk := w.out[bucket]
	if cap(chunk)-len(chunk) < n {
		if chunk != nil {
			w.keep(w.store.add(bucket, chunk))
		}
		chunk = w.store.budget.get()
	}
	return bucket, chunk
}

// flush hands on the chunks that are not full.
func (w *worker) flush() error {
	for bucket, chunk := range w.out {
		if len(chunk) > 0 {
			w.keep(w.store.add(bucket, chunk))
		}
		w.out[bucket] = nil
	}
	return w.err
}

func (w *worker) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// BucketOf says which bucket a customer belongs to. It never changes: what a run keeps from the one before depends on it.
func BucketOf(customerID string, buckets int) int {
	return int(xxhash.Sum64String(customerID) % uint64(buckets))
}

// Buckets says how many buckets to make of so many bytes of raw files: a power of two, so that a bucket is 16 to 32 MB of
// them, and from 8, for the sake of working side by side, to 1024, for the sake of not making too many files.
func Buckets(rawBytes int64) int {
	n := 8
	for n < 1024 && rawBytes/int64(n) > 32_000_000 {
		n *= 2
	}
	return n
}

// appendID appends a text with its length in front, which is at most maxText.
func appendID(b, id []byte) []byte {
	return append(append(b, byte(len(id))), id...)
}

// uvarint reads a number that binary.AppendUvarint wrote, and what is behind it.
func uvarint(b []byte) (uint64, []byte) {
	v, n := binary.Uvarint(b)
	return v, b[n:]
}
