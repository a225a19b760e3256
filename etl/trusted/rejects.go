package trusted

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// Reject is a row that was not loaded, and why.
type Reject struct {
	Table  string `parquet:"table_name,dict,zstd"`
	File   string `parquet:"file,dict,zstd"`
	Line   int64  `parquet:"line,zstd"`        // the line in the file where the row begins, counted from 1
	Reason string `parquet:"reason,dict,zstd"` // a fixed sentence per kind of reason
	Row    string `parquet:"row_text,zstd"`    // at most 4 KiB of it, made valid UTF-8
}

// ReasonCount says how many rows of a table were rejected for a reason, and where the first of them stands.
type ReasonCount struct {
	Table, Reason string
	Rows          int64
	File          string
	Line          int64
}

// What is kept in memory of the rejects: so many of them, and so many bytes of their rows.
const (
	firstRejects = 100_000
	firstBytes   = 32 << 20
)

// rowGroup is how many rejects, and how many bytes of their rows, stand in a row group of the Parquet file.
const (
	groupRejects = 100_000
	groupBytes   = 8 << 20
)

// maxRowText is how much of a rejected row is kept, in bytes.
const maxRowText = 4 << 10

// Rejects collects the rejected rows of a run: all of them as Parquet, the first of them and their number by reason in memory.
type Rejects struct {
	mu          sync.Mutex
	file        *parquet.GenericWriter[Reject]
	pending     int64 // rows and bytes in the row group being filled
	pendingText int
	first       []Reject
	firstText   int
	reasons     map[[2]string]*ReasonCount
}

var rejectFile = parquet.NewSchema("rejects", parquet.SchemaOf(Reject{}))

// NewRejects writes all rejects to w as Parquet.
func NewRejects(w io.Writer) *Rejects {
	return &Rejects{file: parquet.NewGenericWriter[Reject](w, rejectFile), reasons: map[[2]string]*ReasonCount{}}
}

// add is safe to be called side by side.
func (r *Rejects) add(rejects []Reject) error {
	if len(rejects) == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.file.Write(rejects); err != nil {
		return fmt.Errorf("write rejects: %w", err)
	}
	for i := range rejects {
		r.pendingText += len(rejects[i].Row)
		r.count(&rejects[i])
	}
	r.pending += int64(len(rejects))
	if r.pending >= groupRejects || r.pendingText >= groupBytes {
		r.pending, r.pendingText = 0, 0
		if err := r.file.Flush(); err != nil {
			return fmt.Errorf("write rejects: %w", err)
		}
	}
	return nil
}

func (r *Rejects) count(reject *Reject) {
	if len(r.first) < firstRejects && r.firstText+len(reject.Row) <= firstBytes {
		r.first = append(r.first, *reject)
		r.firstText += len(reject.Row)
	}
	key := [2]string{reject.Table, reject.Reason}
	c := r.reasons[key]
	if c == nil {
		c = &ReasonCount{Table: reject.Table, Reason: reject.Reason, File: reject.File, Line: reject.Line}
		r.reasons[key] = c
	}
	c.Rows++
	c.Line = min(c.Line, reject.Line)
}

// First returns the first 100,000 rejects, or fewer where their rows are longer than 32 MiB, by table, file and line.
func (r *Rejects) First() []Reject {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := slices.Clone(r.first)
	slices.SortFunc(first, func(a, b Reject) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			strings.Compare(a.Reason, b.Reason))
	})
	return first
}

// Reasons returns the number of rejects by table and reason, the most frequent first.
func (r *Rejects) Reasons() []ReasonCount {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]ReasonCount, 0, len(r.reasons))
	for _, c := range r.reasons {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b ReasonCount) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), cmp.Compare(b.Rows, a.Rows), strings.Compare(a.Reason, b.Reason))
	})
	return all
}

// Close completes the Parquet file. It does not close what it is written to.
func (r *Rejects) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.file.Close(); err != nil {
		return fmt.Errorf("write rejects: %w", err)
	}
	return nil
}

// rowText makes a row fit to be kept and shown: Postgres takes neither invalid UTF-8 nor NUL in a text.
func rowText(row []byte) string {
	row = bytes.TrimRight(row, "\r\n")
	s := string(row[:min(len(row), maxRowText)])
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\uFFFD"), "\uFFFD")
	if len(s) > maxRowText {
		s = strings.ToValidUTF8(s[:maxRowText], "")
	}
	return s
}
