package metrics_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

// Every visual that the program carries fits the database that its migrations make.
func TestCheckEmbedded(t *testing.T) {
	t.Parallel()
	pool := postgrestest.New(t)
	visuals, err := metrics.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := metrics.Check(t.Context(), pool, visuals); err != nil {
		t.Error(err)
	}
	if _, err := pool.Exec(t.Context(), "alter table warehouse.fact_transaction rename amount_cents to amount"); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), "drop view live.fact_offer_receipt cascade"); err != nil {
		t.Fatal(err)
	}
	err = metrics.Check(t.Context(), pool, visuals)
	if err == nil || !strings.Contains(err.Error(), "check visual funnel: ") || !strings.Contains(err.Error(), "check visual activity-by-day: ") {
		t.Errorf("after a view is gone, Check says %v", err)
	}
}

func visual(sql string, columns ...metrics.Column) metrics.Visual {
	return metrics.Visual{Name: "tried", SQL: sql, Columns: columns}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	pool := postgrestest.New(t)
	v := visual("select 'a' as name, 1::smallint as n, 0.5::real as share, null::float8 as none, true as yes, current_setting('cafe.version') as version",
		metrics.Column{Name: "name", Type: metrics.Text}, metrics.Column{Name: "n", Type: metrics.Integer}, metrics.Column{Name: "share", Type: metrics.Number},
		metrics.Column{Name: "none", Type: metrics.Number}, metrics.Column{Name: "yes", Type: metrics.Boolean}, metrics.Column{Name: "version", Type: metrics.Text})
	table, err := metrics.Query(t.Context(), pool, v, 7)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"a", int64(1), 0.5, nil, true, "7"}}
	if diff := cmp.Diff(want, table.Rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	var version string
	if err := pool.QueryRow(t.Context(), "select coalesce(current_setting('cafe.version', true), '')").Scan(&version); err != nil || version != "" {
		t.Errorf("the version stayed on the connection: %q, %v", version, err)
	}
}

func TestQueryRefuses(t *testing.T) {
	t.Parallel()
	pool := postgrestest.New(t)
	integer := metrics.Column{Name: "n", Type: metrics.Integer}
	number := metrics.Column{Name: "n", Type: metrics.Number}
	tests := map[string]struct {
		visual metrics.Visual
		want   string
	}{
		"another number of columns": {visual("select 1 as n, 2 as m", integer), "the SELECT returns 2 columns, 1 are declared"},
		"another name":              {visual("select 1 as m", integer), `column 1 of the SELECT is called "m", declared is "n"`},
		"another type":              {visual("select 'x' as n", integer), `column "n" is declared as integer`},
		"numeric, which is neither": {visual("select 1.5 as n", number), `column "n" is declared as number`},
		"not a number":              {visual("select 'NaN'::float8 as n", number), `column "n" holds NaN`},
		"infinite":                  {visual("select 'Infinity'::float8 as n", number), `column "n" holds +Inf`},
		"too many rows":             {visual("select n::int from generate_series(1, 10001) n", integer), "more than 10000 rows"},
		"a write":                   {visual("with w as (insert into warehouse.dim_channel (channel) values ('x') returning 1 as n) select n from w", integer), "read-only transaction"},
		"an error on the way":       {visual("select 1 / (n - 3) as n from generate_series(1, 5) n", integer), "division by zero"},
		"not SQL":                   {visual("selekt", integer), "syntax error"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := metrics.Query(t.Context(), pool, tt.visual, 1)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "query visual tried at version 1: ") {
				t.Errorf("Query says %v, want %q in it", err, tt.want)
			}
		})
	}
}
