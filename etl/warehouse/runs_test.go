package warehouse

import (
	"context"
	"testing"
	"time"

	"cafe-rewards/etl/trusted"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestRunHistory(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	w := New(pool)

	dead, err := w.StartRun(ctx, "start", "folder", false)
	if err != nil {
		t.Fatal(err)
	}
	dead.Stage("land", "bytes", 10)
	close(dead.stop) // as if the program had been killed
	<-dead.stopped

	run, err := w.StartRun(ctx, "request", "bad \x00 \xff name", true)
	if err != nil {
		t.Fatal(err)
	}
	run.Batch("b1")
	land := run.Stage("land", "bytes", 0)
	land.Total(100 << 30) // sources are larger than what four bytes count
	land.Done(40 << 30)
	waitFor(ctx, t, "progress is visible while the run goes on", func() bool {
		var done, total int64
		err := pool.QueryRow(ctx, "select done, total from pipeline.stage where run_id = $1", run.ID()).Scan(&done, &total)
		return err == nil && done == 40<<30 && total == 100<<30
	})
	run.Stage("clean", "rows", 5).Rejects(1)
	rejects := []trusted.Reject{{Table: "events", File: "events.csv", Line: 3, Reason: "no time", Row: "a\x00b\xff"}}
	if err := run.Rejects(ctx, rejects, []trusted.ReasonCount{{Table: "events", Reason: "no time", Rows: 7}}); err != nil {
		t.Fatal(err)
	}
	if err := run.Count(ctx, RowCount{Zone: "trusted", Table: "events", Landed: 10, Loaded: 2, Duplicate: 1, Rejected: 7}); err != nil {
		t.Fatal(err)
	}
	if err := run.Checks(ctx, []CheckResult{{Name: "c", Description: "d", Broken: 1, Example: "{}"}}); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := run.Finish(cancelled, "failed", 0, "no \x00 good"); err != nil {
		t.Fatal(err)
	}

	var got [6]string
	err = pool.QueryRow(ctx, `
		select (select string_agg(run_id || ' ' || state, ', ' order by run_id) from pipeline.run),
		       (select string_agg(run_id || ' ' || stage || ' ' || state, ', ' order by run_id, position) from pipeline.stage),
		       (select source || '; ' || batch || '; ' || message from pipeline.run where run_id = 2),
		       (select file || ' ' || line || ' ' || row_text from pipeline.reject),
		       (select table_name || ' ' || reason || ' ' || rows from pipeline.reject_reason),
		       (select name || ' ' || broken from pipeline.check_result)`).Scan(&got[0], &got[1], &got[2], &got[3], &got[4], &got[5])
	if err != nil {
		t.Fatal(err)
	}
	want := [6]string{"1 failed, 2 failed", "1 land failed, 2 land done, 2 clean failed", "bad \uFFFD \uFFFD name; b1; no \uFFFD good",
		"events.csv 3 a\uFFFDb\uFFFD", "events no time 7", "c 1"}
	// The first run may have died before its stage was written.
	if got[1] == "2 land done, 2 clean failed" {
		got[1] = want[1]
	}
	if got != want {
		t.Errorf("history is\n%q, want\n%q", got, want)
	}
}

func TestRunHistoryKeepsTheNewestAndThoseOfVersions(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	_, err := pool.Exec(ctx, `
		insert into pipeline.run (trigger, source, sample, state, finished_at) select 'start', '', false, 'unchanged', now() from generate_series(1, 600);
		insert into warehouse.data_version (version, run_id, batch, source, sample, buckets) values (1, 7, '', '', false, 1)`)
	if err != nil {
		t.Fatal(err)
	}
	run, err := New(pool).StartRun(ctx, "start", "", false)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Finish(ctx, "unchanged", 1, "")
	var kept, oldest, second int64
	if err := pool.QueryRow(ctx, "select count(*), min(run_id), (select run_id from pipeline.run order by run_id offset 1 limit 1) from pipeline.run").Scan(&kept, &oldest, &second); err != nil {
		t.Fatal(err)
	}
	if kept != keptRuns+1 || oldest != 7 || second != 102 {
		t.Errorf("%d runs are kept, %d and then %d and later; want 501, run 7 and then 102 and later", kept, oldest, second)
	}
}

// waitFor fails the test when condition does not come true soon.
func waitFor(ctx context.Context, t *testing.T, what string, condition func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for !condition() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
