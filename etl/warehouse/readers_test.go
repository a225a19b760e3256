package warehouse

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/postgres/postgrestest"
)

// While versions come and go, whoever reads sees one of them, whole.
func TestReadersSeeOneVersion(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 40, seeds: []uint64{1, 1, 1}, offers: offerSet()}
	publish(ctx, t, pool, s)

	var mu sync.Mutex
	seen := map[int]counts{} // by version
	reading, stop := context.WithCancel(ctx)
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for reading.Err() == nil {
				var version int
				var c counts
				err := pool.QueryRow(ctx, `select live.version(), (select count(*) from live.dim_customer), (select count(*) from live.fact_offer_receipt),
					(select count(*) from live.fact_transaction), (select count(*) from live.bridge_transaction_receipt),
					(select count(*) from live.fact_unmatched_event), (select count(*) from live.fact_events)`).
					Scan(&version, &c.customers, &c.receipts, &c.transactions, &c.payments, &c.unmatched, &c.pairs)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if before, ok := seen[version]; ok && before != c {
					t.Errorf("version %d was %+v, and then %+v", version, before, c)
				}
				seen[version] = c
				mu.Unlock()
			}
		})
	}
	const versions = 8
	for i := range versions - 1 {
		s.seeds[i%len(s.seeds)] = uint64(10 + i)
		version, _ := publish(ctx, t, pool, s)
		want := liveCounts(ctx, t, pool)
		if _, err := New(pool).Prune(ctx, 2); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		if got, ok := seen[int(version)]; ok && got != want {
			t.Errorf("readers saw version %d as %+v, and it is %+v", version, got, want)
		}
		mu.Unlock()
	}
	stop()
	readers.Wait()
	if len(seen) < 2 {
		t.Errorf("the readers met %d versions: the test has shown nothing", len(seen))
	}
}

// Pruning neither disturbs a reader of an old version nor waits for it long; what it leaves, the next one takes.
func TestPruneWithBusyReader(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 20, seeds: []uint64{1}, offers: offerSet()}
	publish(ctx, t, pool, s)
	first := liveCounts(ctx, t, pool)

	reader, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback(context.WithoutCancel(ctx))
	count := func() (n int) {
		t.Helper()
		if err := reader.QueryRow(ctx, "select count(*) from live.fact_transaction").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != first.transactions {
		t.Fatalf("the reader sees %d purchases, want %d", n, first.transactions)
	}
	s.seeds[0] = 2
	publish(ctx, t, pool, s)

	waiting, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if oldest, err := New(pool).Prune(waiting, 1); err != nil || oldest != 2 {
		t.Fatalf("with a reader in the way, Prune gives %d, %v", oldest, err)
	}
	if n := count(); n != first.transactions {
		t.Errorf("after the other version was pruned, the reader sees %d purchases, want %d", n, first.transactions)
	}
	if !exists(ctx, t, pool, "warehouse.fact_transaction_v1") {
		t.Error("the partition was dropped under the reader")
	}
	if err := reader.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := New(pool).Prune(ctx, 1); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if exists(ctx, t, pool, table.partition(1)) {
			t.Errorf("%s is still there", table.partition(1))
		}
	}
}
