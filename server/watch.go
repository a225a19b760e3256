package server

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	pollEvery    = time.Second
	pollTimeout  = 5 * time.Second
	prepareLimit = 30 * time.Second // after that, readers rather wait for a page than for the new version
	listenAgain  = 5 * time.Second
)

// edition is what readers see: a published version, and whether the newest run failed to replace it. It is immutable, and replaced by
// another one.
type edition struct {
	version     int
	publishedAt time.Time
	source      string
	sample      bool
	views       string    // which consumption views show it
	staleRun    int64     // the newest run, if that failed; otherwise 0
	failedAt    time.Time // when that was
	failed      string    // and what it said
	aggregated  bool      // its aggregates are there to answer from
	summing     bool      // the run that published it is still making them
	pinned      bool      // an older version, asked for by its number
}

func (*edition) size() int { return 256 }

// dataKey names everything that depends on the data alone.
func (e *edition) dataKey() string {
	return strconv.Itoa(e.version) + "-" + strconv.FormatInt(e.publishedAt.UnixMicro(), 36)
}

// pageKey names everything that also shows the state of the pipeline.
func (e *edition) pageKey() string { return e.dataKey() + "-" + strconv.FormatInt(e.staleRun, 36) }

// saidKey names everything that also shows sentences about figures whose effects are there once they are summed up.
func (e *edition) saidKey() string { return e.pageKey() + "-" + strconv.FormatBool(e.aggregated) }

// watcher learns which version is published. Requests ask it, not Postgres.
type watcher struct {
	pool    *pgxpool.Pool
	log     *slog.Logger
	summed  func(context.Context, *edition) error // reads what sentences need of a version that is summed up
	prepare func(context.Context, *edition)       // makes the most popular pages ready
	rest    func(context.Context, *edition)       // and then the rest

	current atomic.Pointer[edition] // from which requests are answered; nil: nothing is published
	newest  atomic.Pointer[edition] // what Postgres said last; becomes current once it is ready
	answer  atomic.Pointer[answer]
	asked   chan struct{} // closed once Postgres has been asked for the first time
	notice  chan struct{}
	beside  sync.WaitGroup // of what run starts
}

// answer is how the database answered when it was last asked.
type answer struct {
	at  time.Time
	err error
}

func newWatcher(pool *pgxpool.Pool, log *slog.Logger, summed func(context.Context, *edition) error, prepare, rest func(context.Context, *edition)) *watcher {
	return &watcher{pool: pool, log: log, summed: summed, prepare: prepare, rest: rest, asked: make(chan struct{}), notice: make(chan struct{}, 1)}
}

// run watches until ctx is done. A notification makes a new version known at once. Polling every second finds it even if notifications do
// not get through, as behind a pooler, and tells whether the database is up. When run returns, nothing that it started is left.
func (w *watcher) run(ctx context.Context) {
	defer w.beside.Wait()
	w.beside.Go(func() { w.listen(ctx) })
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for first := true; ; first = false {
		w.poll(ctx)
		if first {
			close(w.asked)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.notice:
		}
	}
}

func (w *watcher) poll(ctx context.Context) {
	asking, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	next, err := readEdition(asking, w.pool)
	before := w.answer.Swap(&answer{at: time.Now(), err: err})
	if err != nil {
		if ctx.Err() == nil && (before == nil || before.err == nil) {
			w.log.Error("The database does not answer; pages that are ready are still served", "error", err)
		}
		return
	}
	if before != nil && before.err != nil {
		w.log.Info("The database answers again")
	}
	if next == nil {
		return // nothing is published; a version that was, stays
	}
	newest := w.newest.Load()
	if newest != nil && newest.pageKey() == next.pageKey() {
		// What was answered holds; what is asked from now on is answered sooner, and more is said of it. Pages that are ready are put together anew, which
		// must not need the database.
		if next.aggregated != newest.aggregated && (!next.aggregated || w.summed(asking, next) == nil) {
			w.newest.Store(next)
			if current := w.current.Load(); current != nil && current.pageKey() == next.pageKey() {
				w.current.Store(next)
			}
		}
		return
	}
	if w.current.Load() != nil && next.summing && !next.aggregated {
		return // its pages are made ready sooner once it is summed up; until then readers have the version before
	}
	w.newest.Store(next)
	if w.current.Load() == nil {
		w.current.Store(next) // at the start there is nothing better to show in the meantime
		w.beside.Go(func() {
			w.warm(ctx, next)
			w.warmRest(ctx, next)
		})
		return
	}
	w.beside.Go(func() {
		w.warm(ctx, next)
		if newest := w.newest.Load(); newest.pageKey() == next.pageKey() {
			w.current.Store(newest)
			w.warmRest(ctx, newest)
		}
	})
}

// warmRest waits until the version has its aggregates: answering everything else from the facts would delay those.
func (w *watcher) warmRest(ctx context.Context, e *edition) {
	for ctx.Err() == nil {
		newest := w.newest.Load()
		if newest.pageKey() != e.pageKey() {
			return
		}
		if newest.aggregated {
			w.rest(ctx, newest)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

func (w *watcher) warm(ctx context.Context, e *edition) {
	ctx, cancel := context.WithTimeout(ctx, prepareLimit)
	defer cancel()
	start := time.Now()
	w.prepare(ctx, e)
	w.log.Info("Pages are ready", "version", e.version, "took", time.Since(start))
}

// listen waits for the notification of a publication, on a connection of its own.
func (w *watcher) listen(ctx context.Context) {
	for ctx.Err() == nil {
		err := w.await(ctx)
		if ctx.Err() == nil {
			w.log.Debug("Listening for publications ended; asking goes on", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

func (w *watcher) await(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, w.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "listen cafe_published"); err != nil {
		return err
	}
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		select {
		case w.notice <- struct{}{}:
		default: // one is waiting already
		}
	}
}

// readEdition asks which version is published, and how the newest finished run ended. It returns nil when none is published.
func readEdition(ctx context.Context, pool *pgxpool.Pool) (*edition, error) {
	rows, err := pool.Query(ctx, `
		select v.version, v.published_at, v.source, v.sample, v.aggregated,
		       exists (select from pipeline.run where run_id = v.run_id and state = 'running' and heartbeat_at > clock_timestamp() - $1::interval),
		       coalesce(obj_description('consumption'::regnamespace, 'pg_namespace'), ''),
		       coalesce(r.run_id, 0), coalesce(r.finished_at, v.published_at), coalesce(r.message, '')
		from warehouse.current_version join warehouse.data_version v using (version)
		left join lateral (
		  select run_id, state, finished_at, message from pipeline.run where state <> 'running' order by started_at desc limit 1
		) r on r.state = 'failed' and r.run_id > v.run_id`, beatLimit)
	if err != nil {
		return nil, fmt.Errorf("ask for the published version: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*edition, error) {
		var e edition
		err := row.Scan(&e.version, &e.publishedAt, &e.source, &e.sample, &e.aggregated, &e.summing, &e.views, &e.staleRun, &e.failedAt, &e.failed)
		e.publishedAt = e.publishedAt.UTC()
		return &e, err
	})
	if err != nil || len(found) == 0 {
		return nil, wrapAsk(err)
	}
	return found[0], nil
}

func wrapAsk(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("ask for the published version: %w", err)
}
