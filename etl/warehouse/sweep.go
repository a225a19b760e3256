package warehouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sweep drops the partitions of loads that never came to be attached. Nobody uses them; the caller holds the load lock.
func sweep(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `
		select relname::text from pg_class
		where relnamespace = 'warehouse'::regnamespace and relkind = 'r' and not relispartition and relname ~ '_v\d+$'`)
	if err != nil {
		return fmt.Errorf("look for the rests of earlier loads: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("look for the rests of earlier loads: %w", err)
	}
	if len(names) == 0 {
		return nil
	}
	for i, name := range names {
		names[i] = pgx.Identifier{"warehouse", name}.Sanitize()
	}
	if _, err := conn.Exec(ctx, "drop table "+strings.Join(names, ", ")); err != nil {
		return fmt.Errorf("drop the rests of earlier loads: %w", err)
	}
	return nil
}
