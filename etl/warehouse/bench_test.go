package warehouse

import (
	"context"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/sql/postgres/postgrestest"
)

// BenchmarkFirstLoad publishes the first version of a programme of the real one's size: 17,000 customers, 77,000 receipts,
// 139,000 purchases, 33,000 of them at completions, 173,000 rows of the published method. The metrics are the parts of its time.
func BenchmarkFirstLoad(b *testing.B) {
	s := source{customers: 17_000 / 16, seeds: make([]uint64, 16), offers: offerSet()}
	buckets := make([]*enriched.Bucket, len(s.seeds))
	for i := range buckets {
		buckets[i] = s.bucket(b, i)
	}
	parts := make(map[string]time.Duration)
	for b.Loop() {
		b.StopTimer()
		pool := postgrestest.New(b)
		run := start(b.Context(), b, pool, s)
		b.StartTimer()
		ctx, last := b.Context(), time.Now()
		part := func(name string, err error) {
			if err != nil {
				b.Fatal(err)
			}
			parts[name] += time.Since(last)
			last = time.Now()
		}
		w := New(pool)
		lines := w.Dial(ctx)
		defer lines.Close(ctx)
		l, err := w.Begin(ctx, lines, s.plan(run.ID()))
		part("begin", err)
		part("add", addAll(ctx, l, buckets))
		part("finish", l.Finish(ctx))
		_, err = l.Check(ctx)
		part("check", err)
		_, err = l.Publish(ctx)
		part("publish", err)
		part("close", l.Close(ctx))
		b.StopTimer()
		if err := run.Finish(ctx, "published", 1, ""); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	for name, d := range parts {
		b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), "ms-"+name)
	}
}

func addAll(ctx context.Context, l *Load, buckets []*enriched.Bucket) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for _, bucket := range buckets {
		group.Go(func() error { return l.Add(ctx, bucket) })
	}
	return group.Wait()
}
