package etl_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
	"cafe-rewards/etl/lake"
	"cafe-rewards/sql/postgres/postgrestest"
)

const realData = "../../shared/data/cafe"

// programme is a pipeline over a source, with its warehouse and lake.
type programme struct {
	*etl.Pipeline
	pool *pgxpool.Pool
	lake *lake.Lake
	home string
}

func newProgramme(tb testing.TB, source string) *programme {
	tb.Helper()
	home := tb.TempDir()
	zones, err := lake.Open(tb.Context(), "file://"+filepath.ToSlash(home)+"/lake")
	if err != nil {
		tb.Fatal(err)
	}
	pool := postgrestest.New(tb)
	pipeline, err := etl.New(etl.Options{
		Lake: zones, Pool: pool, Source: source, SampleDir: filepath.Join(home, "sample"), Scratch: filepath.Join(home, "scratch"),
		KeepVersions: 3, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { pipeline.Close() })
	return &programme{Pipeline: pipeline, pool: pool, lake: zones, home: home}
}

// needRealData fails the test where the real data are missing: figures that nobody checked must not pass for right.
func needRealData(tb testing.TB) string {
	tb.Helper()
	if _, err := os.Stat(filepath.Join(realData, "offers.csv")); err != nil {
		tb.Fatalf("the real data are needed in ../shared/data/cafe beside the project: %v", err)
	}
	return realData
}

func figure[T any](tb testing.TB, pool *pgxpool.Pool, sql string, args ...any) T {
	tb.Helper()
	var v T
	if err := pool.QueryRow(context.Background(), sql, args...).Scan(&v); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return v
}

func expected(tb testing.TB, file string, into any) {
	tb.Helper()
	data, err := os.ReadFile("../../shared/expected/" + file)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		tb.Fatalf("the expected figures are needed in ../shared/expected beside the project: %v", err)
	}
}
