package server

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// statusAge is how old the answer to /pipeline/status.json may be: however many pages ask, Postgres is asked this often.
const statusAge = 500 * time.Millisecond

// pipeline shows the current state of the pipeline, and is never cached.
func (s *Server) pipeline(c echo.Context) error {
	ctx := c.Request().Context()
	page := views.PipelinePage{Page: s.frame(ctx, language.Of(ctx).Text("Pipeline"), views.PipelineSheet), Schedule: s.schedule, NextRun: s.cron.Next(time.Now()), Source: s.source}
	var err error
	if page.Progress, err = progress(ctx, s.pool); err != nil {
		return err
	}
	if page.History, err = history(ctx, s.pool); err != nil {
		return err
	}
	// Rows and checks are those of the newest run that got far enough to have any.
	for _, run := range page.History {
		if run.State == views.Published || run.State == views.Failed {
			page.Latest = run
			break
		}
	}
	if page.Latest.RunID != 0 {
		if err := details(ctx, s.pool, &page); err != nil {
			return err
		}
	}
	return s.fresh(c, http.StatusOK, views.Pipeline(page))
}

// fresh answers with a page that must not be cached.
func (s *Server) fresh(c echo.Context, status int, component templ.Component) error {
	varies(c)
	html, err := render(c.Request().Context(), component)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.HTMLBlob(status, html)
}

// runPipeline asks for a run, and redirects to the page that shows it.
func (s *Server) runPipeline(c echo.Context) error {
	if err := s.runner.RunNow(c.Request().Context()); err != nil {
		return err
	}
	s.log.InfoContext(c.Request().Context(), "A run was asked for", "request_id", requestID(c), "from", c.RealIP())
	return c.Redirect(http.StatusSeeOther, language.Address(c.Request().Context(), views.PipelineSheet))
}

// status tells scripts the progress of the current run and the current version.
func (s *Server) status(c echo.Context) error {
	page := s.frame(c.Request().Context(), "", "")
	current, err := s.running.get(c.Request().Context(), s.pool)
	if err != nil {
		return err
	}
	page.Progress = current
	c.Response().Header().Set("Cache-Control", "no-store")
	varies(c)
	return c.JSON(http.StatusOK, views.StatusOf(language.Of(c.Request().Context()), page))
}

// firstRun is the page for every address that needs data while there are none.
func (s *Server) firstRun(ctx context.Context) templ.Component {
	page := views.FirstRunPage{Page: views.Page{Brand: s.brand, Title: language.Of(ctx).Text("First run")}, Source: s.source}
	page.Progress, _ = s.running.get(ctx, s.pool) // without it the page says that a run starts
	if page.Progress == nil {
		if runs, err := history(ctx, s.pool); err == nil && len(runs) > 0 && runs[0].State == views.Failed {
			page.Failed = runs[0].Message
		}
	}
	return views.FirstRun(page)
}
