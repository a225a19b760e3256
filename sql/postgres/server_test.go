package postgres_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/sql/postgres"
)

// home is a home folder that the server's user can reach, as far as it depends on the test.
func home(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "cafe-home-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { remove(t, folder) })
	return folder
}

// remove deletes a home folder, and its database where that is elsewhere.
func remove(t *testing.T, folder string) {
	t.Helper()
	if data, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres")); err == nil {
		if err := os.RemoveAll(data); err != nil {
			t.Error(err)
		}
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Error(err)
	}
}

func start(t *testing.T, home string) *postgres.Server {
	t.Helper()
	server, err := postgres.Start(t.Context(), postgres.Options{Home: home, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, server) })
	return server
}

// startError gives why a server does not start.
func startError(t *testing.T, home string) error {
	t.Helper()
	server, err := postgres.Start(t.Context(), postgres.Options{Home: home, Log: quiet})
	if err == nil {
		stop(t, server)
		t.Fatal("it started")
	}
	return err
}

func stop(t *testing.T, server *postgres.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := server.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// run runs one statement over a connection of its own.
func run(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// query gives the text that a query returns.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var text string
	if err := conn.QueryRow(t.Context(), sql).Scan(&text); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return text
}

// postmaster is the process id of a home's Postgres.
func postmaster(t *testing.T, home string) int {
	t.Helper()
	pid, err := postmasterOf(home)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// postmasterOf fails while there is none, as between the death of one and the start of the next.
func postmasterOf(home string) (pid int, err error) {
	content, err := os.ReadFile(filepath.Join(home, "postgres/cluster/data/postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	return strconv.Atoi(first)
}

func TestServerKeepsItsDataAndItsSecrets(t *testing.T) {
	t.Parallel()
	home := home(t)
	server := start(t, home)
	run(t, server.URL(), "create table kept as select 'still here' as what")
	if got := query(t, server.URL(), "select rolsuper::text || rolcreatedb || rolcreaterole from pg_roles where rolname = current_user"); got != "falsefalsefalse" {
		t.Errorf("the program's user is super, may create databases, may create roles: %s", got)
	}
	pools, err := postgres.Connect(t.Context(), server.URL(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), pools.Write); err != nil {
		t.Errorf("a user who may not create databases cannot migrate: %v", err)
	}
	pools.Close()
	if got := query(t, server.URL(), "show listen_addresses"); got != "" {
		t.Errorf("listens on the network: %q", got)
	}
	for file, want := range map[string]os.FileMode{"cluster/password": 0o600, "cluster/data": 0o700, "cluster": 0o700, "socket": 0o700} {
		info, err := os.Stat(filepath.Join(home, "postgres", file))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", file, got, want)
		}
	}
	if _, err := pgx.Connect(t.Context(), strings.Replace(server.URL(), "cafe:", "cafe:x", 1)); err == nil {
		t.Error("a wrong password is accepted")
	}
	stop(t, server)
	stop(t, server) // the second time is nothing
	if server.Err() != nil {
		t.Error(server.Err())
	}

	began := time.Now()
	server = start(t, home)
	// Some 60 ms on an idle machine; tests run side by side.
	took := time.Since(began)
	t.Logf("starting again took %s", took)
	if took > 5*time.Second {
		t.Error("that is too long")
	}
	if got := query(t, server.URL(), "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}
}

func TestSecondProgramIsRefused(t *testing.T) {
	t.Parallel()
	home := home(t)
	start(t, home)
	err := startError(t, home)
	if !errors.Is(err, postgres.ErrHomeInUse) {
		t.Fatalf("error %v, want ErrHomeInUse", err)
	}
	if !strings.Contains(err.Error(), home) || !strings.Contains(err.Error(), "--home") {
		t.Errorf("does not say which folder and what to do: %v", err)
	}
}

// TestEnvironmentOfAnother: variables that are meant for another Postgres do not concern the private one, be they right or wrong.
func TestEnvironmentOfAnother(t *testing.T) {
	for name, value := range map[string]string{"PGCONNECT_TIMEOUT": "soon", "PGTARGETSESSIONATTRS": "standby", "PGSERVICE": "none", "PGSSLMODE": "verify-full", "PGOPTIONS": "-c work_mem=none"} {
		t.Setenv(name, value)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	folder := home(t)
	server, err := postgres.Start(ctx, postgres.Options{Home: folder, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, server)
	t.Setenv("PGTARGETSESSIONATTRS", "standby")
	if url, err := postgres.Join(ctx, folder); err != nil || query(t, url, "select current_user::text") != "cafe" {
		t.Errorf("joined at %q, %v", url, err)
	}
}

func TestSecondProgramJoins(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]postgres.Options{"socket": {}, "loopback": postgres.Options{}.WithoutSockets()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options.Home, options.Log = home(t), quiet
			if url, err := postgres.Join(t.Context(), options.Home); err == nil {
				t.Errorf("before there is a database, it is at %s", url)
			}
			server, err := postgres.Start(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			url, err := postgres.Join(t.Context(), options.Home)
			if err != nil || url != server.URL() {
				t.Errorf("joined at %q (%v), want %q", url, err, server.URL())
			}
			if got := query(t, url, "select current_user::text"); got != "cafe" {
				t.Errorf("joined as %q", got)
			}
			stop(t, server)
			if url, err := postgres.Join(t.Context(), options.Home); err == nil {
				t.Errorf("after it has stopped, it is at %s", url)
			}
		})
	}
}

func TestPostgresThatDiesIsStartedAgain(t *testing.T) {
	t.Parallel()
	home := home(t)
	server := start(t, home)
	pool, err := pgxpool.New(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(t.Context(), "create table kept (what text); insert into kept values ('still here'); insert into kept values ('this too')"); err != nil {
		t.Fatal(err)
	}
	// A statement that does not notice the death of the postmaster is in the way of the next one.
	busy := make(chan error, 1)
	go func() {
		_, err := pool.Exec(context.Background(), "select count(*) from generate_series(1, 1000000000) a")
		busy <- err
	}()
	for query(t, server.URL(), "select count(*)::text from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()") != "1" {
		time.Sleep(10 * time.Millisecond)
	}
	for range 2 {
		pid := postmaster(t, home)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		var count int
		for {
			now, gone := postmasterOf(home) // a connection may answer a last time after the postmaster is gone
			if err := pool.QueryRow(t.Context(), "select count(*) from kept").Scan(&count); err == nil && gone == nil && now != pid {
				break
			}
			if time.Since(began) > 30*time.Second {
				t.Fatal("Postgres did not come back")
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Logf("back after %s", time.Since(began))
		if count != 2 {
			t.Errorf("%d rows are left of 2", count)
		}
	}
	if err := <-busy; err == nil {
		t.Error("the statement went through")
	}
	select {
	case <-server.Done():
		t.Error("Done says that it ended")
	default:
	}
	stop(t, server)
	<-server.Done()
}
