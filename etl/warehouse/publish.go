package warehouse

import (
	"context"
	"errors"
	"fmt"
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
	_, err := l.tx.Exec(ctx, "insert into warehouse.current_version (version) values ($1) on conflict (only_row) do update set version = excluded.version", l.version)
	if err != nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, err)
	}
	if _, err := l.tx.Exec(ctx, "select pg_notify($1, $2::integer::text)", Channel, l.version); err != nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, err)
	}
	if err := l.tx.Commit(ctx); err != nil {
		return 0, fmt.Errorf("publish version %d: %w", l.version, err)
	}
	l.published = true
	return l.version, nil
}
