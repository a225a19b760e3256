package warehouse

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

// source is what the tests publish: seeds by bucket. A bucket with another seed has other customers and other events.
type source struct {
	customers int // per bucket
	seeds     []uint64
	offers    []trusted.Offer
}

func (s source) bucket(t testing.TB, index int) *enriched.Bucket {
	return bucket(t, index, len(s.seeds), s.customers, s.seeds[index], s.offers)
}

func (s source) plan(run int64) Plan {
	return Plan{RunID: run, Batch: "batch", Source: "test", Buckets: len(s.seeds), Offers: s.offers}
}

// count is what the trusted zone says of the source.
func (s source) count(t testing.TB) []RowCount {
	events := RowCount{Zone: "trusted", Table: "events"}
	customers := int64(s.customers * len(s.seeds))
	for i := range s.seeds {
		b := s.bucket(t, i)
		total := b.Counts.Total()
		events.Landed += total.Landed
		events.Loaded += total.Landed
		for _, purchase := range b.Transactions {
			events.Cents += purchase.AmountCents
		}
	}
	offers := int64(len(s.offers))
	return []RowCount{events, {Zone: "trusted", Table: "customers", Landed: customers, Loaded: customers}, {Zone: "trusted", Table: "offers", Landed: offers, Loaded: offers}}
}

// start enters a run on the source into the history.
func start(ctx context.Context, t testing.TB, pool *pgxpool.Pool, s source) *Run {
	t.Helper()
	run, err := New(pool).StartRun(ctx, "request", "test", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Count(ctx, s.count(t)...); err != nil {
		t.Fatal(err)
	}
	return run
}

// load begins a load of the source and adds what changed.
func load(ctx context.Context, t testing.TB, pool *pgxpool.Pool, s source) (l *Load, added int) {
	t.Helper()
	run := start(ctx, t, pool, s)
	w := New(pool)
	lines := w.Dial(ctx)
	t.Cleanup(func() { lines.Close(ctx) })
	l, err := w.Begin(ctx, lines, s.plan(run.ID()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(l.Close(ctx), run.Finish(ctx, "published", 0, "")); err != nil {
			t.Error(err)
		}
	})
	for i := range s.seeds {
		b := s.bucket(t, i)
		if l.Unchanged(i, b.Digest) {
			l.Keep(i)
			continue
		}
		added++
		if err := l.Add(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	return l, added
}

// made loads the source as far as a version that is checked, and not published yet.
func made(ctx context.Context, t testing.TB, pool *pgxpool.Pool, s source) (l *Load, added int) {
	t.Helper()
	l, added = load(ctx, t, pool, s)
	if err := l.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Check(ctx); err != nil {
		t.Fatal(err)
	}
	return l, added
}

// publish loads the source, and returns the version that it is published under and how many buckets it added.
func publish(ctx context.Context, t testing.TB, pool *pgxpool.Pool, s source) (version int32, added int) {
	t.Helper()
	l, added := made(ctx, t, pool, s)
	version, err := l.Publish(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(ctx); err != nil {
		t.Fatal(err)
	}
	return version, added
}

type counts struct{ customers, receipts, transactions, payments, unmatched, pairs int }

func liveCounts(ctx context.Context, t testing.TB, db interface {
	QueryRow(context.Context, string, ...any) pgx.Row
}) counts {
	t.Helper()
	var c counts
	err := db.QueryRow(ctx, `select (select count(*) from live.dim_customer), (select count(*) from live.fact_offer_receipt),
		(select count(*) from live.fact_transaction), (select count(*) from live.bridge_transaction_receipt),
		(select count(*) from live.fact_unmatched_event), (select count(*) from live.fact_events)`).
		Scan(&c.customers, &c.receipts, &c.transactions, &c.payments, &c.unmatched, &c.pairs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func exists(ctx context.Context, t testing.TB, pool *pgxpool.Pool, table string) (there bool) {
	t.Helper()
	if err := pool.QueryRow(ctx, "select to_regclass($1) is not null", table).Scan(&there); err != nil {
		t.Fatal(err)
	}
	return there
}
