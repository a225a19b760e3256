package etl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"cafe-rewards/etl/source"
	"cafe-rewards/etl/trusted"
	"cafe-rewards/etl/warehouse"
)

// Temporary tells whether a run that failed with err may succeed with the same data, because the network, the database or the disk was at
// fault, and not the data.
func Temporary(err error) bool {
	var bad *trusted.DataError
	var broken *warehouse.BrokenError
	if errors.As(err, &bad) || errors.As(err, &broken) {
		return false
	}
	return source.Temporary(err) || diskFull(err) || databaseAway(err) || errors.Is(err, warehouse.ErrBusy) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func diskFull(err error) bool {
	var refused *pgconn.PgError
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || (errors.As(err, &refused) && refused.Code == "53100")
}

// databaseAway tells whether Postgres could not be reached, went away, or was too busy. The classes of codes are those of Postgres' manual,
// appendix A.
func databaseAway(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code[:2] {
		case "08", "53", "57", "58", "40", "55": // connection, resources, operator, system, rollback, lock
			return true
		}
		return false
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) || strings.Contains(err.Error(), "unexpected EOF") ||
		strings.Contains(err.Error(), "conn closed")
}

// ofDatabase tells whether Postgres failed, or rejected a statement. Its message then only means something to operators.
func ofDatabase(err error) bool {
	var refused *pgconn.PgError
	var connect *pgconn.ConnectError
	if errors.As(err, &refused) || errors.As(err, &connect) {
		return true
	}
	return !source.Temporary(err) && (pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "unexpected EOF") || strings.Contains(err.Error(), "conn closed") ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET))
}

// DatabaseGone tells whether a run failed because its Postgres stopped, or died.
func DatabaseGone(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return strings.HasPrefix(refused.Code, "57P") // those of a server that is stopping or starting
	}
	return ofDatabase(err)
}

// again is what happens next after a failure that may pass.
const again = " It is tried again in a while."

// explain is what the history says about a failure: what is wrong, what stays, and what happens next. Messages of the database are only logged.
func explain(ctx context.Context, err error, run int64, kept int32) string {
	var b strings.Builder
	switch {
	case ctx.Err() != nil:
		b.WriteString("The program was stopped in the middle of this run; the next start runs it again.")
	case diskFull(err) && ofDatabase(err):
		b.WriteString("The database's disk is full: make room, and the run is tried again.")
	case diskFull(err):
		fmt.Fprintf(&b, "The disk is full: make room, and the run is tried again (%v).", err)
	case ofDatabase(err) && Temporary(err):
		fmt.Fprintf(&b, "The database went away, or was too busy for this run; the cause is in the log, under run %d.", run)
		b.WriteString(again)
	case ofDatabase(err):
		fmt.Fprintf(&b, "The database refused a step of this run, for which the data are not to blame: look into the log, under run %d.", run)
	default:
		message := err.Error()
		if first, _, _ := strings.Cut(message, " "); !strings.ContainsAny(first, "./_") { // the name of a file stays as it is
			message = strings.ToUpper(message[:1]) + message[1:]
		}
		b.WriteString(message)
		if !strings.HasSuffix(message, ".") {
			b.WriteByte('.')
		}
		if Temporary(err) {
			b.WriteString(again)
		}
	}
	if kept > 0 {
		fmt.Fprintf(&b, " Version %d stays published.", kept)
	}
	return b.String()
}
