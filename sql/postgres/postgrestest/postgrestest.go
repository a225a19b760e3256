// Package postgrestest gives every test a migrated database of its own.
//
// The databases are clones of one template, on a private Postgres that starts when the first test asks for one and goes with
// the test process, or on the server that CAFE_TEST_DATABASE_URL names, where the user must be allowed to create databases.
package postgrestest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/sql/postgres"
)

// Main runs the tests of a package that uses New or Database, and clears up behind them. Call it from TestMain.
func Main(m *testing.M) {
	ready.Store(true)
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "postgrestest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// New gives the test a database of its own, migrated and empty, through the pool of the ETL.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return Database(t).Pools.Write
}

// DB is a test's database.
type DB struct {
	URL   string
	Pools *postgres.Pools // closed at the end of the test
}

// Database gives the test a database of its own, migrated and empty, with its address and both pools.
func Database(t testing.TB) DB {
	t.Helper()
	return open(t, "template "+templateName())
}

// Empty is Database before any migration.
func Empty(t testing.TB) DB {
	t.Helper()
	return open(t, "template template0")
}

var (
	ready    atomic.Bool // Main runs
	started  = sync.OnceValues(start)
	number   atomic.Int64
	server   *postgres.Server // nil with CAFE_TEST_DATABASE_URL
	adminURL string           // of a user who may create databases
	folder   string
)

func templateName() string { return fmt.Sprintf("cafe_test_%d_%d", os.Getpid(), startedAt) }

var startedAt = time.Now().UnixNano()

func open(t testing.TB, template string) DB {
	t.Helper()
	if !ready.Load() {
		t.Fatal("postgrestest: call postgrestest.Main from TestMain")
	}
	admin, err := started()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%s_%d", templateName(), number.Add(1))
	if _, err := admin.Exec(context.Background(), "create database "+name+" "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), "drop database "+name+" with (force)"); err != nil {
			t.Error(err)
		}
	})
	db := DB{URL: on(name)}
	if db.Pools, err = postgres.Connect(t.Context(), db.URL, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Pools.Close)
	return db
}

// on is the admin's address with another database.
func on(database string) string {
	u, err := url.Parse(adminURL)
	if err != nil {
		panic(err) // start has parsed it
	}
	u.Path = "/" + database
	return u.String()
}

// start brings up the server and the template.
func start() (*pgxpool.Pool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if adminURL = os.Getenv("CAFE_TEST_DATABASE_URL"); adminURL == "" {
		var err error
		if folder, err = os.MkdirTemp("", "cafe-test-"); err != nil {
			return nil, err
		}
		// Under root the server runs as somebody else.
		if err := os.Chmod(folder, 0o755); err != nil {
			return nil, err
		}
		if server, err = postgres.Start(ctx, postgres.Options{Home: folder, Log: slog.New(slog.DiscardHandler), Volatile: true}); err != nil {
			return nil, err
		}
		adminURL = server.URL()
	} else if _, err := url.Parse(adminURL); err != nil {
		return nil, fmt.Errorf("CAFE_TEST_DATABASE_URL is no URL")
	}
	admin, err := pgxpool.New(ctx, adminURL)
	if err != nil {
		return nil, err
	}
	if _, err := admin.Exec(ctx, "create database "+templateName()+" template template0"); err != nil {
		return nil, err
	}
	template, err := pgxpool.New(ctx, on(templateName()))
	if err != nil {
		return nil, err
	}
	defer template.Close()
	return admin, postgres.Migrate(ctx, template)
}

func stop() error {
	if adminURL == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if server == nil {
		conn, err := pgx.Connect(ctx, adminURL)
		if err != nil {
			return err
		}
		defer conn.Close(ctx)
		_, err = conn.Exec(ctx, "drop database if exists "+templateName())
		return err
	}
	if err := server.Stop(ctx); err != nil {
		return err
	}
	// The temporary folder may itself be out of the server's reach, and the database elsewhere.
	if data, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres")); err == nil {
		if err := os.RemoveAll(data); err != nil {
			return err
		}
	}
	return os.RemoveAll(folder)
}
