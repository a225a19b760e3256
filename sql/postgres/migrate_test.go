package postgres_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/postgres"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestReplicasMigrateTogether(t *testing.T) {
	t.Parallel()
	db := postgrestest.Empty(t)
	var replicas errgroup.Group
	for range 4 {
		replicas.Go(func() error { return postgres.Migrate(t.Context(), db.Pools.Write) })
	}
	if err := replicas.Wait(); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]string{
		"pipeline.run":                   "0",
		"warehouse.fact_events":          "0",
		"consumption.completion_summary": "0",
		"(select version_id from cafe_migrations.applied group by version_id having count(*) > 1) twice": "0",
	} {
		if got := query(t, db.URL, "select count(*)::text from "+table); got != want {
			t.Errorf("%s has %s rows, want %s", table, got, want)
		}
	}
	if got := query(t, db.URL, "select count(*)::text from pg_class where relnamespace = 'public'::regnamespace"); got != "0" {
		t.Errorf("%s tables and indexes are in public", got)
	}
}

func TestMigrateAgainIsCheap(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	// Every row that a migration or a view leaves in the catalogue has the number of the transaction that wrote it.
	const state = "select string_agg(relname || xmin::text, ' ' order by oid) || (select max(id)::text from cafe_migrations.applied) from pg_class where relnamespace::regnamespace::text in ('live', 'warehouse', 'consumption')"
	before := query(t, db.URL, state)
	began := time.Now()
	if err := postgres.Migrate(t.Context(), db.Pools.Write); err != nil {
		t.Fatal(err)
	}
	t.Logf("migrating again took %s", time.Since(began))
	if after := query(t, db.URL, state); after != before {
		t.Errorf("something was made again:\n%s\n%s", before, after)
	}
}

func TestMigrateRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		db     func(testing.TB) postgrestest.DB
		before string
		want   []string
	}{
		"a newer database": {postgrestest.Database,
			"insert into cafe_migrations.applied (version_id, is_applied) values (99999, true)", []string{"newer", "99999"}},
		"a user without rights": {postgrestest.Empty,
			"do $$ begin execute 'revoke create on database ' || current_database() || ' from current_user'; end $$", []string{"permission denied", "grant create on database"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := test.db(t)
			if query(t, db.URL, "select rolsuper::text from pg_roles where rolname = current_user") == "true" {
				t.Skip("CAFE_TEST_DATABASE_URL names a superuser, who has every right")
			}
			run(t, db.URL, test.before)
			err := postgres.Migrate(t.Context(), db.Pools.Write)
			if err == nil {
				t.Fatal("it migrates")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
		})
	}
}
