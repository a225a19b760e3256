package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	oldestMajor = 15          // of Postgres: the oldest version that is tested
	patience    = time.Minute // with a database that is not up yet
)

// await connects once, and tries again while the database is coming up.
func await(ctx context.Context, config *pgx.ConnConfig, log *slog.Logger) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("the database did not come up within %s", patience))
	defer cancel()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		conn, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			defer conn.Close(context.WithoutCancel(ctx))
			return supported(conn.PgConn().ParameterStatus("server_version"))
		}
		if !comingUp(err) || ctx.Err() != nil {
			return explain(err)
		}
		log.Warn("The database is not up yet", "error", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
	}
}

// comingUp tells whether an error to connect may pass by itself: nobody listens yet, the name is not known yet, the server is
// starting.
func comingUp(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case "57P03", // cannot_connect_now
			"57P01", // admin_shutdown
			"53300": // too_many_connections
			return true
		}
		return false
	}
	var network *net.OpError
	var name *net.DNSError
	return errors.As(err, &network) || errors.As(err, &name) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// explain says what to do about an error to connect, where it is known.
func explain(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "08P01" && strings.Contains(refused.Message, "startup parameter") {
		return fmt.Errorf("connect to the database: %w (behind PgBouncer, add default_query_exec_mode=exec to DATABASE_URL)", err)
	}
	return fmt.Errorf("connect to the database: %w", err)
}

// supported refuses a server that is older than oldestMajor.
func supported(version string) error {
	end := strings.IndexFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(version)
	}
	if major, err := strconv.Atoi(version[:end]); err != nil || major < oldestMajor {
		return fmt.Errorf("the database is Postgres %s; cafe-rewards needs Postgres %d or newer", version, oldestMajor)
	}
	return nil
}
