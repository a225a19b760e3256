package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
	"cafe-rewards/server"
	"cafe-rewards/sql/postgres"
)

// database is the warehouse, migrated: the one at DATABASE_URL, or a private server that ends with the program.
type database struct {
	*postgres.Pools
	private *postgres.Server // nil where DATABASE_URL is set
	log     *slog.Logger
}

func openDatabase(ctx context.Context, settings *Settings, log *slog.Logger) (_ *database, err error) {
	db := &database{log: log}
	defer func() {
		if err != nil {
			db.close()
		}
	}()
	address := settings.DatabaseURL
	if address == "" {
		if db.private, err = postgres.Start(ctx, postgres.Options{Home: settings.Home, Log: log, Progress: progress(os.Stderr)}); err != nil {
			return nil, fmt.Errorf("starting the private Postgres: %w", err)
		}
		address = db.private.URL()
	}
	if db.Pools, err = postgres.Connect(ctx, address, log); err != nil {
		return nil, err
	}
	return db, db.migrate(ctx)
}

// migrate brings the schemas up to date. If the database dies meanwhile, it waits for it to come back, unless it is gone for good.
func (db *database) migrate(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() { cancel(db.watch(ctx)) }()
	for _, step := range []func(context.Context, *pgxpool.Pool) error{postgres.Migrate, etl.MigrateSchedule} {
		if err := persist(ctx, db.log, func() error { return step(ctx, db.Write) }); err != nil {
			return err
		}
	}
	return nil
}

// persist repeats work that needs the database for as long as the database is away. It ends with ctx.
func persist(ctx context.Context, log *slog.Logger, work func() error) error {
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := work()
		if ctx.Err() != nil && err != nil {
			return context.Cause(ctx)
		}
		if err == nil || !etl.Temporary(err) {
			return err
		}
		log.Warn("The start waits for the database", "error", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// watch returns when the private server is gone for good, or ctx is done.
func (db *database) watch(ctx context.Context) error {
	var gone <-chan struct{} // never, where the database is somebody else's
	if db.private != nil {
		gone = db.private.Done()
	}
	select {
	case <-gone:
		return fmt.Errorf("the private Postgres has stopped and does not start again: %w", db.private.Err())
	case <-ctx.Done():
		return nil
	}
}

func (db *database) close() {
	if db.Pools != nil {
		db.Pools.Close()
	}
	if db.private == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopDeadline-server.ShutdownTimeout)
	defer cancel()
	if err := db.private.Stop(ctx); err != nil {
		db.log.Error("The private Postgres did not stop as it should; the next start recovers it", "error", err)
	}
}

// progress reports on the terminal what the private server is doing where that takes long, such as the download at the first start.
// It reports each megabyte once, since its output may go to a file.
func progress(out io.Writer) func(message string, done, total int64) {
	var said string
	return func(message string, done, total int64) {
		line := message + "\n"
		if total > 0 {
			line = fmt.Sprintf("\r%s: %d of %d MB ", message, done>>20, total>>20)
			if done >= total {
				line += "\n"
			}
		}
		if line != said {
			said = line
			fmt.Fprint(out, line)
		}
	}
}
