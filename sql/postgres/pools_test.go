package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"cafe-rewards/sql/postgres"
	"cafe-rewards/sql/postgres/postgrestest"
)

var quiet = slog.New(slog.DiscardHandler)

func TestPools(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	show := func(setting string) (read, write string) {
		t.Helper()
		for pool, value := range map[bool]*string{true: &read, false: &write} {
			p := db.Pools.Write
			if pool {
				p = db.Pools.Read
			}
			if err := p.QueryRow(t.Context(), "select current_setting($1)", setting).Scan(value); err != nil {
				t.Fatal(err)
			}
		}
		return read, write
	}
	for setting, want := range map[string][2]string{
		"default_transaction_read_only":       {"on", "off"},
		"statement_timeout":                   {"15s", "0"},
		"lock_timeout":                        {"0", "30s"},
		"idle_in_transaction_session_timeout": {"30s", "0"},
		"application_name":                    {"cafe-rewards pages", "cafe-rewards etl"},
	} {
		if read, write := show(setting); read != want[0] || write != want[1] {
			t.Errorf("%s is %q and %q, want %q", setting, read, write, want)
		}
	}
	_, err := db.Pools.Read.Exec(t.Context(), "create table written ()")
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "25006" {
		t.Errorf("the pages can write: %v", err)
	}
}

func TestOwnSettingsAreKept(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	pools, err := postgres.Connect(t.Context(), db.URL+"&statement_timeout=1234&pool_max_conns=3&application_name=mine", quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer pools.Close()
	var timeout, name string
	if err := pools.Read.QueryRow(t.Context(), "select current_setting('statement_timeout'), current_setting('application_name')").Scan(&timeout, &name); err != nil {
		t.Fatal(err)
	}
	if timeout != "1234ms" || name != "mine" || pools.Read.Config().MaxConns != 3 {
		t.Errorf("statement_timeout %s, application_name %s, %d connections", timeout, name, pools.Read.Config().MaxConns)
	}
}

// PgBouncer refuses settings, so none are sent.
func TestBehindPooler(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	pools, err := postgres.Connect(t.Context(), db.URL+"&default_query_exec_mode=exec", quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer pools.Close()
	if got := pools.Read.Config().ConnConfig.RuntimeParams; len(got) != 1 || got["application_name"] == "" {
		t.Errorf("sends %v", got)
	}
	if err := postgres.Migrate(t.Context(), pools.Write); err != nil {
		t.Error(err)
	}
}

func TestErrorsDoNotTellThePassword(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	u, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	reachable := u.Query().Get("host")
	for _, address := range []string{
		"postgres://cafe:sesame@/none?host=" + reachable,
		"postgres://cafe:sesame@/none?sslmode=nonsense&host=" + reachable,
		"postgres://cafe:sesame@/none?pool_max_conns=many&host=" + reachable,
		"postgres://cafe:sesame/open@localhost/none",
		"postgres://cafe:sesame%zz@localhost/none",
		"postgres://cafe:sesame#open@localhost/none",
		"postgres://cafe:ses ame@127.0.0.1:1/none",
		"user=cafe password=sesame sslmode=nonsense host=/nowhere",
		"user=cafe password = sesame sslmode=nonsense host=/nowhere",
		"user=cafe password='sesame",
		"sesame",
		"://sesame",
	} {
		var log bytes.Buffer
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		pools, err := postgres.Connect(ctx, address, slog.New(slog.NewTextHandler(&log, nil)))
		if err == nil {
			pools.Close()
			t.Errorf("%s: it connects", address)
			continue
		}
		t.Log(err)
		for _, part := range []string{"sesame", "ses", "ame@"} {
			if text := err.Error() + log.String(); strings.Contains(text, part) {
				t.Errorf("%s: the password is in: %s", address, text)
			}
		}
	}
}

func TestWaitsForADatabaseThatIsComingUp(t *testing.T) {
	t.Parallel()
	db := postgrestest.Database(t)
	u, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	// A port that nobody listens on yet.
	late, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := late.Addr().(*net.TCPAddr).Port
	late.Close()
	socket := u.Query().Get("host") + "/.s.PGSQL." + u.Query().Get("port")
	time.AfterFunc(300*time.Millisecond, func() { forward(t, port, socket) })

	var log bytes.Buffer
	u.Host, u.RawQuery = fmt.Sprintf("127.0.0.1:%d", port), "sslmode=disable"
	pools, err := postgres.Connect(t.Context(), u.String(), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	pools.Close()
	if !strings.Contains(log.String(), "not up yet") {
		t.Errorf("waits without a word: %s", log.String())
	}
}

// forward makes the server behind a socket answer at a port, until the test ends.
func forward(t *testing.T, port int, socket string) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Error(err)
		return
	}
	t.Cleanup(func() { listener.Close() })
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", socket)
		if err != nil {
			t.Error(err)
			return
		}
		for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
			go func() {
				defer way[0].Close()
				defer way[1].Close()
				buffer := make([]byte, 32<<10)
				for {
					n, err := way[0].Read(buffer)
					if err != nil {
						return
					}
					if _, err := way[1].Write(buffer[:n]); err != nil {
						return
					}
				}
			}()
		}
	}
}
