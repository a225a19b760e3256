package consumption_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/consumption"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

// What a file says of its columns is what its SELECT returns, in the same order; every column has a sentence.
func TestDescribedAsTheyAre(t *testing.T) {
	t.Parallel()
	pool := postgrestest.New(t)
	for _, table := range consumption.Tables() {
		rows, err := pool.Query(t.Context(), "select * from "+consumption.Qualified(table.Name)+" limit 0")
		if err != nil {
			t.Errorf("%s: %v", table.Name, err)
			continue
		}
		var returned, described []string
		for _, f := range rows.FieldDescriptions() {
			returned = append(returned, f.Name)
		}
		rows.Close()
		for _, c := range table.Columns {
			described = append(described, c.Name)
			if !strings.HasSuffix(c.Description, ".") && !strings.HasSuffix(c.Description, ").") {
				t.Errorf("%s.%s: %q is no sentence", table.Name, c.Name, c.Description)
			}
		}
		if diff := cmp.Diff(returned, described); diff != "" {
			t.Errorf("%s: columns (-returned +described):\n%s", table.Name, diff)
		}
	}
}

// The names and columns that were published, and are asked for by name in the intranet.
func TestPublishedColumns(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"completion_summary":          {"offer_id", "offer_type", "web", "email", "mobile", "social", "offers_received", "offers_completed"},
		"customer_completion_summary": {"age_group", "total_customers", "completed_customers", "not_completed_customers"},
		"offer_receipts": {"customer_id", "offer_id", "offer_type", "channels", "difficulty", "reward", "duration_days", "received_time_id", "viewed_time_id",
			"completed_time_id", "viewed_late", "completed_after_view", "hours_to_complete", "gender", "age", "age_group", "income", "income_band", "member_since"},
		"transactions": {"customer_id", "time_id", "amount", "offers_completed", "gender", "age", "age_group", "income", "income_band", "member_since"},
	}
	for _, table := range consumption.Tables() {
		columns := map[string]bool{}
		for _, c := range table.Columns {
			columns[c.Name] = true
		}
		for _, name := range want[table.Name] {
			if !columns[name] {
				t.Errorf("%s has no column %s", table.Name, name)
			}
		}
		delete(want, table.Name)
	}
	for name := range want {
		t.Errorf("there is no table %s", name)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no comment":            "select 1 as n\n",
		"no columns":            "-- A table.\nselect 1 as n\n",
		"a column of no name":   "-- A table.\n--\n-- The number of things.\nselect 1 as n\n",
		"a description too few": "--\n-- n: Things (count).\nselect 1 as n\n",
	} {
		if _, err := consumption.Parse("broken", text); err == nil || !strings.HasPrefix(err.Error(), "broken.sql: ") {
			t.Errorf("%s: parse says %v", name, err)
		}
	}
}

func table(name, selection string, columns ...string) consumption.Table {
	t := consumption.Table{Name: name, Description: "A table's own; it says 'why' \\ and how.", SQL: selection}
	for _, c := range columns {
		t.Columns = append(t.Columns, consumption.Column{c, "What " + c + " is."})
	}
	return t
}

func TestApply(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	put := func(tables ...consumption.Table) {
		t.Helper()
		if err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return consumption.Put(ctx, tx, tables) }); err != nil {
			t.Fatal(err)
		}
	}
	read := func(sql string) (value string) {
		t.Helper()
		if err := pool.QueryRow(ctx, sql).Scan(&value); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return value
	}
	const views = "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class where relnamespace = 'consumption'::regnamespace and relkind = 'v'"

	put(table("one", "select 1 as a", "a"), table("two", "select 2 as a", "a"))
	if got := read(views); got != "one two" {
		t.Fatalf("the views are %q", got)
	}
	if got := read("select obj_description('consumption.one'::regclass)"); got != `A table's own; it says 'why' \ and how.` {
		t.Errorf("the table is described as %q", got)
	}
	if got := read("select col_description('consumption.one'::regclass, 1)"); got != "What a is." {
		t.Errorf("the column is described as %q", got)
	}

	if _, err := pool.Exec(ctx, "grant select on consumption.one to public"); err != nil {
		t.Fatal(err)
	}
	put(table("one", "select 1 as a, 5 as b", "a", "b"), table("two", "select 2 as a", "a"))
	if got := read("select has_table_privilege('public', 'consumption.one', 'select')::text"); got != "true" {
		t.Error("a view that grew a column lost its grants")
	}
	put(table("one", "select 'text' as other", "other"), table("three", "select 3 as a", "a"))
	if got := read(views); got != "one three" {
		t.Errorf("the views are %q", got)
	}
	if got := read("select other from consumption.one"); got != "text" {
		t.Errorf("the view with other columns gives %q", got)
	}

	fingerprint := read("select obj_description('consumption'::regnamespace, 'pg_namespace')")
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		return consumption.Put(ctx, tx, []consumption.Table{table("one", "select 1 as a", "a"), table("broken", "select nothing from nowhere", "nothing")})
	})
	if err == nil || !strings.Contains(err.Error(), "publish broken.sql: ") {
		t.Errorf("a SELECT that cannot be: %v", err)
	}
	if got := read("select obj_description('consumption'::regnamespace, 'pg_namespace')"); got != fingerprint {
		t.Error("a change that failed is noted as in place")
	}
}
