package etl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// TestDatabaseSaysNothingToReaders: what Postgres says of its failures is for the log; the history says what that means, and what to do.
func TestDatabaseSaysNothingToReaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cause error
		want  string
	}{
		{&pgconn.PgError{Severity: "ERROR", Code: "22012", Message: "division by zero"}, "refused a step of this run, for which the data are not to blame: look into the log, under run 12."},
		{&pgconn.PgError{Severity: "FATAL", Code: "57P01", Message: "terminating connection"}, "went away, or was too busy for this run; the cause is in the log, under run 12. It is tried again in a while."},
		{&pgconn.PgError{Severity: "ERROR", Code: "53100", Message: "could not extend file"}, "The database's disk is full: make room, and the run is tried again."},
		{fmt.Errorf("failed to receive message: %w", io.ErrUnexpectedEOF), "went away, or was too busy"},
		{fmt.Errorf("write raw/1/events.csv in the lake: %w", syscall.ENOSPC), "(load version 7: write raw/1/events.csv in the lake: no space left on device)."},
		{fmt.Errorf("write failed: %w", syscall.EPIPE), "went away, or was too busy"},
		{errors.New("the source is gone"), "Load version 7: the source is gone."},
	} {
		said := explain(context.Background(), fmt.Errorf("load version 7: %w", c.cause), 12, 6)
		if !strings.Contains(said, c.want) || !strings.HasSuffix(said, " Version 6 stays published.") {
			t.Errorf("%v is told as %q", c.cause, said)
		}
		var refused *pgconn.PgError
		if errors.As(c.cause, &refused) && (strings.Contains(said, refused.Code) || strings.Contains(said, refused.Message) || strings.Contains(said, "version 7")) {
			t.Errorf("a reader is told what is for operators: %q", said)
		}
	}
}
