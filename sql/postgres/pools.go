package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// StatementTimeout is how long a statement on Pools.Read may take before Postgres cancels it. Give a request's context a little
// more: a context that ends first costs the connection.
const StatementTimeout = 15 * time.Second

const (
	oldestMajor = 15               // of Postgres: the oldest version that is tested
	patience    = time.Minute      // for a database that is not up yet
	lockTimeout = 30 * time.Second // of the ETL: whoever holds a table that long will not let go
	readConns   = 16
	writeConns  = 8
)

// Pools are the program's connections to its database.
type Pools struct {
	Read  *pgxpool.Pool // for pages: read-only transactions, statements of at most StatementTimeout
	Write *pgxpool.Pool // for the ETL: statements take what they take, waiting for a lock ends
}

// Connect opens the pools on a database that is given as a URL or as key=value pairs. It waits up to a minute for a database
// that is not up yet. What the connection string sets itself, such as pool_max_conns, statement_timeout or, for PgBouncer,
// default_query_exec_mode=exec, is left as it is. Errors do not contain the password.
func Connect(ctx context.Context, url string, log *slog.Logger) (*Pools, error) {
	read, err := parse(url, "cafe-rewards pages", readConns, map[string]string{
		"default_transaction_read_only":       "on",
		"statement_timeout":                   milliseconds(StatementTimeout),
		"idle_in_transaction_session_timeout": milliseconds(2 * StatementTimeout),
	})
	if err != nil {
		return nil, err
	}
	write, err := parse(url, "cafe-rewards etl", writeConns, map[string]string{
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

func parse(url, name string, maxConns int32, settings map[string]string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The cause may quote a part of the password, so it stays unsaid.
		return nil, errors.New("the database's address (DATABASE_URL) cannot be read: it should look like " +
			"postgres://user:password@host:5432/database, with characters such as / # ? @ % in the password percent-encoded")
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = maxConns
	}
	if !strings.Contains(url, "pool_max_conn_idle_time") {
		config.MaxConnIdleTime = 5 * time.Minute
	}
	settings["application_name"] = name
	for key, value := range settings {
		if _, set := config.ConnConfig.RuntimeParams[key]; set {
			continue
		}
		if key != "application_name" && behindPooler(config.ConnConfig) {
			continue
		}
		config.ConnConfig.RuntimeParams[key] = value
	}
	return config, nil
}

// behindPooler tells whether the connection string is meant for a pooler such as PgBouncer, which refuses settings at the start
// of a connection, and would carry those made later over to other clients. The pages are then bounded by their context alone.
func behindPooler(config *pgx.ConnConfig) bool {
	return config.DefaultQueryExecMode == pgx.QueryExecModeExec || config.DefaultQueryExecMode == pgx.QueryExecModeSimpleProtocol
}

// await connects once, and tries again while the database is coming up.
func await(ctx context.Context, config *pgx.ConnConfig, log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		conn, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			defer conn.Close(context.WithoutCancel(ctx))
			return supported(conn.PgConn().ParameterStatus("server_version"))
		}
		if !comingUp(err) {
			return explain(err)
		}
		log.Warn("The database is not up yet", "error", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("the database did not come up: %w", err)
		}
	}
}

// comingUp tells whether an error to connect may pass by itself.
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
	var parse *pgconn.ParseConfigError
	return !errors.As(err, &parse) && !errors.Is(err, context.Canceled)
}

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
