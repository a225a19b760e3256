package warehouse

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/aggregates"
	"cafe-rewards/sql/postgres/postgrestest"
)

// TestSummedUpAnew: a version that was summed up by another release, whose tables a migration has made anew in part, is summed up again, and each
// table has its rows once.
func TestSummedUpAnew(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	version, _ := publish(ctx, t, pool, source{customers: 20, seeds: []uint64{1, 1, 1, 1}, offers: offerSet()})
	all, err := aggregates.All()
	if err != nil {
		t.Fatal(err)
	}
	rows := func() (counts []int) {
		if err := New(pool).Aggregate(ctx, version, func(int) {}, func() {}); err != nil {
			t.Fatal(err)
		}
		for _, table := range all {
			var n int
			if err := pool.QueryRow(ctx, "select count(*) from "+pgx.Identifier{"warehouse", table.Name}.Sanitize()).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				t.Errorf("%s has no rows", table.Name)
			}
			counts = append(counts, n)
		}
		return counts
	}
	first := rows()
	if _, err := pool.Exec(ctx, "update warehouse.data_version set aggregated = false; truncate warehouse.agg_amount"); err != nil {
		t.Fatal(err)
	}
	if again := rows(); !slices.Equal(first, again) {
		t.Errorf("summed up anew, the tables have %v rows, not %v", again, first)
	}
}

// TestSumsGoWithTheirVersion: nothing is left of what was summed up of a version that is let go.
func TestSumsGoWithTheirVersion(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	first, _ := publish(ctx, t, pool, source{customers: 20, seeds: []uint64{1, 1, 1, 1}, offers: offerSet()})
	if err := New(pool).Aggregate(ctx, first, func(int) {}, func() {}); err != nil {
		t.Fatal(err)
	}
	second, _ := publish(ctx, t, pool, source{customers: 20, seeds: []uint64{2, 2, 2, 2}, offers: offerSet()})
	if err := New(pool).Aggregate(ctx, second, func(int) {}, func() {}); err != nil {
		t.Fatal(err)
	}
	if _, err := New(pool).Prune(ctx, 1); err != nil {
		t.Fatal(err)
	}
	all, err := aggregates.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range all {
		var versions []int32
		if err := pool.QueryRow(ctx, "select array_agg(distinct version) from "+pgx.Identifier{"warehouse", table.Name}.Sanitize()).Scan(&versions); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(versions, []int32{second}) {
			t.Errorf("%s has rows of the versions %v, not of %d alone", table.Name, versions, second)
		}
	}
}
