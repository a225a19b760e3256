package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/views/language"
)

// export streams a table of the consumption layer as a file; nothing of it is held in memory. If it fails half way, the connection is broken off
// before the body ends, so that a part is never taken for the whole. Clients can also compare the number of rows with X-Row-Count.
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
	page := pageAddress(origin(c), "/exports/#"+name)
	known := isUnchanged(c, e, s.streamTag(e, format, page, name, e.views, strconv.FormatBool(withBOM)))
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
		return s.streamAsOf(c, e, name, true, func(tx pgx.Tx, out io.Writer) error { return copyTable(ctx, tx, out, table, contents, withBOM) })
	}
	head := tablefile.Head{
		Visual: name, Title: name, Definition: table.description, DataVersion: e.version, PublishedAt: e.publishedAt, Sample: e.sample, Address: page,
	}
	return s.streamAsOf(c, e, name, false, func(tx pgx.Tx, out io.Writer) error {
		return tablefile.WriteRows(out, format, head, table.figures(), table.rows(ctx, tx, contents.rows))
	})
}

// streamTag is the ETag of a streamed file. Its content is not known before it is sent, so the tag is a hash of everything that the content depends
// on: the data, the program, the page that the file names, and the given parts.
func (s *Server) streamTag(e *edition, format tablefile.Format, page string, of ...string) string {
	if !format.NamesPage() {
		page = ""
	}
	return tagOf([]byte(strings.Join(append([]string{e.dataKey(), s.build, string(format), page}, of...), "\x00")))
}

// isUnchanged sets the caching headers of a file, and tells whether the client has it already.
func isUnchanged(c echo.Context, e *edition, tag string) bool {
	header := c.Response().Header()
	header.Set("ETag", `"`+tag+`"`)
	header.Set("Last-Modified", e.publishedAt.Format(http.TimeFormat))
	header.Set("Cache-Control", "no-cache")
	header.Add("Vary", "Accept-Encoding")
	header.Set("X-Data-Version", strconv.Itoa(e.version))
	return unchanged(c.Request(), tag, e.publishedAt)
}

// announce sets the headers that say what follows: how many rows, in which format, under which name.
func announce(c echo.Context, e *edition, name string, format tablefile.Format, rows int64) {
	header := c.Response().Header()
	header.Set("X-Row-Count", strconv.FormatInt(rows, 10))
	header.Set("Content-Type", format.ContentType())
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s_v%d_%drows.%s"`, name, e.version, rows, format))
}

// copyTable sends a table as CSV, as Postgres itself writes it.
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
