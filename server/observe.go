package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

const requestIDHeader = "X-Request-Id"

// observe gives every request an id, turns its error into a response, and logs and counts it. Query strings are not logged, since
// they show what readers look for.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		id := incomingID(c.Request().Header.Get(requestIDHeader))
		c.Response().Header().Set(requestIDHeader, id)
		c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), requestKey{}, id)))
		finished := false
		defer func() {
			s.record(c, time.Since(start), finished)
		}()
		if err := next(c); err != nil {
			c.Error(err)
		}
		finished = true
		return nil
	}
}

func (s *Server) record(c echo.Context, took time.Duration, finished bool) {
	r, response := c.Request(), c.Response()
	route := c.Path()
	if route == "" {
		route = "none"
	}
	s.metrics.observe(route, r.Method, response.Status, took)
	level := slog.LevelInfo
	switch route {
	case "/livez", "/readyz", "/metrics", "/static/*", "/pipeline/status.json":
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{
		slog.String("request_id", requestID(c)), slog.String("method", shorten(r.Method)), slog.String("path", shorten(r.URL.Path)), slog.String("route", route),
		slog.Int("status", response.Status), slog.Int64("bytes", response.Size), slog.Duration("took", took), slog.String("from", c.RealIP()),
	}
	if !finished {
		attrs = append(attrs, slog.Bool("broken_off", true))
	}
	s.log.LogAttrs(r.Context(), level, "Request", attrs...)
}

// requestID is the id of the request in the log and on error pages.
func requestID(c echo.Context) string { return c.Response().Header().Get(requestIDHeader) }

type requestKey struct{}

// requestOf is the id of the request that a context belongs to; empty if there is none, as for pages that are made ready in advance.
func requestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// incomingID keeps the id that a proxy gave a request if it is fit for a log; otherwise it makes one.
func incomingID(id string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
	}
	if id != "" && len(id) <= 64 && strings.IndexFunc(id, func(r rune) bool { return !plain(r) }) < 0 {
		return id
	}
	return rand.Text()[:16]
}

// recovered turns a panic into an error, with its stack for the log. Where a part of the response is out already, the
// connection is broken off: half an answer must not look like a whole one.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if cause, ok := value.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
				panic(value)
			}
			err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
			if c.Response().Committed {
				s.logFailure(c, explain(err))
				panic(http.ErrAbortHandler)
			}
		}()
		return next(c)
	}
}
