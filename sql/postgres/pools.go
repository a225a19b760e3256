package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// statementTimeout is how long a statement on Pools.Read may take before Postgres cancels it. A request's context gets a little
// more: a context that ends first costs the connection. What may take longer, such as an export, says so in its transaction:
// set local statement_timeout = 0.
const statementTimeout = 15 * time.Second

const (
	lockTimeout = 30 * time.Second // of the ETL: whoever holds a table that long will not let go
	readConns   = 16
	writeConns  = 8
)

// Pools are the program's connections to its database.
type Pools struct {
	Read  *pgxpool.Pool // for pages: read-only transactions, statements of at most 15 s (statementTimeout), so give a context a little more
	Write *pgxpool.Pool // for the ETL: statements take what they take, waiting for a lock ends
}

// Connect opens the pools on a database that is given as a URL or as key=value pairs. It waits up to a minute for a database
// that is not up yet. What the connection string sets itself, such as pool_max_conns, statement_timeout or, for PgBouncer,
// default_query_exec_mode=exec, is left as it is. Errors do not contain the password.
func Connect(ctx context.Context, address string, log *slog.Logger) (*Pools, error) {
	read, err := parse(address, "cafe-rewards pages", readConns, map[string]string{
		"default_transaction_read_only":       "on",
		"statement_timeout":                   milliseconds(statementTimeout),
		"idle_in_transaction_session_timeout": milliseconds(2 * statementTimeout),
	})
	if err != nil {
		return nil, err
	}
	write, err := parse(address, "cafe-rewards etl", writeConns, map[string]string{
		"lock_timeout": milliseconds(lockTimeout),
	})
	if err != nil {
		return nil, err
	}
	if err := await(ctx, write.ConnConfig, log); err != nil {
		return nil, err
	}
	pools := &Pools{}
	if pools.Write, err = pgxpool.NewWithConfig(ctx, write); err != nil {
		return nil, fmt.Errorf("open the ETL's connections: %w", err)
	}
	if pools.Read, err = pgxpool.NewWithConfig(ctx, read); err != nil {
		pools.Write.Close()
		return nil, fmt.Errorf("open the pages' connections: %w", err)
	}
	return pools, nil
}

// Close closes both pools; it waits for the connections that are in use.
func (p *Pools) Close() {
	p.Read.Close()
	p.Write.Close()
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

func parse(address, name string, maxConns int32, settings map[string]string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, unreadable(address, err)
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = maxConns
	}
	if !strings.Contains(address, "pool_max_conn_idle_time") {
		config.MaxConnIdleTime = 5 * time.Minute
	}
	if behindPooler(config.ConnConfig) {
		settings = map[string]string{}
	}
	settings["application_name"] = name
	for key, value := range settings {
		if _, set := config.ConnConfig.RuntimeParams[key]; !set {
			config.ConnConfig.RuntimeParams[key] = value
		}
	}
	return config, nil
}

// behindPooler tells whether the connection string is meant for a pooler such as PgBouncer, which refuses settings at the start
// of a connection, and would carry those made later over to other clients. The pages are then bounded by their context alone.
func behindPooler(config *pgx.ConnConfig) bool {
	return config.DefaultQueryExecMode == pgx.QueryExecModeExec || config.DefaultQueryExecMode == pgx.QueryExecModeSimpleProtocol
}

// unreadable explains why a connection string is no good, without a part of it: the password may be anywhere in one that is
// broken.
func unreadable(address string, err error) error {
	var cause *pgconn.ParseConfigError
	if _, broken := url.Parse(address); broken == nil && errors.As(err, &cause) {
		cause.ConnString = "DATABASE_URL"
		return fmt.Errorf("connect to the database: %w", cause)
	}
	return errors.New("the database's address (DATABASE_URL) cannot be read: it should look like " +
		"postgres://user:password@host:5432/database, with characters such as / # ? @ % in the password percent-encoded")
}
