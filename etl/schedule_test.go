package etl_test

import (
	"archive/zip"
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
)

// never is a cron expression that no test lives to see.
const never = "0 0 29 2 *"

// schedule is one over the pipeline, not started yet; it ends with the test.
func schedule(t *testing.T, p *programme) *etl.Schedule {
	t.Helper()
	if err := etl.MigrateSchedule(t.Context(), p.pool); err != nil {
		t.Fatal(err)
	}
	s, err := etl.NewSchedule(p.pool, never, p.Pipeline, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func startSchedule(t *testing.T, s *etl.Schedule) {
	t.Helper()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

// eventually asks until the answer is the wanted one.
func eventually(t *testing.T, p *programme, sql, want string) {
	t.Helper()
	var got string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if got = figure[string](t, p.pool, sql); got == want {
			return
		}
	}
	t.Fatalf("%s\nstays %q, want %q", sql, got, want)
}

const (
	jobs = "select coalesce(string_agg(state::text, ' ' order by id), '') from river.river_job"
	runs = "select coalesce(string_agg(trigger || ' ' || state, ', ' order by run_id), '') from pipeline.run"
)

// zipped is the sample as a file at an address; answer may do something else with a request.
func zipped(t *testing.T, answer func(http.ResponseWriter, *http.Request) (done bool)) string {
	t.Helper()
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	if err := w.AddFS(os.DirFS(sampleFolder(t, 120))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answer(w, r) {
			http.ServeContent(w, r, "cafe.zip", time.Unix(1_700_000_000, 0), bytes.NewReader(archive.Bytes()))
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/cafe.zip"
}

// Requests while a run goes on may be about what it has not seen, so one more run follows; but only one, however many they were.
func TestRequestsDuringARun(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	p := newProgramme(t, zipped(t, func(http.ResponseWriter, *http.Request) bool { <-release; return false }))
	s := schedule(t, p)
	startSchedule(t, s)
	eventually(t, p, jobs, "running")
	for range 5 {
		if err := s.RunNow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := figure[string](t, p.pool, jobs); got != "running available" {
		t.Errorf("after five requests the jobs are %q", got)
	}
	close(release)
	eventually(t, p, jobs, "completed completed")
	if got := figure[string](t, p.pool, runs); got != "start published, request unchanged" {
		t.Errorf("the runs were %q", got)
	}
}

// Two runs at once take turns, and the second finds nothing left to do.
func TestRunsTakeTurns(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	p := newProgramme(t, zipped(t, func(http.ResponseWriter, *http.Request) bool { <-release; return false }))
	ended := make(chan error)
	for range 2 {
		go func() { ended <- p.Run(t.Context(), "request") }()
	}
	eventually(t, p, runs, "request running")
	close(release)
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if got := figure[string](t, p.pool, runs); got != "request published, request unchanged" {
		t.Errorf("the runs were %q", got)
	}
}

// What may pass is tried again, at once when somebody asks.
func TestTemporaryFailureIsTriedAgain(t *testing.T) {
	t.Parallel()
	busy := make(chan struct{})
	p := newProgramme(t, zipped(t, func(w http.ResponseWriter, _ *http.Request) bool {
		select {
		case <-busy:
			return false
		default:
		}
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}))
	s := schedule(t, p)
	startSchedule(t, s)
	eventually(t, p, "select coalesce((select state from pipeline.run order by run_id limit 1), '')", "failed")
	if got := figure[string](t, p.pool, "select message from pipeline.run"); !strings.Contains(got, "503") || !strings.Contains(got, "It is tried again in a while.") {
		t.Errorf("the history says %q", got)
	}
	close(busy)
	eventually(t, p, "select (max(attempt) > 0 and bool_or(state in ('retryable', 'available', 'running', 'completed')))::text from river.river_job", "true")
	if err := s.RunNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The queue may have tried it by itself in the meantime; then the asked-for run finds nothing new.
	eventually(t, p, "select exists (select from pipeline.run where state = 'published')::text", "true")
}

// The same data would fail in the same way: the job ends, and the next one looks for other data.
func TestBadDataIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	folder := sampleFolder(t, 120)
	good := read(t, filepath.Join(folder, "offers.csv"))
	write(t, filepath.Join(folder, "offers.csv"), []byte("<!doctype html><title>Log in</title>\n"))
	p := newProgramme(t, folder)
	s := schedule(t, p)
	startSchedule(t, s)
	eventually(t, p, jobs, "cancelled")
	if n := figure[int](t, p.pool, "select max(attempt) from river.river_job"); n != 1 {
		t.Errorf("it was tried %d times", n)
	}
	write(t, filepath.Join(folder, "offers.csv"), good)
	if err := s.RunNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, p, runs, "start failed, request published")
}

// A job of a program that was killed in the middle is nobody's, and would be in the way of all others.
func TestOrphanIsAdopted(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, sampleFolder(t, 120))
	s := schedule(t, p)
	if err := s.RunNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.pool.Exec(t.Context(), "update river.river_job set state = 'running', attempt = 1, attempted_at = now(), attempted_by = '{dead}'"); err != nil {
		t.Fatal(err)
	}
	startSchedule(t, s)
	eventually(t, p, "select state::text from river.river_job order by id limit 1", "completed")
	eventually(t, p, "select coalesce((select state from pipeline.run order by run_id limit 1), '')", "published")
}

// The database may go away just when a program starts. Start then says that this may pass, and does its work when it is called again.
func TestStartWithoutDatabase(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, sampleFolder(t, 120))
	pool, door := doored(t, p.pool)
	if err := etl.MigrateSchedule(t.Context(), p.pool); err != nil {
		t.Fatal(err)
	}
	s, err := etl.NewSchedule(pool, never, p.Pipeline, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for opened := range int64(2) { // before the first connection, and between the two that it makes
		door.Store(opened)
		pool.Reset()
		if err := s.Start(t.Context()); err == nil || !etl.Temporary(err) {
			t.Errorf("with room for %d connections starting gives %v", opened, err)
		}
	}
	door.Store(1000)
	startSchedule(t, s)
	eventually(t, p, runs, "start published")
}

// doored is another pool on the same database, which makes no more connections than the door lets through.
func doored(t *testing.T, pool *pgxpool.Pool) (*pgxpool.Pool, *atomic.Int64) {
	t.Helper()
	door := &atomic.Int64{}
	config := pool.Config()
	config.MinConns, config.MaxConns = 0, 4
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		if door.Add(-1) < 0 {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
		}
		return dial(ctx, network, address)
	}
	other, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.Close)
	return other, door
}

// A clock that was turned back leaves a job and a leader of the queue from times to come. Nobody waits for those.
func TestJobsOfTimesToCome(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, sampleFolder(t, 120))
	s := schedule(t, p)
	if err := s.RunNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, ahead := range []string{
		"update river.river_job set scheduled_at = now() + interval '1 year', created_at = now() + interval '1 year'",
		"insert into river.river_leader (elected_at, expires_at, leader_id) values (now() + interval '1 year', now() + interval '1 year', 'killed')",
	} {
		if _, err := p.pool.Exec(t.Context(), ahead); err != nil {
			t.Fatal(err)
		}
	}
	startSchedule(t, s)
	eventually(t, p, jobs, "completed")
	eventually(t, p, "select (count(*) = 1 and bool_and(leader_id <> 'killed'))::text from river.river_leader", "true")

	// The same while it runs: the button helps.
	if _, err := p.pool.Exec(t.Context(), "update river.river_job set state = 'available', finalized_at = null, scheduled_at = now() + interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
	if err := s.RunNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, p, runs, "request published, request unchanged")
}

// Another replica's run is neither disturbed nor failed over; the request waits for it.
func TestRequestWaitsForAnotherReplica(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, sampleFolder(t, 120))
	other, err := p.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Rollback(context.WithoutCancel(t.Context()))
	const runLock = 0x63616665_0001
	if _, err := other.Exec(t.Context(), "select pg_advisory_xact_lock($1)", int64(runLock)); err != nil {
		t.Fatal(err)
	}
	startSchedule(t, schedule(t, p))
	eventually(t, p, "select coalesce(max((metadata->>'snoozes')::int), 0)::text from river.river_job", "1")
	if got := figure[string](t, p.pool, runs); got != "" {
		t.Errorf("there are runs: %q", got)
	}
	if err := other.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, p, runs, "start published")
}

func TestScheduleRefuses(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, t.TempDir())
	for _, expression := range []string{"", "hourly", "61 * * * *", "* * * * * *"} {
		if _, err := etl.NewSchedule(p.pool, expression, p.Pipeline, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%q was taken for a schedule", expression)
		}
	}
}
