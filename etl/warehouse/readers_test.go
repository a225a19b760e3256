package warehouse

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

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

// Postgres plans a statement with the partitions that there are, and only then takes the snapshot by which it reads. A version that comes in between
// would be read without its rows: so a statement that is still being planned when a version has been made sees the one before.
func TestReaderPlannedBeforehand(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 40, seeds: []uint64{1, 1}, offers: offerSet()}
	publish(ctx, t, pool, s)
	before := liveCounts(ctx, t, pool)

	const gate = 42
	_, err := pool.Exec(ctx, `create function gate() returns boolean immutable language plpgsql as 'begin perform pg_advisory_xact_lock_shared(42); return true; end'`)
	if err != nil {
		t.Fatal(err)
	}
	holder, err := pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Release()
	if _, err := holder.Exec(ctx, "select pg_advisory_lock($1)", gate); err != nil {
		t.Fatal(err)
	}
	var version int
	var facts int
	read := make(chan error, 1)
	go func() { // the facts are planned first, then the condition is looked at, which waits
		read <- pool.QueryRow(ctx, "select live.version(), (select count(*) from live.fact_events) where gate()").Scan(&version, &facts)
	}()
	waitFor(ctx, t, "the reader is planned", func() bool {
		return says(ctx, t, pool, "select exists (select from pg_locks where locktype = 'advisory' and objid = 42 and not granted)")
	})

	s.seeds[1] = 2
	made := make(chan struct{})
	go func() {
		defer close(made)
		publish(ctx, t, pool, s)
	}()
	waitFor(ctx, t, "the version is made", func() bool {
		return says(ctx, t, pool, "select exists (select from warehouse.data_version where version = 2)")
	})
	if _, err := holder.Exec(ctx, "select pg_advisory_unlock($1)", gate); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil || version != 1 || facts != before.pairs {
		t.Errorf("the reader saw %d rows of version %d, %v, want %d of version 1", facts, version, err, before.pairs)
	}
	<-made
	if err := pool.QueryRow(ctx, "select live.version()").Scan(&version); err != nil || version != 2 {
		t.Errorf("afterwards readers see version %d, %v, want 2", version, err)
	}
}

// says answers a question.
func says(ctx context.Context, t *testing.T, pool *pgxpool.Pool, question string) (yes bool) {
	t.Helper()
	if err := pool.QueryRow(ctx, question).Scan(&yes); err != nil {
		t.Fatal(err)
	}
	return yes
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
