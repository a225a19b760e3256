package etl_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/sample"
)

// sampleFolder has the files of a small programme.
func sampleFolder(t *testing.T, customers int) string {
	t.Helper()
	folder := t.TempDir()
	if err := sample.Write(t.Context(), folder, sample.Options{Customers: customers, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	return folder
}

// addPurchase appends one purchase of the first customer to events.csv.
func addPurchase(t *testing.T, folder string, cents int) {
	t.Helper()
	path := filepath.Join(folder, sample.EventsFile)
	events, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	customer, _, _ := strings.Cut(strings.SplitN(string(events), "\n", 3)[1], ",")
	events = fmt.Appendf(events, "%s,transaction,{'amount': %d.%02d},713\n", customer, cents/100, cents%100)
	if err := os.WriteFile(path, events, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestVersions: an unchanged source costs no version, a changed event redoes one bucket, and only as many versions stay as are to.
func TestVersions(t *testing.T) {
	t.Parallel()
	folder := sampleFolder(t, 300)
	p := newProgramme(t, folder)
	run := func(wantVersion int) {
		t.Helper()
		if err := p.Run(t.Context(), "request"); err != nil {
			t.Fatal(err)
		}
		if got := figure[int](t, p.pool, "select version from warehouse.current_version"); got != wantVersion {
			t.Fatalf("version %d, want %d", got, wantVersion)
		}
	}
	run(1)
	run(1)
	if got := figure[string](t, p.pool, "select state from pipeline.run order by run_id desc limit 1"); got != "unchanged" {
		t.Errorf("the second run is %s", got)
	}
	sales := figure[int64](t, p.pool, "select sum(amount_cents)::bigint from live.fact_transaction")
	asOf := map[int]int64{1: sales}
	for version := 2; version <= 5; version++ {
		addPurchase(t, folder, version) // each of another amount: the same would be a duplicate
		asOf[version] = asOf[version-1] + int64(version)
		run(version)
		if got := figure[int](t, p.pool, "select count(*) from warehouse.bucket_version where loaded = $1", version); got != 1 {
			t.Errorf("version %d redid %d buckets for one purchase", version, got)
		}
		if got := figure[int64](t, p.pool, "select sum(amount_cents)::bigint from live.fact_transaction"); got != asOf[version] {
			t.Errorf("version %d has sales of %d cents, want %d", version, got, asOf[version])
		}
	}
	if got := figure[string](t, p.pool, "select string_agg(version::text, ' ' order by version) from warehouse.data_version"); got != "3 4 5" {
		t.Errorf("versions %s are kept", got)
	}
	for version := 3; version <= 4; version++ {
		tx, err := p.pool.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		_, err = tx.Exec(t.Context(), "select set_config('cafe.version', $1, true)", fmt.Sprint(version))
		if err == nil {
			err = tx.QueryRow(t.Context(), "select sum(amount_cents)::bigint from live.fact_transaction").Scan(&got)
		}
		if err != nil || got != asOf[version] {
			t.Errorf("as of version %d sales are %d (%v), want %d", version, got, err, asOf[version])
		}
		tx.Rollback(context.Background())
	}
	// Version 2 alone showed what it loaded, once 3 replaced that bucket; version 1 still has the other buckets.
	partitions := figure[string](t, p.pool, `
		select string_agg(relname, ' ' order by relname) from pg_class
		where relnamespace = 'warehouse'::regnamespace and relkind = 'r' and relname ~ '^fact_events_v\d+$'`)
	if partitions != "fact_events_v1 fact_events_v3 fact_events_v4 fact_events_v5" {
		t.Errorf("the partitions are %s", partitions)
	}
	for _, zone := range []lake.Zone{lake.Trusted, lake.Enriched} {
		versions, err := p.lake.Versions(t.Context(), zone)
		if err != nil || fmt.Sprint(versions) != "[3 4 5]" {
			t.Errorf("%s has versions %v (%v)", zone, versions, err)
		}
	}
}
