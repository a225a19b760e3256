package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// problem is an error with what readers are told about it. The cause is only logged.
type problem struct {
	status     int
	heading    language.Message // what is wrong
	message    language.Message // why; may be empty
	advice     language.Message // what to do; may be empty
	code       string           // in a word for scripts in frames; may be empty
	retryAfter time.Duration
	cause      error
}

func (p *problem) Error() string {
	if p.cause != nil {
		return p.heading.In(language.English) + ": " + p.cause.Error()
	}
	return p.heading.In(language.English)
}

// text is all of it, with the advice, in a language.
func (p *problem) text(l language.Locale) string {
	return strings.TrimSpace(p.told(l) + " " + p.advice.In(l))
}

// told is what is wrong, and why, in a language.
func (p *problem) told(l language.Locale) string {
	return strings.TrimSpace(p.heading.In(l) + " " + p.message.In(l))
}

func (p *problem) Unwrap() error { return p.cause }

// errNotPublished answers whatever needs data while there are none. Pages then show the progress of the first run.
var errNotPublished = &problem{status: http.StatusServiceUnavailable, heading: language.Say("There are no data yet."),
	message: language.Say("The first run has not published a version."), advice: language.Say("Try again in a moment."), retryAfter: 5 * time.Second}

func notFound(heading language.Message) error {
	return &problem{status: http.StatusNotFound, heading: heading,
		advice: language.Say("Check the address, or start from the home page.")}
}

// fail turns the error of a handler into a response. It is echo's error handler, and the only place that does so.
func (s *Server) fail(err error, c echo.Context) {
	p := explain(err)
	s.logFailure(c, p)
	if c.Response().Committed {
		return
	}
	header := c.Response().Header()
	for _, name := range []string{"Etag", "Last-Modified", "Content-Disposition", "Content-Encoding", "Content-Length", "X-Row-Count", "X-Rejects", "X-Data-Version", "Trailer"} {
		header.Del(name)
	}
	header.Set("Cache-Control", "no-store")
	if p.status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", "Bearer")
	}
	if p.retryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(int(p.retryAfter.Seconds())))
	}
	if err := s.renderFailure(c, p); err != nil {
		s.log.WarnContext(c.Request().Context(), "The error page could not be sent", "request_id", requestID(c), "error", err)
	}
}

// explain finds the problem in an error. Any other error becomes one of a few sentences that are fit for readers.
func explain(err error) *problem {
	var p *problem
	var fromEcho *echo.HTTPError
	var tooLarge *http.MaxBytesError
	var tooLong *tablefile.TextError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &tooLarge):
		return &problem{status: http.StatusRequestEntityTooLarge, heading: language.Say("The request is too large."),
			advice: language.Say("Send less at once, such as fewer filters."), cause: err}
	case errors.As(err, &tooLong):
		return &problem{status: http.StatusUnprocessableEntity, heading: language.Say("Excel cannot hold this table."),
			message: language.Say("One of its texts has %s characters. A cell of Excel holds %s, and nothing is cut here.", format.Counted(tooLong.Characters), format.Counted(tablefile.CellText)),
			advice:  language.Say("Download it as CSV or Parquet."), cause: err}
	case errors.As(err, &fromEcho):
		switch fromEcho.Code {
		case http.StatusNotFound:
			return &problem{status: http.StatusNotFound, heading: language.Say("There is nothing at this address."),
				advice: language.Say("Check the address, or start from the home page."), cause: err}
		case http.StatusMethodNotAllowed:
			return &problem{status: http.StatusMethodNotAllowed, heading: language.Say("This address cannot be used in this way."),
				message: language.Say("The method of the request is not allowed here."), advice: language.Say("Check the address, or start from the home page."), cause: err}
		}
		return &problem{status: fromEcho.Code, heading: language.Say("This request cannot be answered."),
			advice: language.Say("Check the address, or start from the home page."), cause: err}
	case databaseAway(err):
		return &problem{status: http.StatusServiceUnavailable, heading: language.Say("The database does not answer."),
			message: language.Say("What this address shows is not available without it."), advice: language.Say("Try again in a moment."), retryAfter: 5 * time.Second, cause: err}
	case tookTooLong(err):
		return &problem{status: http.StatusServiceUnavailable, heading: language.Say("This took too long."),
			message: language.Say("The database was busy, and the request was given up."), advice: language.Say("Try again in a moment."), retryAfter: 10 * time.Second, cause: err}
	}
	return &problem{status: http.StatusInternalServerError, heading: language.Say("Something went wrong."),
		message: language.Say("The cause is in the server's log, under the number of this request."), advice: language.Say("Try again, and tell whoever runs this server if it keeps happening."), cause: err}
}

// databaseAway tells whether Postgres could not be reached, as opposed to rejecting a statement.
func databaseAway(err error) bool {
	var connect *pgconn.ConnectError
	var refused *pgconn.PgError
	var network net.Error
	switch {
	case errors.As(err, &refused):
		return strings.HasPrefix(refused.Code, "08") || strings.HasPrefix(refused.Code, "57P") || refused.Code == "53300"
	case errors.As(err, &connect):
		return true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return false
	}
	return errors.As(err, &network) || pgconn.SafeToRetry(err) || errors.Is(err, net.ErrClosed) || isBroken(err)
}

// isBroken tells whether a connection ended in the middle of an answer.
func isBroken(err error) bool {
	text := err.Error()
	return strings.Contains(text, "unexpected EOF") || strings.Contains(text, "conn closed") || strings.Contains(text, "broken pipe") || strings.Contains(text, "closed pool")
}

func tookTooLong(err error) bool {
	var refused *pgconn.PgError
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &refused) && (refused.Code == "57014" || refused.Code == "55P03")
}

// logFailure logs the cause: as an error where the server is at fault, for debugging where the client is.
func (s *Server) logFailure(c echo.Context, p *problem) {
	ctx := c.Request().Context()
	level := slog.LevelDebug
	if p.status >= 500 && !errors.Is(p, errNotPublished) && ctx.Err() == nil {
		level = slog.LevelError
	}
	s.log.Log(ctx, level, "Request failed", "request_id", requestID(c), "status", p.status, "error", p)
}

func (s *Server) renderFailure(c echo.Context, p *problem) error {
	l := language.Of(c.Request().Context())
	varies(c)
	switch wanted(c.Request()) {
	case "json":
		return c.JSON(p.status, struct {
			Error     string `json:"error"`
			Advice    string `json:"advice,omitempty"`
			RequestID string `json:"request_id"`
		}{p.told(l), p.advice.In(l), requestID(c)})
	case "text":
		text := p.text(l) + "\n"
		if p.status >= http.StatusInternalServerError {
			text += l.Text("Request") + " " + requestID(c) + "\n" // under which the log has the cause
		}
		return c.String(p.status, text)
	}
	page := views.ErrorPage{
		Page:   s.frame(c.Request().Context(), l.Text("Error"), ""),
		Status: p.status, Heading: p.heading.In(l), Message: p.message.In(l), Advice: p.advice.In(l), RequestID: requestID(c), Code: p.code,
	}
	page.Theme, _ = parseTheme(c.QueryParams()) // what is wrong with it was said before
	var component templ.Component = views.Error(page)
	if strings.HasPrefix(c.Request().URL.Path, views.EmbedPath) {
		component = views.EmbedError(page)
	} else if errors.Is(p, errNotPublished) {
		component = s.firstRun(c.Request().Context())
	}
	html, err := render(c.Request().Context(), component)
	if err != nil {
		return c.String(p.status, p.heading.In(l)+"\n")
	}
	return c.HTMLBlob(p.status, html)
}

// wanted says in which form the client can read an error: json, text or html. The address decides, or else the header Accept.
func wanted(r *http.Request) string {
	accept := r.Header.Get("Accept")
	html := strings.Contains(accept, "text/html")
	switch {
	case strings.HasSuffix(r.URL.Path, ".json"), strings.HasPrefix(r.URL.Path, "/api/"), r.URL.Path == oEmbedPath, !html && strings.Contains(accept, "json"):
		return "json"
	case html:
		return "html"
	case strings.HasSuffix(r.URL.Path, ".csv"), strings.HasSuffix(r.URL.Path, ".svg"), strings.HasSuffix(r.URL.Path, ".png"), strings.HasPrefix(r.URL.Path, "/static/"):
		return "text"
	case strings.Contains(accept, "text/plain"):
		return "text"
	}
	return "html"
}
