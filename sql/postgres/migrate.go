package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"cafe-rewards/sql/consumption"
	"cafe-rewards/sql/migrations"
)

// The table of applied migrations has a schema to itself: public belongs to whoever else uses the database.
const (
	migrationSchema = "cafe_migrations"
	migrationTable  = migrationSchema + ".applied"
)

// migrationLock is the key of the advisory lock under which replicas take turns: "cafe" in ASCII, twice.
const migrationLock = 0x6361666563616665

// Migrate brings the schemas pipeline, warehouse, live, shared and consumption to what this build of the program needs. Any number of
// replicas may call it at once; they take turns. The user needs the right to create schemas in the database, nothing more.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	config := pool.Config().ConnConfig
	// Index builds take their time, and waiting for another replica is no fault.
	for _, timeout := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		delete(config.RuntimeParams, timeout)
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := takeTurn(ctx, conn)
	if err != nil {
		return fmt.Errorf("wait for other replicas to migrate: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if err := applyMigrations(ctx, config); err != nil {
		return err
	}
	if err := consumption.Apply(ctx, tx); err != nil {
		return fmt.Errorf("create the consumption views: %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("create the consumption views: %w", err)
	}
	return nil
}

// takeTurn begins a transaction that holds the migration lock. The lock is a transaction's and not a session's, so that it
// cannot be left behind on a connection of PgBouncer's, and ends when the views, made in that transaction, are visible. Goose
// commits its steps beside it. Whoever waits holds no transaction, with which it might keep PgBouncer's last connection from the
// one it waits for.
func takeTurn(ctx context.Context, conn *pgx.Conn) (pgx.Tx, error) {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		tx, err := conn.Begin(ctx)
		if err != nil {
			return nil, err
		}
		var mine bool
		// While goose works, the transaction has nothing to do.
		if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock($1), set_config('idle_in_transaction_session_timeout', '0', true)",
			int64(migrationLock)).Scan(&mine, nil); err != nil {
			return nil, errors.Join(err, tx.Rollback(context.WithoutCancel(ctx)))
		}
		if mine {
			return tx, nil
		}
		if err := tx.Rollback(ctx); err != nil {
			return nil, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func applyMigrations(ctx context.Context, config *pgx.ConnConfig) (err error) {
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()

	// "create schema if not exists" asks for the right to create even where the schema exists.
	var exists bool
	if err := db.QueryRowContext(ctx, "select exists (select from pg_namespace where nspname = $1)", migrationSchema).Scan(&exists); err != nil {
		return fmt.Errorf("look for the schema %s: %w", migrationSchema, err)
	}
	if !exists {
		if _, err := db.ExecContext(ctx, "create schema "+migrationSchema); err != nil {
			return mayCreate(fmt.Errorf("create the schema %s: %w", migrationSchema, err), config)
		}
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files,
		goose.WithTableName(migrationTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	applied, known, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read which migrations are applied: %w", err)
	}
	if applied > known {
		return fmt.Errorf("the database was migrated by a newer cafe-rewards, up to step %d, and this one knows %d: start the newer one", applied, known)
	}
	if applied == known {
		return nil
	}
	if err := mendNumbers(ctx, db); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return mayCreate(fmt.Errorf("apply the migrations: %w", err), config)
	}
	return nil
}

// mendNumbers has the steps numbered on from where they are. Goose makes its table and takes the first number in one transaction; with
// wal_level = minimal such a sequence is in no log, and after a crash gives its numbers again.
func mendNumbers(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "select setval(pg_get_serial_sequence('"+migrationTable+"', 'id'), max(id)) from "+migrationTable+" having count(*) > 0")
	if err != nil {
		return fmt.Errorf("number the migrations on: %w", err)
	}
	return nil
}

// mayCreate says what to do about an error that comes of a missing right.
func mayCreate(err error, config *pgx.ConnConfig) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42501" {
		return fmt.Errorf("%w (the database's owner helps with: grant create on database %s to %s)", err,
			pgx.Identifier{config.Database}.Sanitize(), pgx.Identifier{config.User}.Sanitize())
	}
	return err
}
