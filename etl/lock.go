package etl

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Keys of the advisory locks that this package takes.
const (
	runLock   = 0x63616665_0001 // held by a run from its first step to its last
	queueLock = 0x63616665_0002 // held while the job queue's tables are migrated
)

// lockPause is the time between two checks whether another run has ended.
const lockPause = 500 * time.Millisecond

// withRunLock does work while no other run is in progress in the whole deployment. If one is, it returns false at once, which is not an
// error.
//
// The lock belongs to a transaction, so it ends with this program's connection, however that ends, and works behind PgBouncer.
func withRunLock(ctx context.Context, pool *pgxpool.Pool, work func(context.Context) error) (held bool, err error) {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return false, fmt.Errorf("taking the run lock: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock($1)", runLock).Scan(&held); err != nil {
		return false, fmt.Errorf("taking the run lock: %w", err)
	}
	if !held {
		return false, nil
	}
	return true, work(ctx)
}
