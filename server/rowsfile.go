package server

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
)

// rowsFiles are the files that the rows can be taken along as.
var rowsFiles = []struct {
	text, ending string
	query        url.Values
}{
	{"CSV", ".csv", nil},
	{"CSV for Excel", ".csv", url.Values{"bom": {"1"}}},
}

// rowsFile streams all rows of a selection. As with exports, none of them is held, and what breaks off is broken off for the client too.
func (s *Server) rowsFile(c echo.Context, fact metrics.Fact, ending string) error {
	if ending != "csv" {
		return notFound("format", ending)
	}
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	st, err := s.state(c, "bom")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	e, err := s.editionAt(ctx, st.asOf)
	if err != nil {
		return err
	}
	query := state{where: st.where}.query(s.dashboards().Model).Encode()
	sum := sha256.Sum256([]byte(query)) // an address may have quotes, and be long
	tag := fmt.Sprintf("%s-rows-%s.%s-%s-%t", e.dataKey(), fact.Name, ending, hex.EncodeToString(sum[:8]), withBOM)
	if isUnchanged(c, e, tag) {
		return c.NoContent(http.StatusNotModified)
	}
	all, err := s.countRows(ctx, e, fact, st.where, query)
	if err != nil {
		return err
	}
	announce(c, e, fact.Name, "text/csv; charset=utf-8; header=present", ending, int64(all))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return s.stream(c, e, "rows of "+fact.Name, func(tx pgx.Tx, out io.Writer) error {
		return s.writeRows(ctx, tx, out, fact, st.where, int64(all), withBOM)
	})
}

// rowCount is how many rows a selection has.
type rowCount int64

func (rowCount) size() int { return 8 }

func (s *Server) countRows(ctx context.Context, e *edition, fact metrics.Fact, where metrics.Selection, query string) (rowCount, error) {
	return cached(ctx, s.cache, e.dataKey()+" rows of "+fact.Name+" "+query, func(ctx context.Context) (rowCount, error) {
		_, all, err := s.dashboards().Model.Rows(ctx, s.pool, fact.Name, where, e.version, 0, 0)
		return rowCount(all), err
	})
}

func (s *Server) writeRows(ctx context.Context, tx pgx.Tx, out io.Writer, fact metrics.Fact, where metrics.Selection, announced int64, withBOM bool) error {
	gathered := bufio.NewWriterSize(out, exportBuffer)
	if withBOM {
		gathered.WriteString(byteOrderMark) // Flush tells of errors
	}
	w := csv.NewWriter(gathered)
	columns := fact.RowColumns()
	record := make([]string, len(columns))
	for i, column := range columns {
		record[i] = column.Name
	}
	w.Write(record)
	sent := int64(0)
	for row, err := range s.dashboards().Model.EachRow(ctx, tx, fact.Name, where) {
		if err != nil {
			return err
		}
		for i, cell := range row {
			record[i] = csvCell(cell, columns[i].Unit)
		}
		if err := w.Write(record); err != nil {
			return err
		}
		sent++
	}
	if sent != announced {
		return fmt.Errorf("%d rows were sent, %d were announced", sent, announced)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return gathered.Flush()
}
