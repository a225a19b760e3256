// Package postgrestest gives every test a database of its own.
//
// The databases are clones of one migrated template, on a private Postgres that starts when the first test asks for one and goes
// with the test process, or on the server that CAFE_TEST_DATABASE_URL names, where the user must be allowed to create databases.
package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/sql/postgres"
)

// Main runs the tests of a package that asks for databases, and clears up behind them: first what the package kept for all of its tests.
// What fails then fails the package. Call it from TestMain.
func Main(m *testing.M, kept ...func() (code int)) {
	running.Store(true)
	code := m.Run()
	for _, end := range kept {
		code = max(code, end())
	}
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

// DB is a test's database. It goes with the test.
type DB struct {
	URL   string
	Pools *postgres.Pools
	name  string
}

// Database is New with the database's address and both pools.
func Database(t testing.TB) DB {
	t.Helper()
	return open(t, template)
}

// Shared is a database like that of New for several tests, which only read what the first of them brings in: it lives as long as the
// process.
func Shared(t testing.TB) *pgxpool.Pool {
	t.Helper()
	db, err := create(template)
	if err != nil {
		t.Fatalf("postgrestest: %v", err)
	}
	return db.Pools.Write
}

// Empty is Database before any migration.
func Empty(t testing.TB) DB {
	t.Helper()
	return open(t, "template0")
}

var (
	running  atomic.Bool // Main is
	started  = sync.OnceValues(start)
	template = fmt.Sprintf("cafe_test_%d_%d", os.Getpid(), time.Now().UnixNano())
	number   atomic.Int64
)

func open(t testing.TB, from string) DB {
	t.Helper()
	db, err := create(from)
	if err != nil {
		t.Fatalf("postgrestest: %v", err)
	}
	t.Cleanup(func() {
		db.Pools.Close()
		if err := used.Load().exec("drop database " + db.name + " with (force)"); err != nil {
			t.Errorf("postgrestest: %v", err)
		}
	})
	return db
}

func create(from string) (DB, error) {
	if !running.Load() {
		return DB{}, errors.New("call postgrestest.Main from TestMain")
	}
	host, err := started()
	if err != nil {
		return DB{}, err
	}
	name := fmt.Sprintf("%s_%d", template, number.Add(1))
	if err := host.exec("create database " + name + " template " + from); err != nil {
		return DB{}, err
	}
	db := DB{URL: host.address(name), name: name}
	db.Pools, err = postgres.Connect(context.Background(), db.URL, slog.New(slog.DiscardHandler))
	return db, err
}

// start brings up a host with the template on it.
func start() (*host, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	h, err := newHost(ctx)
	if err != nil {
		return nil, err
	}
	used.Store(h)
	if err := h.exec("create database " + template + " template template0"); err != nil {
		return nil, err
	}
	pool, err := pgxpool.New(ctx, h.address(template))
	if err != nil {
		return nil, err
	}
	defer pool.Close() // Postgres clones no database that somebody is connected to
	return h, postgres.Migrate(ctx, pool)
}

var used atomic.Pointer[host]

func stop() error {
	h := used.Load()
	if h == nil {
		return nil
	}
	return h.close()
}

// host is a server that databases can be created on.
type host struct {
	admin   *pgxpool.Pool
	url     url.URL
	private *privateServer // nil with CAFE_TEST_DATABASE_URL
}

func newHost(ctx context.Context) (*host, error) {
	h := &host{}
	address := os.Getenv("CAFE_TEST_DATABASE_URL")
	if address == "" {
		var err error
		if h.private, err = startPrivate(ctx); err != nil {
			return nil, err
		}
		address = h.private.server.URL()
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return nil, fmt.Errorf("CAFE_TEST_DATABASE_URL is not of the form postgres://user:password@host/database")
	}
	h.url = *u
	h.admin, err = pgxpool.New(ctx, address)
	return h, err
}

// address is that of a database on the host.
func (h *host) address(database string) string {
	u := h.url
	u.Path = "/" + database
	return u.String()
}

func (h *host) exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := h.admin.Exec(ctx, sql)
	return err
}

func (h *host) close() error {
	defer h.admin.Close()
	if h.private != nil {
		return h.private.close()
	}
	var dropped []error
	for n := range number.Load() + 1 { // those of Shared are still there
		name := template
		if n > 0 {
			name = fmt.Sprintf("%s_%d", template, n)
		}
		dropped = append(dropped, h.exec("drop database if exists "+name+" with (force)"))
	}
	return errors.Join(dropped...)
}
