package warehouse

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"
)

// Whoever comes when, buckets pass in the order of their numbers, and those that are kept hold nobody up.
func TestTurns(t *testing.T) {
	t.Parallel()
	const buckets = 200
	turns := newTurns(buckets)
	var passed []int // by one after the other, or the race detector says so
	var group errgroup.Group
	for _, bucket := range rand.Perm(buckets) {
		group.Go(func() error {
			if bucket%3 != 1 {
				if err := turns.wait(t.Context(), bucket); err != nil {
					return err
				}
				passed = append(passed, bucket)
			}
			turns.end(bucket)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if len(passed) != 133 || !slices.IsSorted(passed) {
		t.Errorf("%d passed, in the order %v", len(passed), passed)
	}
}

func TestTurnThatNeverComes(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errClosed)
	if err := newTurns(2).wait(ctx, 1); !errors.Is(err, errClosed) {
		t.Errorf("error %v", err)
	}
}
