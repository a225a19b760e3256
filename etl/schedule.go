package etl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
	"github.com/robfig/cron/v3"
)

const (
	riverSchema = "river"
	queue       = "etl"
	busyPause   = 5 * time.Second
	maxAttempts = 6 // with River's backoff of attempt⁴ seconds, some 16 minutes of trying
)

// Schedule decides when the pipeline runs: at start, on a cron expression, and on request. Jobs are rows in Postgres, unique across all
// replicas: at most one is running and one waiting. A job whose failure may pass is retried.
type Schedule struct {
	client *river.Client[pgx.Tx]
	pool   *pgxpool.Pool
	log    *slog.Logger
}

// MigrateSchedule brings the job queue's tables up to date. Replicas that start together take turns.
func MigrateSchedule(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("migrating the job queue: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", queueLock); err != nil {
		return fmt.Errorf("waiting for other replicas to migrate the job queue: %w", err)
	}
	if _, err := pool.Exec(ctx, "create schema if not exists "+riverSchema); err != nil {
		return fmt.Errorf("creating the schema of the job queue: %w", err)
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: riverSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("preparing the job queue's migrations: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the job queue: %w", err)
	}
	return nil
}

// NewSchedule prepares the schedule of a pipeline; expression is a standard cron expression in the server's time zone.
func NewSchedule(pool *pgxpool.Pool, expression string, pipeline *Pipeline, log *slog.Logger) (*Schedule, error) {
	times, err := cron.ParseStandard(expression)
	if err != nil {
		return nil, fmt.Errorf("reading the schedule %q: %w", expression, err)
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{pipeline: pipeline})
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Schema:       riverSchema,
		Queues:       map[string]river.QueueConfig{queue: {MaxWorkers: 1}},
		Workers:      workers,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(times, scheduledRun, nil)},
		Logger:       slog.New(quietHandler{log.Handler()}),
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	return &Schedule{client: client, pool: pool, log: log}, nil
}

// Start asks for the first run, and starts working until Stop. If it fails, nothing has started, and it may be called again.
func (s *Schedule) Start(ctx context.Context) error {
	if err := s.adoptOrphans(ctx); err != nil {
		return err
	}
	if err := s.dismissLeader(ctx); err != nil {
		return err
	}
	if err := s.request(ctx, "start"); err != nil {
		return err
	}
	// Once it works, Stop and not the caller's context ends the work: a run gets the time to say in the history why it ended.
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	started := context.AfterFunc(ctx, cancel)
	defer started()
	if err := s.client.Start(working); err != nil {
		return fmt.Errorf("starting the job queue: %w", err)
	}
	return nil
}

// Stop cancels the current run, if any, and waits for it to end, at most until ctx is done.
func (s *Schedule) Stop(ctx context.Context) error {
	if err := s.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stopping the job queue: %w", err)
	}
	return nil
}

// RunNow asks for a run. If one is already queued or running, that is not an error; one that is waiting for its next try is tried now.
func (s *Schedule) RunNow(ctx context.Context) error {
	return s.request(ctx, "request")
}

// request inserts a job unless one is waiting already. A job that is running may have read the source before whatever the request is about, so
// another one is queued behind it.
func (s *Schedule) request(ctx context.Context, trigger string) error {
	for args := (runArgs{Trigger: trigger}); ; {
		inserted, err := s.client.Insert(ctx, args, nil)
		if err != nil {
			return fmt.Errorf("asking for a run: %w", err)
		}
		if !inserted.UniqueSkippedAsDuplicate {
			return nil
		}
		switch inserted.Job.State {
		case rivertype.JobStateRunning:
			args.After = inserted.Job.ID
		case rivertype.JobStateRetryable, rivertype.JobStateScheduled,
			rivertype.JobStateAvailable: // which it is only from its time on, and that may be far where the clock was turned back
			if _, err := s.client.JobRetry(ctx, inserted.Job.ID); err != nil && !errors.Is(err, river.ErrNotFound) {
				return fmt.Errorf("asking for the next try of run job %d: %w", inserted.Job.ID, err)
			}
			return nil
		default:
			return nil
		}
	}
}

// adoptOrphans frees the job of a program that was killed during its run: nobody would finish it, and since jobs are unique, nothing else
// could run. While this program holds the lock that every run holds, it is certain that nobody is working on the job.
func (s *Schedule) adoptOrphans(ctx context.Context) error {
	_, err := withRunLock(ctx, s.pool, func(ctx context.Context) error {
		_, err := s.pool.Exec(ctx, `update river.river_job set state = 'available', attempt = greatest(attempt - 1, 0) where kind = $1 and state = 'running'`, runArgs{}.Kind())
		if err != nil {
			return fmt.Errorf("freeing the job of a killed program: %w", err)
		}
		return nil
	})
	return err
}

// dismissLeader lets replicas elect a new leader if the last one's term ends impossibly late, because the clock was set back since. Nothing
// would run on schedule until then.
func (s *Schedule) dismissLeader(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, "delete from river.river_leader where expires_at > now() + interval '5 minutes'"); err != nil {
		return fmt.Errorf("dismissing a leader of the job queue: %w", err)
	}
	return nil
}

type runArgs struct {
	Trigger string `json:"trigger"`
	After   int64  `json:"after,omitempty" river:"unique"` // the job that it waits behind
}

func (runArgs) Kind() string { return "etl" }

// InsertOpts makes the job unique whatever triggered it: two reasons to run are still one run. Only a running job can have another one
// waiting behind it.
func (runArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: maxAttempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

func scheduledRun() (river.JobArgs, *river.InsertOpts) { return runArgs{Trigger: "schedule"}, nil }

type worker struct {
	river.WorkerDefaults[runArgs]
	pipeline *Pipeline
}

// Timeout is none, since the time of a run depends on the data. Whatever may hang in it has timeouts of its own.
func (*worker) Timeout(*river.Job[runArgs]) time.Duration { return -1 }

func (w *worker) Work(ctx context.Context, job *river.Job[runArgs]) error {
	held, err := w.pipeline.run(ctx, job.Args.Trigger)
	switch {
	case err == nil && !held:
		return river.JobSnooze(busyPause) // another replica is at it, perhaps since before the request
	case err != nil && !Temporary(err):
		return river.JobCancel(err) // the same data would fail in the same way
	}
	return err
}

// quietHandler keeps River's routine messages out of the log, but not its warnings. The pipeline logs failed runs, in words for users.
type quietHandler struct{ slog.Handler }

func (h quietHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
func (h quietHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return quietHandler{h.Handler.WithAttrs(attrs)}
}
func (h quietHandler) WithGroup(name string) slog.Handler {
	return quietHandler{h.Handler.WithGroup(name)}
}
