package source

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// pacer decides whether and when a server is asked again.
type pacer struct {
	patience patience
	address  string
	log      *slog.Logger
	waits    *backoff.ExponentialBackOff
	row, all int // tries in a row that brought nothing, and tries in all
}

func newPacer(r *remote) *pacer {
	waits := backoff.NewExponentialBackOff() // with jitter, so that replicas do not ask in step
	waits.InitialInterval, waits.MaxInterval, waits.Multiplier = r.patience.first, r.patience.longest, 2
	waits.Reset()
	return &pacer{patience: r.patience, address: r.address, log: r.opts.Log, waits: waits}
}

// wait returns nil once it is time to try again after an error, or the error if that makes no sense any more.
func (p *pacer) wait(ctx context.Context, err error) error {
	var t *TemporaryError
	if !errors.As(err, &t) || ctx.Err() != nil {
		return err
	}
	p.row++
	p.all++
	wait := max(p.waits.NextBackOff(), t.after)
	if p.row >= p.patience.tries || p.all >= p.patience.allTries || t.after > p.patience.retryAfter {
		return err
	}
	p.log.WarnContext(ctx, "the source will be asked again", "source", p.address, "error", err.Error(), "wait", wait.Round(time.Millisecond))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("read %s: %w", p.address, context.Cause(ctx))
	}
}

// progress is said when a try brought something.
func (p *pacer) progress() {
	if p.row > 0 {
		p.row = 0
		p.waits.Reset()
	}
}
