package postgres_test

import (
	"testing"

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
	var runs int
	if err := db.Pools.Read.QueryRow(t.Context(), "select count(*) from pipeline.run").Scan(&runs); err != nil {
		t.Fatal(err)
	}
}
