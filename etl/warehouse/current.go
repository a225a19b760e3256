package warehouse

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Version is a published data version.
type Version struct {
	Version int32  // 0 where none is published yet
	Batch   string // of the raw zone, that it was made from
	Rules   int    // by which it was made
}

// Current returns the version that readers see.
func (w *Warehouse) Current(ctx context.Context) (Version, error) {
	var v Version
	err := w.pool.QueryRow(ctx, "select version, batch, rules from warehouse.current_version join warehouse.data_version using (version)").Scan(&v.Version, &v.Batch, &v.Rules)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return v, fmt.Errorf("read the current version: %w", err)
	}
	return v, nil
}
