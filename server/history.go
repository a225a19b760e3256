package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/views"
)

// shownRuns is how many runs the history shows; shownRejects how many rejects the page does. Their CSV has more.
const (
	shownRuns    = 50
	shownRejects = 50
)

// beatLimit is how old the heartbeat of a running run may be before the run is taken for dead.
const beatLimit = time.Minute

// progress is the progress of the current run; nil if there is none.
func progress(ctx context.Context, pool *pgxpool.Pool) (*views.Progress, error) {
	var p views.Progress
	err := pool.QueryRow(ctx, "select run_id, started_at from pipeline.run where state = 'running' and heartbeat_at > clock_timestamp() - $1::interval order by run_id desc limit 1", beatLimit).
		Scan(&p.RunID, &p.StartedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the running run: %w", err)
	}
	rows, err := pool.Query(ctx, "select stage, state, done, coalesce(total, 0), unit from pipeline.stage where run_id = $1 order by position", p.RunID)
	if err != nil {
		return nil, fmt.Errorf("read the progress of run %d: %w", p.RunID, err)
	}
	p.Stages, err = pgx.CollectRows(rows, pgx.RowToStructByPos[views.Stage])
	if err != nil {
		return nil, fmt.Errorf("read the progress of run %d: %w", p.RunID, err)
	}
	return &p, nil
}

// history is the latest runs, newest first, with their stages.
func history(ctx context.Context, pool *pgxpool.Pool) ([]views.Run, error) {
	rows, err := pool.Query(ctx, `
		select r.run_id, r.trigger, r.state, r.started_at, r.finished_at, coalesce(r.version, 0), r.message,
		       s.stage, s.state, s.started_at, s.finished_at, s.rows, s.bytes, s.rejects
		from (select * from pipeline.run order by started_at desc, run_id desc limit $1) r
		left join pipeline.stage s using (run_id)
		order by r.started_at desc, r.run_id desc, s.position`, shownRuns)
	if err != nil {
		return nil, fmt.Errorf("read the run history: %w", err)
	}
	var all []views.Run
	for rows.Next() {
		var run views.Run
		var finished, stageStarted, stageFinished *time.Time
		var stage, state *string
		var read, bytes, rejects *int64
		err := rows.Scan(&run.RunID, &run.Trigger, &run.State, &run.StartedAt, &finished, &run.Version, &run.Message,
			&stage, &state, &stageStarted, &stageFinished, &read, &bytes, &rejects)
		if err != nil {
			return nil, fmt.Errorf("read the run history: %w", err)
		}
		if finished != nil {
			run.FinishedAt = *finished
		}
		if len(all) == 0 || all[len(all)-1].RunID != run.RunID {
			all = append(all, run)
		}
		if stage != nil {
			took := time.Duration(0)
			if stageFinished != nil {
				took = stageFinished.Sub(*stageStarted)
			}
			last := &all[len(all)-1]
			last.Stages = append(last.Stages, views.RunStage{Name: *stage, State: views.State(*state), Took: took, Rows: *read, Bytes: *bytes, Rejects: *rejects})
			// Every row goes through clean once, and is counted there.
			if *stage == "clean" {
				last.Rows, last.Bytes, last.Rejects = *read, *bytes, *rejects
			}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the run history: %w", err)
	}
	return all, nil
}

// details fills in what the page shows of its latest run: where rows went, what was rejected, and the results of the checks.
func details(ctx context.Context, pool *pgxpool.Pool, page *views.PipelinePage) error {
	id := page.Latest.RunID
	var batch pgx.Batch
	batch.Queue(`
		select zone, table_name, landed, loaded, duplicate, rejected from pipeline.row_count where run_id = $1
		order by array_position(array['trusted', 'enriched', 'warehouse'], zone), landed desc, table_name`, id).
		Query(into(&page.Rows))
	batch.Queue("select table_name, reason, rows from pipeline.reject_reason where run_id = $1 order by rows desc, table_name, reason", id).Query(into(&page.Reasons))
	batch.Queue("select table_name, file, line, reason, row_text from pipeline.reject where run_id = $1 order by reject_no limit $2", id, shownRejects).Query(into(&page.Rejects))
	batch.Queue("select name, description, broken, example from pipeline.check_result where run_id = $1 order by broken desc, name", id).Query(into(&page.Checks))
	if err := pool.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("read the details of run %d: %w", id, err)
	}
	return nil
}

// into collects rows whose columns are the fields of T, in their order.
func into[T any](rows *[]T) func(pgx.Rows) error {
	return func(found pgx.Rows) (err error) {
		*rows, err = pgx.CollectRows(found, pgx.RowToStructByPos[T])
		return err
	}
}
