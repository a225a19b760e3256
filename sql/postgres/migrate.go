package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
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

// Migrate brings the schemas pipeline, warehouse, live and consumption to what this build of the program needs. Any number of
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

	// The lock is a transaction's and not a session's: it cannot be left behind on a connection of PgBouncer's, and it holds
	// until the views, made in the same transaction, are visible. Goose commits its steps one by one beside it.
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", int64(migrationLock)); err != nil {
		return fmt.Errorf("wait for other replicas to migrate: %w", err)
	}
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
			return fmt.Errorf("create the schema %s: %w", migrationSchema, err)
		}
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files,
		goose.WithTableName(migrationTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("apply the migrations: %w", err)
	}
	return nil
}
