package server

import (
	"encoding/csv"
	"fmt"
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
	if err == pgx.ErrNoRows {
		return notFound(language.Say("There is no run called %q.", shorten(c.Param("run"))))
	}
	if err != nil {
		return fmt.Errorf("count the rejects of run %d: %w", run, err)
	}
	rows, err := s.pool.Query(ctx, "select table_name, file, line, reason, row_text from pipeline.reject where run_id = $1 order by reject_no", run)
	if err != nil {
		return fmt.Errorf("read the rejects of run %d: %w", run, err)
	}
	defer rows.Close()
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="rejects_run%d_%drows.csv"`, run, kept))
	header.Set("X-Row-Count", strconv.FormatInt(kept, 10))
	header.Set("X-Rejects", strconv.FormatInt(all, 10))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	if withBOM {
		if _, err := c.Response().Write([]byte(tablefile.ByteOrderMark)); err != nil {
			return err
		}
	}
	w := csv.NewWriter(&patientWriter{Response: c.Response(), control: http.NewResponseController(c.Response().Writer)})
	w.Write([]string{"table", "file", "line", "reason", "row"}) // Flush tells of errors
	var table, file, reason, text string
	var line int64
	_, err = pgx.ForEachRow(rows, []any{&table, &file, &line, &reason, &text}, func() error {
		return w.Write([]string{tablefile.Guarded(table), tablefile.Guarded(file), strconv.FormatInt(line, 10), tablefile.Guarded(reason), tablefile.Guarded(text)})
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	if err != nil {
		err = fmt.Errorf("send the rejects of run %d: %w", run, err)
		if !c.Response().Committed {
			return err
		}
		s.logFailure(c, explain(err))
		panic(http.ErrAbortHandler)
	}
	return nil
}
