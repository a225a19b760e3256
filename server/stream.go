package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

const (
	maxExports   = 4                // at once; each holds a connection for as long as the client takes to read
	stallTimeout = 30 * time.Second // of a client that reads nothing
	exportBuffer = 64 << 10
)

// streamAsOf streams what write reads of the edition's version.
func (s *Server) streamAsOf(c echo.Context, e *edition, what string, compress bool, write func(pgx.Tx, io.Writer) error) error {
	ctx := c.Request().Context()
	return s.stream(c, what, compress, func(out io.Writer) error {
		return asOf(ctx, s.pool, e.version, func(tx pgx.Tx) error {
			if err := unhurried(ctx, tx); err != nil {
				return err
			}
			return write(tx, out)
		})
	})
}

// unhurried lets the statements of a transaction take as long as the client takes to read. Tables are sent in the order in which they lie,
// which several processes at once would not keep: an address has one content.
func unhurried(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local max_parallel_workers_per_gather = 0; set local synchronize_seqscans = off")
	return err
}

// stream sends what write writes, while not too many others are being sent to. What breaks off in the middle is broken off for the client too:
// the connection ends before the body does. Formats that are compressed themselves are not compressed again.
func (s *Server) stream(c echo.Context, what string, compress bool, write func(io.Writer) error) error {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		return &problem{status: http.StatusServiceUnavailable, heading: language.Say("Too many exports are going on."),
			message: language.Say("At most %s are sent at once.", format.Counted(cap(s.exports))), advice: language.Say("Try again in a moment."), retryAfter: 10 * time.Second}
	}
	gathered := bufio.NewWriterSize(&patientWriter{Response: c.Response(), control: http.NewResponseController(c.Response().Writer)}, exportBuffer)
	var sink io.Writer = gathered
	var packed *gzip.Writer
	if compress && accepts(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		packed, _ = gzip.NewWriterLevel(gathered, gzip.BestSpeed) // the level is valid
		sink = packed
		c.Response().Header().Set("Content-Encoding", "gzip")
		c.Response().Header().Set("ETag", strings.TrimSuffix(c.Response().Header().Get("ETag"), `"`)+`-gz"`)
	}
	err := write(sink)
	if err == nil && packed != nil {
		err = packed.Close()
	}
	if err == nil {
		err = gathered.Flush()
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("export %s: %w", what, err)
	if !c.Response().Committed {
		return err
	}
	if !errors.Is(c.Request().Context().Err(), context.Canceled) {
		s.logFailure(c, explain(err))
	}
	panic(http.ErrAbortHandler)
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
