package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"cafe-rewards/etl"
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
	if err := postgres.Migrate(ctx, db.Write); err != nil {
		return nil, err
	}
	if err := etl.MigrateSchedule(ctx, db.Write); err != nil {
		return nil, err
	}
	return db, nil
}

// watch returns when the private server is gone for good, or ctx is done.
func (db *database) watch(ctx context.Context) error {
	if db.private == nil {
		return nil
	}
	select {
	case <-db.private.Done():
		return errors.New("the private Postgres has stopped and does not start again; its log is under postgres in the home folder")
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
	ctx, cancel := context.WithTimeout(context.Background(), stopDeadline-shutdownDeadline)
	defer cancel()
	if err := db.private.Stop(ctx); err != nil {
		db.log.Error("The private Postgres did not stop as it should; the next start recovers it", "error", err)
	}
}

// progress tells on the terminal what the private server is doing when that takes long: the first start downloads it. It says each
// megabyte once, as its output may go to a file.
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
