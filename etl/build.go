package etl

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/trusted"
	"cafe-rewards/etl/warehouse"
)

// build makes a version of the cleaned rows and publishes it. If the rows are the same as in the current version, it returns that version.
func (r *run) build(ctx context.Context, batch lake.Batch, tables *cleaned, lines *warehouse.Lines, current warehouse.Version) (int32, error) {
	load, err := r.warehouse.Begin(ctx, lines, warehouse.Plan{
		RunID: r.history.ID(), Batch: batch.ID, Rules: Rules, Source: batch.Address, Sample: batch.Sample, Buckets: tables.buckets, Offers: tables.Offers,
	})
	if err != nil {
		return 0, err
	}
	defer load.Close(ctx)
	zones, err := r.newZones(ctx, batch, int(load.Version()), int(current.Version), tables.buckets)
	if err != nil {
		return 0, err
	}
	totals, err := r.enrich(ctx, tables, zones, load)
	if err != nil {
		return 0, err
	}
	if err := r.keepRejects(ctx, tables); err != nil {
		return 0, err
	}
	if err := r.account(ctx, tables, totals); err != nil {
		return 0, err
	}
	if err := tables.Verdict(); err != nil {
		return 0, err
	}
	r.history.Stage("load", "rows", 0).Rows(load.Rows())
	if err := load.Finish(ctx); err != nil {
		return 0, err
	}
	r.history.Stage("check", "checks", 0)
	written := make(chan error, 1)
	go func() { written <- zones.writeWaiting(ctx) }() // beside the checks, see writeLater
	results, err := load.Check(ctx)
	err = errors.Join(err, <-written)
	if len(results) > 0 {
		if err := r.history.Checks(ctx, results); err != nil {
			return 0, err
		}
	}
	if err != nil {
		return 0, err
	}
	r.history.Stage("publish", "rows", 0)
	if load.Changed() {
		if err := zones.finish(ctx, tables.Offers, totals.lastTime); err != nil {
			return 0, err
		}
	}
	return load.Publish(ctx)
}

// totals are sums over all buckets, including those that are kept unchanged.
type totals struct {
	mu       sync.Mutex
	cents    int64 // of all transactions
	lastTime int32 // of any event
}

// enrich takes the buckets through the rest of clean, through enrich, and into the load, one per processor at a time.
func (r *run) enrich(ctx context.Context, tables *cleaned, zones *zones, load *warehouse.Load) (*totals, error) {
	stage := r.history.Stage("enrich", "buckets", int64(tables.buckets))
	sums := &totals{lastTime: enriched.None}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range tables.buckets {
		group.Go(func() error {
			clean, err := tables.Bucket(ctx, i)
			if err != nil {
				return err
			}
			stage.Rows(int64(len(clean.Events)))
			sums.add(clean)
			if load.Unchanged(i, clean.Digest) && zones.kept(i) {
				load.Keep(i)
				err = zones.keep(ctx, i)
			} else {
				err = r.redo(ctx, tables, zones, load, clean)
			}
			stage.Done(1)
			return err
		})
	}
	return sums, group.Wait()
}

// redo rebuilds a bucket in the lake and in the load.
func (r *run) redo(ctx context.Context, tables *cleaned, zones *zones, load *warehouse.Load, clean *trusted.Bucket) error {
	stars, err := enriched.Build(clean, tables.Offers, tables.buckets)
	if err != nil {
		return fmt.Errorf("enriching bucket %d: %w", clean.Index, err)
	}
	if err := load.Add(ctx, stars); err != nil {
		return err
	}
	return zones.writeLater(ctx, clean, tables.Offers, stars)
}

func (t *totals) add(clean *trusted.Bucket) {
	var cents int64
	last := int32(enriched.None)
	for i := range clean.Events {
		cents += clean.Events[i].AmountCents
		last = max(last, clean.Events[i].Time)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cents += cents
	t.lastTime = max(t.lastTime, last)
}

// account records where every row of the batch went, for the pipeline page, and for the checks to compare the warehouse with.
func (r *run) account(ctx context.Context, tables *cleaned, sums *totals) error {
	var counts []warehouse.RowCount
	for _, c := range tables.Counts() {
		row := warehouse.RowCount{Zone: "trusted", Table: c.Table, Landed: c.Landed, Loaded: c.Loaded, Duplicate: c.Duplicate, Rejected: c.Rejected}
		if c.Table == "events" {
			row.Cents = sums.cents
		}
		counts = append(counts, row)
	}
	return r.history.Count(ctx, counts...)
}
