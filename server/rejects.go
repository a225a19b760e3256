package server

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/views/language"
)

// newestRejects leads to the rejects of the newest run that has any.
func (s *Server) newestRejects(c echo.Context) error {
	var id int64
	err := s.pool.QueryRow(c.Request().Context(), "select coalesce(max(run_id), 0) from pipeline.reject").Scan(&id)
	if err != nil {
		return fmt.Errorf("find the newest rejects: %w", err)
	}
	if id == 0 {
		return &problem{status: http.StatusNotFound, heading: language.Say("No run has rejected a row."), message: language.Say("There is nothing to download.")}
	}
	address := fmt.Sprintf("/pipeline/runs/%d/rejects.csv", id)
	if query := c.QueryString(); query != "" {
		address += "?" + query
	}
	return c.Redirect(http.StatusFound, address)
}

// rejects sends what the history keeps of a run's rejects: the first 100,000. X-Rejects says how many there were in all.
func (s *Server) rejects(c echo.Context) error {
	ctx := c.Request().Context()
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	run, err := strconv.ParseInt(c.Param("run"), 10, 64)
	if err != nil || run < 1 {
		return notFound(language.Say("There is no run called %q.", shorten(c.Param("run"))))
	}
	var all, kept int64
	err = s.pool.QueryRow(ctx, `
		select coalesce((select sum(rows) from pipeline.reject_reason where run_id = $1), 0)::bigint, (select count(*) from pipeline.reject where run_id = $1)
		from pipeline.run where run_id = $1`, run).Scan(&all, &kept)
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound(language.Say("There is no run called %q.", shorten(c.Param("run"))))
	}
	if err != nil {
		return fmt.Errorf("count the rejects of run %d: %w", run, err)
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Type", tablefile.CSV.ContentType())
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="rejects_run%d_%drows.csv"`, run, kept))
	header.Set("X-Row-Count", strconv.FormatInt(kept, 10))
	header.Set("X-Rejects", strconv.FormatInt(all, 10))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return s.stream(c, fmt.Sprintf("the rejects of run %d", run), false, func(out io.Writer) error {
		return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			return writeRejects(ctx, tx, out, run, kept, withBOM)
		})
	})
}

// writeRejects writes a run's rejects as a CSV. That there are not as many as announced is an error: a prune may have come between.
func writeRejects(ctx context.Context, tx pgx.Tx, out io.Writer, run, announced int64, withBOM bool) error {
	if err := unhurried(ctx, tx); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, "select table_name, file, line, reason, row_text from pipeline.reject where run_id = $1 order by reject_no", run)
	if err != nil {
		return err
	}
	if withBOM {
		if _, err := io.WriteString(out, tablefile.ByteOrderMark); err != nil {
			return err
		}
	}
	w := csv.NewWriter(out)
	w.Write([]string{"table", "file", "line", "reason", "row"}) // Flush tells of errors
	var table, file, reason, text string
	var line int64
	sent, err := pgx.ForEachRow(rows, []any{&table, &file, &line, &reason, &text}, func() error {
		return w.Write([]string{tablefile.Guarded(table), tablefile.Guarded(file), strconv.FormatInt(line, 10), tablefile.Guarded(reason), tablefile.Guarded(text)})
	})
	if err != nil {
		return err
	}
	if sent.RowsAffected() != announced {
		return fmt.Errorf("%d rows were sent, %d were announced", sent.RowsAffected(), announced)
	}
	w.Flush()
	return w.Error()
}
