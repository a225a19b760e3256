package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

const (
	maxExports   = 4                // at once; each holds a connection for as long as the client takes to read
	stallTimeout = 30 * time.Second // of a client that reads nothing
	exportBuffer = 64 << 10
)

// export streams a table of the consumption layer as a file: nothing of it is held here. What breaks off in the middle is broken
// off for the client too, so that a part is never taken for the whole: the connection ends before the body does. A client that
// wants to be sure compares the rows with X-Row-Count.
func (s *Server) export(c echo.Context) error {
	name, format, ok := tablefile.CutFormat(c.Param("file"))
	if !ok || format == tablefile.JSON {
		return notFound(language.Say("There is no export called %q.", shorten(c.Param("file"))))
	}
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	if format != tablefile.CSV {
		if err := onlyParams(nil)(func(echo.Context) error { return nil })(c); err != nil {
			return err
		}
	}
	ctx := c.Request().Context()
	e, err := s.edition(ctx)
	if err != nil {
		return err
	}
	table, err := s.table(ctx, e, name)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf("%s-%s.%s-%t", e.dataKey(), name, format, withBOM)
	known := isUnchanged(c, e, tag)
	// The same rows come each time, but in the order in which Postgres finds them: the tag is a weak one.
	c.Response().Header().Set("ETag", "W/"+c.Response().Header().Get("ETag"))
	if known {
		return c.NoContent(http.StatusNotModified)
	}
	contents, err := s.contentsOf(ctx, e, table)
	if err != nil {
		return err
	}
	if format == tablefile.Excel && contents.longest > tablefile.CellText {
		return &tablefile.TextError{Characters: contents.longest}
	}
	announce(c, e, name, format, contents.rows)
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	if format == tablefile.CSV {
		return s.stream(c, e, name, true, func(tx pgx.Tx, out io.Writer) error { return copyTable(ctx, tx, out, table, contents, withBOM) })
	}
	head := tablefile.Head{
		Visual: name, Title: name, Definition: table.description, DataVersion: e.version, PublishedAt: e.publishedAt, Sample: e.sample,
		Address: pageAddress(origin(c), "/exports/#"+name),
	}
	return s.stream(c, e, name, false, func(tx pgx.Tx, out io.Writer) error {
		return tablefile.WriteRows(out, format, head, table.figures(), table.rows(ctx, tx, contents.rows))
	})
}

// isUnchanged says of which version a file is, and whether the client has it already.
func isUnchanged(c echo.Context, e *edition, tag string) bool {
	header := c.Response().Header()
	header.Set("ETag", `"`+tag+`"`)
	header.Set("Last-Modified", e.publishedAt.Format(http.TimeFormat))
	header.Set("Cache-Control", "no-cache")
	header.Add("Vary", "Accept-Encoding")
	header.Set("X-Data-Version", strconv.Itoa(e.version))
	return unchanged(c.Request(), tag, e.publishedAt)
}

// announce says what follows: how many rows, and under which name they are kept.
func announce(c echo.Context, e *edition, name string, format tablefile.Format, rows int64) {
	header := c.Response().Header()
	header.Set("X-Row-Count", strconv.FormatInt(rows, 10))
	header.Set("Content-Type", format.ContentType())
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s_v%d_%drows.%s"`, name, e.version, rows, format))
}

// stream sends what write writes, as of the edition's version, while not too many others are sent. Formats that are compressed
// themselves are not compressed again.
func (s *Server) stream(c echo.Context, e *edition, what string, compress bool, write func(pgx.Tx, io.Writer) error) error {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		return &problem{status: http.StatusServiceUnavailable, heading: language.Say("Too many exports are going on."),
			message: language.Say("At most %s are sent at once.", format.Counted(cap(s.exports))), advice: language.Say("Try again in a moment."), retryAfter: 10 * time.Second}
	}
	ctx := c.Request().Context()
	gathered := bufio.NewWriterSize(&patientWriter{Response: c.Response(), control: http.NewResponseController(c.Response().Writer)}, exportBuffer)
	var sink io.Writer = gathered
	var packed *gzip.Writer
	if compress && accepts(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		packed, _ = gzip.NewWriterLevel(gathered, gzip.BestSpeed) // the level is valid
		sink = packed
		c.Response().Header().Set("Content-Encoding", "gzip")
		c.Response().Header().Set("ETag", strings.TrimSuffix(c.Response().Header().Get("ETag"), `"`)+`-gz"`)
	}
	err := asOf(ctx, s.pool, e.version, func(tx pgx.Tx) error {
		// Tables are sent in the order in which they lie, which several processes at once would not keep: an address has one content.
		if _, err := tx.Exec(ctx, "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local max_parallel_workers_per_gather = 0; set local synchronize_seqscans = off"); err != nil {
			return err
		}
		return write(tx, sink)
	})
	if err == nil && packed != nil {
		err = packed.Close()
	}
	if err == nil {
		err = gathered.Flush()
	}
	if err != nil {
		err = fmt.Errorf("export %s: %w", what, err)
		if !c.Response().Committed {
			return err
		}
		if !errors.Is(ctx.Err(), context.Canceled) {
			s.logFailure(c, explain(err))
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}

// copyTable sends a table as Postgres itself writes it.
func copyTable(ctx context.Context, tx pgx.Tx, out io.Writer, t exportTable, contents contents, withBOM bool) error {
	if withBOM {
		if _, err := io.WriteString(out, tablefile.ByteOrderMark); err != nil {
			return err
		}
	}
	sent, err := tx.Conn().PgConn().CopyTo(ctx, out, copyStatement(t, contents))
	if err == nil && sent.RowsAffected() != contents.rows {
		err = fmt.Errorf("%d rows were sent, %d were announced", sent.RowsAffected(), contents.rows)
	}
	return err
}

// copyStatement names the columns in their order; a text that looks like a formula gets an apostrophe in front.
func copyStatement(t exportTable, contents contents) string {
	columns := make([]string, len(t.columns))
	for i, column := range t.columns {
		columns[i] = pgx.Identifier{column.Name}.Sanitize()
		if slices.Contains(contents.guarded, column.Name) {
			columns[i] = "case when " + formula(column.Name) + " then '''' || " + columns[i] + " else " + columns[i] + " end as " + columns[i]
		}
	}
	return "copy (select " + strings.Join(columns, ", ") + " from " + qualified(t.name) + ") to stdout (format csv, header)"
}

// patientWriter gives a client as long as it takes, while it takes anything: the write deadline moves on with every buffer.
type patientWriter struct {
	*echo.Response
	control *http.ResponseController
	moved   time.Time
}

func (w *patientWriter) Write(p []byte) (int, error) {
	if now := time.Now(); now.Sub(w.moved) > time.Second {
		w.moved = now
		if err := w.control.SetWriteDeadline(now.Add(stallTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return 0, fmt.Errorf("extend the write deadline: %w", err)
		}
	}
	return w.Response.Write(p)
}
