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

// MadeFrom tells whether a batch makes this version: it is the one that the version was made from, or a run has found the same rows in
// it.
func (w *Warehouse) MadeFrom(ctx context.Context, v Version, batch string) (same bool, err error) {
	if v.Batch == batch {
		return true, nil
	}
	err = w.pool.QueryRow(ctx, "select exists (select from pipeline.run where version = $1 and batch = $2 and state = 'unchanged')", v.Version, batch).Scan(&same)
	if err != nil {
		return false, fmt.Errorf("look for runs on batch %s: %w", batch, err)
	}
	return same, nil
}
