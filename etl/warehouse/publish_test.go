package warehouse

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/postgres/postgrestest"
)

func TestPublishLoadsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 20, seeds: []uint64{1, 1, 1, 1}, offers: offerSet()}
	published := map[int32]counts{}
	for _, step := range []struct {
		name    string
		change  func()
		version int32
		added   int
	}{
		{"first", func() {}, 1, 4},
		{"nothing changed", func() {}, 1, 0},
		{"a bucket", func() { s.seeds[2] = 2 }, 2, 1},
		{"another bucket", func() { s.seeds[0] = 3 }, 3, 1},
		{"an offer's terms", func() { s.offers[4].RewardCents++ }, 4, 4},
		{"an offer more", func() {
			s.offers = append(s.offers, s.offers[0])
			s.offers[10].ID = "another"
			s.offers[10].Channels = []string{"post"}
		}, 5, 4},
		{"an offer less", func() { s.offers = s.offers[:10] }, 6, 4},
		{"more buckets", func() { s.seeds = append(s.seeds, 4, 4) }, 7, 6},
		{"fewer buckets", func() { s.seeds = s.seeds[:3] }, 8, 3},
	} {
		step.change()
		version, added := publish(ctx, t, pool, s)
		if version != step.version || added != step.added {
			t.Fatalf("%s: version %d with %d buckets added, want version %d with %d", step.name, version, added, step.version, step.added)
		}
		var want counts
		for i := range s.seeds {
			b := s.bucket(t, i)
			want.customers += len(b.Customers)
			want.receipts += len(b.Receipts)
			want.transactions += len(b.Transactions)
			want.payments += len(b.Payments)
			want.unmatched += len(b.Unmatched)
			want.pairs += len(b.PairEvents)
		}
		if got := liveCounts(ctx, t, pool); got != want {
			t.Errorf("%s: live %+v, want %+v", step.name, got, want)
		}
		published[version] = want
	}
	for version, want := range published {
		err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "select set_config('cafe.version', $1::integer::text, true)", version); err != nil {
				return err
			}
			if got := liveCounts(ctx, t, tx); got != want {
				t.Errorf("version %d, asked for later, has %+v, want %+v", version, got, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A load lets go of its lock before Close returns: the next one need not wait until Postgres notices that a connection has ended.
func TestCloseLetsGo(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 1, seeds: []uint64{1}, offers: offerSet()}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for range 20 {
		w := New(pool)
		lines := w.Dial(ctx)
		t.Cleanup(func() { lines.Close(ctx) })
		l, err := w.Begin(ctx, lines, s.plan(1))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(ctx); err != nil {
			t.Fatal(err)
		}
		var free bool
		if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1) and pg_advisory_unlock($1)", loadLock).Scan(&free); err != nil || !free {
			t.Fatalf("the lock is still held (%v)", err)
		}
	}
}

// A version that was made by a program which then ended is published by the next run, and is none the worse as a base.
func TestMadeAndNotPublished(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 30, seeds: []uint64{1, 2}, offers: offerSet()}
	publish(ctx, t, pool, s)
	before := liveCounts(ctx, t, pool)

	s.seeds[1] = 3
	killed, _ := made(ctx, t, pool, s)
	if err := killed.tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	release(ctx, killed.control)
	if now := liveCounts(ctx, t, pool); now != before {
		t.Errorf("readers see %+v before the version is published, want %+v", now, before)
	}

	next := start(ctx, t, pool, s)
	var history string
	err := pool.QueryRow(ctx, "select string_agg(concat_ws(' ', state, version, message), '; ' order by run_id) from pipeline.run where run_id = $1", killed.plan.RunID).Scan(&history)
	if want := "published 2 Version 2 was published."; err != nil || history != want {
		t.Errorf("the history has %q of the run, %v, want %q", history, err, want)
	}
	if err := next.Finish(ctx, "unchanged", 2, ""); err != nil {
		t.Fatal(err)
	}
	var version int
	if err := pool.QueryRow(ctx, "select live.version()").Scan(&version); err != nil || version != 2 {
		t.Errorf("after the next run, readers see version %d, %v, want 2", version, err)
	}
	published := liveCounts(ctx, t, pool)
	s.seeds[0] = 4
	if version, added := publish(ctx, t, pool, s); version != 3 || added != 1 {
		t.Errorf("version %d was published with %d buckets, want version 3 with one", version, added)
	}
	if published == before || liveCounts(ctx, t, pool) == published {
		t.Error("all versions have the same rows: nothing is shown")
	}
}

// What the load has declared and looked through, attaching the partition takes over, and does not declare again.
func TestForeignKeysStandOnce(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	publish(ctx, t, pool, source{customers: 200, seeds: []uint64{1, 2}, offers: offerSet()})
	for _, table := range tables {
		if !exists(ctx, t, pool, table.partition(1)) {
			t.Fatalf("%s has no rows to try", table.name)
		}
		var inherited, own, invalid int
		err := pool.QueryRow(ctx, `select count(*) filter (where conparentid <> 0), count(*) filter (where conparentid = 0), count(*) filter (where not convalidated)
			from pg_constraint where contype = 'f' and conrelid = $1::regclass`, table.partition(1)).Scan(&inherited, &own, &invalid)
		if err != nil {
			t.Fatal(err)
		}
		var declared, withinVersion int
		if err := pool.QueryRow(ctx, "select count(*) from pg_constraint where contype = 'f' and conrelid = $1::regclass", "warehouse."+table.name).Scan(&declared); err != nil {
			t.Fatal(err)
		}
		for _, r := range table.references {
			if r.table != dimTime {
				withinVersion++
			}
		}
		if inherited != declared || own != withinVersion || invalid != 0 {
			t.Errorf("%s has %d inherited foreign keys, %d of its own, and %d that were not validated, want %d, %d and 0", table.partition(1), inherited, own, invalid, declared, withinVersion)
		}
	}
}
