package warehouse

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Channel is where Publish tells who listens which version readers see now.
const Channel = "cafe_published"

// Publish makes the checked version the one that readers see, and returns its number. Where nothing changed, that is the number
// of the version that was current already.
func (l *Load) Publish(ctx context.Context) (int32, error) {
	if !l.Changed() {
		return l.base.version, nil
	}
	if l.tx == nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, errors.New("Check must come first"))
	}
	if err := l.tx.Commit(ctx); err != nil {
		return 0, fmt.Errorf("make version %d: %w", l.version, err)
	}
	if err := l.awaitReaders(ctx); err != nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, err)
	}
	if err := pgx.BeginFunc(ctx, l.control, func(tx pgx.Tx) error { return flip(ctx, tx) }); err != nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, err)
	}
	l.published = true
	return l.version, nil
}

// flip lets readers see the newest version that was made. It was checked when it was: one that is newer than the current version is there because
// the program ended in the moment before it was to be published.
func flip(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		with newest as (
		  insert into warehouse.current_version (version) select max(version) from warehouse.data_version having count(*) > 0
		  on conflict (only_row) do update set version = excluded.version where excluded.version > current_version.version
		  returning version
		)
		select pg_notify($1, version::text) from newest`, Channel)
	return err
}

// planning is longer than any statement is planned for.
const planning = time.Second

// awaitReaders waits until the statements are over that may have been planned before the partitions of the version were there. Postgres takes the
// snapshot that a statement reads by after it has planned it: such a statement would see the version without its rows. What is not over after a
// second reads already, and goes on with the version before.
func (l *Load) awaitReaders(ctx context.Context) error {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = "warehouse." + t.name
	}
	const reading = `select distinct virtualtransaction from pg_locks join pg_database on database = pg_database.oid
		where datname = current_database() and relation = any($1::text[]::regclass[]) and mode = 'AccessShareLock' and pid <> pg_backend_pid()`
	rows, err := l.control.Query(ctx, reading, names)
	if err != nil {
		return err
	}
	before, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for since := time.Now(); len(before) > 0 && time.Since(since) < planning; time.Sleep(2 * time.Millisecond) {
		rows, err := l.control.Query(ctx, reading+" and virtualtransaction = any($2)", names, before)
		if err != nil {
			return err
		}
		if before, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
	}
	return nil
}
