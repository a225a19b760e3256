package warehouse

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// Stage is a step of a run, with its progress. Its methods cost an addition and are safe for several goroutines.
type Stage struct {
	position  int
	name      string
	unit      string
	startedAt time.Time

	total, done, rows, bytes, rejects atomic.Int64

	// guarded by the run's mu
	state      string
	finishedAt *time.Time
	written    progress
}

// progress is what the history knows of a stage.
type progress struct {
	state                             string
	total, done, rows, bytes, rejects int64
}

// Stage begins the next step: land, clean, enrich, load, check or publish. The one before is done with. Progress is counted in unit,
// which is bytes, rows, buckets or checks, up to total, 0 while it is unknown.
func (r *Run) Stage(name, unit string, total int64) *Stage {
	r.endStage("done")
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &Stage{position: len(r.stages) + 1, name: name, unit: unit, startedAt: time.Now(), state: "running"}
	s.total.Store(total)
	r.stages = append(r.stages, s)
	return s
}

// Total sets how much there is to do, once that is known.
func (s *Stage) Total(n int64) { s.total.Store(n) }

// Done adds to what is done, in the stage's unit.
func (s *Stage) Done(n int64) { s.done.Add(n) }

// Rows adds to the rows that went through the stage.
func (s *Stage) Rows(n int64) { s.rows.Add(n) }

// Bytes adds to the bytes that went through the stage.
func (s *Stage) Bytes(n int64) { s.bytes.Add(n) }

// Rejects adds to the rows that the stage rejected.
func (s *Stage) Rejects(n int64) { s.rejects.Add(n) }

func (r *Run) endStage(state string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.stages) == 0 {
		return
	}
	if s := r.stages[len(r.stages)-1]; s.state == "running" {
		now := time.Now()
		s.state, s.finishedAt = state, &now
	}
}

// keepWriting writes progress and signs of life until the run stops. What cannot be written now is written with the next try.
func (r *Run) keepWriting(ctx context.Context) {
	defer close(r.stopped)
	ticker := time.NewTicker(writeEvery)
	defer ticker.Stop()
	beat := time.Now()
	for {
		select {
		case <-r.stop:
			return
		case <-ticker.C:
		}
		if !r.moved() && time.Since(beat) < beatEvery {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, beatEvery)
		if r.write(ctx) == nil {
			beat = time.Now()
		}
		cancel()
	}
}

func (r *Run) moved() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.stages, func(s *Stage) bool { return s.now() != s.written })
}

func (s *Stage) now() progress {
	return progress{state: s.state, total: s.total.Load(), done: s.done.Load(), rows: s.rows.Load(), bytes: s.bytes.Load(), rejects: s.rejects.Load()}
}

// write brings the history up to date, and gives a sign of life.
func (r *Run) write(ctx context.Context) error {
	r.mu.Lock()
	var batch pgx.Batch
	batch.Queue("update pipeline.run set heartbeat_at = clock_timestamp(), batch = nullif($2, '') where run_id = $1 and state = 'running'", r.id, r.batch)
	written := make(map[*Stage]progress)
	for _, s := range r.stages {
		p := s.now()
		if p == s.written {
			continue
		}
		written[s] = p
		batch.Queue(`
			insert into pipeline.stage (run_id, position, stage, state, started_at, finished_at, done, total, unit, rows, bytes, rejects)
			values ($1, $2, $3, $4, $5, $6, $7, nullif($8::bigint, 0), $9, $10, $11, $12)
			on conflict (run_id, position) do update set state = excluded.state, finished_at = excluded.finished_at, done = excluded.done,
			  total = excluded.total, rows = excluded.rows, bytes = excluded.bytes, rejects = excluded.rejects`,
			r.id, s.position, s.name, p.state, s.startedAt, s.finishedAt, p.done, p.total, s.unit, p.rows, p.bytes, p.rejects)
	}
	r.mu.Unlock()
	if err := r.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for s, p := range written {
		s.written = p
	}
	return nil
}
