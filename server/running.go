package server

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/views"
)

// running caches the progress of the current run for a moment: every page that shows it asks once a second.
type running struct {
	mu       sync.Mutex
	at       time.Time
	progress *views.Progress
	err      error
}

func (r *running) get(ctx context.Context, pool *pgxpool.Pool) (*views.Progress, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.at) > statusAge {
		// Others wait for this answer, so it does not end with the request that happened to ask.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pollTimeout)
		defer cancel()
		r.progress, r.err = progress(ctx, pool)
		r.at = time.Now()
	}
	return r.progress, r.err
}
