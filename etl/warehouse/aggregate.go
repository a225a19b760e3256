package warehouse

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/aggregates"
)

// Aggregate sums up a published version in the tables of sql/aggregates, all of them in one transaction, and tells who listens. Until then
// questions are answered from the facts, which takes longer and gives the same. A version that is summed up already is left as it is;
// done counts the tables.
func (w *Warehouse) Aggregate(ctx context.Context, version int32, started func(tables int), done func()) error {
	var summed bool
	if err := w.pool.QueryRow(ctx, "select aggregated from warehouse.data_version where version = $1", version).Scan(&summed); err != nil {
		return fmt.Errorf("ask whether version %d is summed up: %w", version, err)
	}
	if summed {
		return nil
	}
	all, err := aggregates.All()
	if err != nil {
		return fmt.Errorf("sum up version %d: %w", version, err)
	}
	started(len(all))
	err = pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		// The planner needs little of these tables but how many rows they have: with fewer samples, a tenth of the time goes that summing up takes.
		if _, err := tx.Exec(ctx, "select set_config('cafe.version', $1::integer::text, true), set_config('default_statistics_target', '20', true)", version); err != nil {
			return err
		}
		for _, t := range all {
			table := pgx.Identifier{"warehouse", t.Name}.Sanitize()
			if _, err := tx.Exec(ctx, "delete from "+table+" where version = live.version()"); err != nil { // what another release summed up
				return err
			}
			if _, err := tx.Exec(ctx, "insert into "+table+" select (select live.version()), summed.* from (\n"+t.SQL+") summed"); err != nil {
				return fmt.Errorf("%s.sql: %w", t.Name, err)
			}
			if _, err := tx.Exec(ctx, "analyze "+table+";"+t.Then); err != nil {
				return err
			}
			done()
		}
		if _, err := tx.Exec(ctx, "update warehouse.data_version set aggregated = true where version = $1", version); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "select pg_notify($1, $2::integer::text)", Channel, version)
		return err
	})
	if err != nil {
		return fmt.Errorf("sum up version %d: %w", version, err)
	}
	return nil
}
