package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl/trusted"
)

const (
	writeEvery  = 250 * time.Millisecond // progress is written at most this often
	beatEvery   = 5 * time.Second        // and a sign of life at least this often
	finishLimit = 10 * time.Second       // for the last word of a run, also when its context has ended
	keptRuns    = 500                    // and those that made a version which is still there
	keptRejects = 100_000
)

// Run is an entry of the run history. What it is told is written beside the load's transactions, so that it is seen at once; none
// of it slows the work down. Its methods are safe for several goroutines.
type Run struct {
	pool *pgxpool.Pool
	id   int64

	mu     sync.Mutex
	stages []*Stage
	batch  string

	stop    chan struct{}
	stopped chan struct{}
}

// StartRun enters a run into the history. The caller holds the run lock: a run that is still called running has died, and is marked
// as failed, unless it has made its version. Trigger is start, schedule or request; source is where the files come from, without any password. Finish must be
// called in the end.
func (w *Warehouse) StartRun(ctx context.Context, trigger, source string, sample bool) (*Run, error) {
	var id int64
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			with dead as (
			  update pipeline.run r set finished_at = greatest(r.heartbeat_at, r.started_at), state = case when made.version is null then 'failed' else 'published' end,
			         version = made.version, message = case when made.version is null
			           then 'The program stopped in the middle of this run. Nothing was lost: the version before it stays published.'
			           else 'Version ' || made.version || ' was published.' end
			  from pipeline.run also left join warehouse.data_version made using (run_id)
			  where r.state = 'running' and also.run_id = r.run_id returning r.run_id
			)
			update pipeline.stage set state = 'failed', finished_at = clock_timestamp() where state = 'running' and run_id in (select run_id from dead)`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			delete from pipeline.run
			where run_id <= (select run_id from pipeline.run order by run_id desc offset $1 limit 1) and run_id not in (select run_id from warehouse.data_version)`, keptRuns-1)
		if err != nil {
			return err
		}
		if err := flip(ctx, tx); err != nil { // what a program made, and did not come to publish
			return err
		}
		return tx.QueryRow(ctx, "insert into pipeline.run (trigger, source, sample) values ($1, $2, $3) returning run_id", trigger, storable(source), sample).Scan(&id)
	})
	if err != nil {
		return nil, fmt.Errorf("enter the run into the history: %w", err)
	}
	r := &Run{pool: w.pool, id: id, stop: make(chan struct{}), stopped: make(chan struct{})}
	go r.keepWriting(context.WithoutCancel(ctx))
	return r, nil
}

// ID is the run's number.
func (r *Run) ID() int64 { return r.id }

// Batch says which batch of the raw zone the run works on.
func (r *Run) Batch(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.batch = name
}

// RowCount accounts for the rows of a table in a zone: Landed = Loaded + Duplicate + Rejected. Which tables a zone has is said where
// pipeline.row_count is made.
type RowCount struct {
	Zone, Table                         string
	Landed, Loaded, Duplicate, Rejected int64
	Cents                               int64 // sum of the amounts in the loaded rows
}

// Count records row counts. Check looks at them, so those of the zones trusted and enriched come before it.
func (r *Run) Count(ctx context.Context, counts ...RowCount) error {
	var batch pgx.Batch
	for _, c := range counts {
		batch.Queue(`
			insert into pipeline.row_count (run_id, zone, table_name, landed, loaded, duplicate, rejected, cents) values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict (run_id, zone, table_name) do update set landed = excluded.landed, loaded = excluded.loaded,
			  duplicate = excluded.duplicate, rejected = excluded.rejected, cents = excluded.cents`,
			r.id, c.Zone, c.Table, c.Landed, c.Loaded, c.Duplicate, c.Rejected, c.Cents)
	}
	if err := r.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("record row counts: %w", err)
	}
	return nil
}

// Rejects records the first 100,000 rejects, and how many there are for each reason.
func (r *Run) Rejects(ctx context.Context, first []trusted.Reject, reasons []trusted.ReasonCount) error {
	first = first[:min(len(first), keptRejects)]
	_, err := r.pool.CopyFrom(ctx, pgx.Identifier{"pipeline", "reject"}, []string{"run_id", "reject_no", "table_name", "file", "line", "reason", "row_text"},
		pgx.CopyFromSlice(len(first), func(i int) ([]any, error) {
			f := &first[i]
			return []any{r.id, i + 1, f.Table, storable(f.File), f.Line, storable(f.Reason), storable(f.Row)}, nil
		}))
	if err != nil {
		return fmt.Errorf("record rejects: %w", err)
	}
	_, err = r.pool.CopyFrom(ctx, pgx.Identifier{"pipeline", "reject_reason"}, []string{"run_id", "table_name", "reason", "rows"},
		pgx.CopyFromSlice(len(reasons), func(i int) ([]any, error) {
			return []any{r.id, reasons[i].Table, storable(reasons[i].Reason), reasons[i].Rows}, nil
		}))
	if err != nil {
		return fmt.Errorf("record the reasons of rejects: %w", err)
	}
	return nil
}

// Checks records what came of the checks.
func (r *Run) Checks(ctx context.Context, results []CheckResult) error {
	_, err := r.pool.CopyFrom(ctx, pgx.Identifier{"pipeline", "check_result"}, []string{"run_id", "name", "description", "broken", "example"},
		pgx.CopyFromSlice(len(results), func(i int) ([]any, error) {
			c := &results[i]
			return []any{r.id, c.Name, c.Description, c.Broken, storable(c.Example)}, nil
		}))
	if err != nil {
		return fmt.Errorf("record what came of the checks: %w", err)
	}
	return nil
}

// Finish says how the run ended: state is published, unchanged or failed, version the one that it published or left in place (0 for
// none), message a sentence for users. It does so also when ctx has ended.
func (r *Run) Finish(ctx context.Context, state string, version int32, message string) error {
	close(r.stop)
	<-r.stopped
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	last := "done"
	if state == "failed" {
		last = "failed"
	}
	r.endStage(last)
	err := errors.Join(r.write(ctx), r.finish(ctx, state, version, message))
	if err != nil {
		return fmt.Errorf("record the end of run %d: %w", r.id, err)
	}
	return nil
}

func (r *Run) finish(ctx context.Context, state string, version int32, message string) error {
	_, err := r.pool.Exec(ctx, `
		update pipeline.run set state = $2, version = nullif($3, 0), message = $4, finished_at = clock_timestamp(), heartbeat_at = clock_timestamp()
		where run_id = $1`, r.id, state, version, storable(message))
	return err
}

// storable makes a text one that Postgres takes: valid UTF-8 without NUL.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
