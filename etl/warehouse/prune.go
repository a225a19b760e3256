package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pruneWait is how long dropping partitions waits for readers, who wait behind it for as long.
const pruneWait = "200ms"

// Prune lets go of all versions but the newest keep, and returns the oldest one that is left. Partitions go when no version that
// is left shows any of their rows; where readers are in the way they stay until the next Prune, which is no error. The caller holds
// the run lock.
func (w *Warehouse) Prune(ctx context.Context, keep int) (oldest int32, err error) {
	err = pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			select coalesce(min(version), 0) from (select version from warehouse.data_version order by version desc limit $1) kept`, keep).Scan(&oldest)
		if err != nil {
			return err
		}
		var batch pgx.Batch
		batch.Queue("delete from warehouse.bucket_version where to_version <= $1", oldest)
		batch.Queue("delete from warehouse.data_version where version < $1", oldest)
		return tx.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return 0, fmt.Errorf("let go of old versions: %w", err)
	}
	if err := w.dropDead(ctx, oldest); err != nil {
		return oldest, fmt.Errorf("drop what versions before %d alone have shown: %w", oldest, err)
	}
	return oldest, nil
}

// dropDead drops the partitions that no version shows, and the offers that only they knew.
func (w *Warehouse) dropDead(ctx context.Context, oldest int32) error {
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select relname::text from pg_class
			where relnamespace = 'warehouse'::regnamespace and relkind = 'r' and relispartition and relname ~ '_v\d+$'
			  and substring(relname from '_v(\d+)$')::integer not in (select loaded from warehouse.bucket_version)`)
		if err != nil {
			return err
		}
		dead, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(dead) == 0 {
			return err
		}
		for i, name := range dead {
			dead[i] = pgx.Identifier{"warehouse", name}.Sanitize()
		}
		if _, err := tx.Exec(ctx, "set local lock_timeout = '"+pruneWait+"'; drop table "+strings.Join(dead, ", ")); err != nil {
			return err
		}
		var batch pgx.Batch
		batch.Queue("delete from warehouse.bridge_offer_channel where offer_key in (select offer_key from warehouse.dim_offer where to_version <= $1)", oldest)
		batch.Queue("delete from warehouse.dim_offer where to_version <= $1", oldest)
		return tx.SendBatch(ctx, &batch).Close()
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && (refused.Code == "55P03" || refused.Code == "40P01") { // lock_not_available, deadlock_detected
		return nil
	}
	return err
}
