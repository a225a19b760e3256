package server_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/sample"
	"cafe-rewards/server"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

const embedOrigin = "https://intranet.example.com"

// site is a server over a database of its own, with a pipeline beside it.
type site struct {
	*httptest.Server
	pool     *pgxpool.Pool
	pipeline *etl.Pipeline
	folder   string // of the source
	asked    atomic.Int32
}

func (s *site) RunNow(context.Context) error {
	s.asked.Add(1)
	return nil
}

// newSite serves an empty database. Its source is a small sample, with a customer and an offer whose ids are what attackers would
// choose.
func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{pool: postgrestest.New(t), folder: t.TempDir()}
	if err := sample.Write(t.Context(), s.folder, sample.Options{Customers: 300, Seed: 5}); err != nil {
		t.Fatal(err)
	}
	s.append(t, sample.CustomersFile, "=1+1,20170101,F,40,50000\n<script>alert(1)</script>,20170101,M,50,60000\n")
	s.append(t, sample.OffersFile, `=2+2<script>alert(1)</script>,"bogo""><script>alert(1)</script>{{7*7}}",5,5,7,"['=cmd', '<script>alert(1)</script>', ""we'b""]"`+"\n")
	s.append(t, sample.EventsFile, "=1+1,offer received,{'offer id': '=2+2<script>alert(1)</script>'},0\n")
	s.append(t, sample.EventsFile, "=1+1,transaction,{'amount': 5.00},0\n<script>alert(1)</script>,transaction,{'amount': 7.00},0\n")
	home := t.TempDir()
	zones, err := lake.Open(t.Context(), "file://"+filepath.ToSlash(home)+"/lake")
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	s.pipeline, err = etl.New(etl.Options{Lake: zones, Pool: s.pool, Source: s.folder, SampleDir: home, Scratch: filepath.Join(home, "scratch"), KeepVersions: 2, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.pipeline.Close() })
	model, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	dashboards, err := metrics.LoadDashboards(model, nil)
	if err != nil {
		t.Fatal(err)
	}
	web, err := server.New(server.Options{
		Pool: s.pool, Dashboards: dashboards, Runner: s, Source: s.folder, Schedule: "0 * * * *", EmbedOrigins: []string{embedOrigin}, Build: "test", Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	// Serve, not Handler alone: the server learns of versions while it serves.
	s.Server = httptest.NewUnstartedServer(nil)
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, s.Listener) }()
	s.URL = "http://" + s.Listener.Addr().String()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return s
}

// published is a site with a version.
func published(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	s.run(t)
	s.until(t, "the version is served", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusOK })
	return s
}

func (s *site) run(t *testing.T) {
	t.Helper()
	if err := s.pipeline.Run(t.Context(), "request"); err != nil {
		t.Fatal(err)
	}
}

func (s *site) append(t *testing.T, file, rows string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(s.folder, file), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(rows)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) until(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !reached(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
	err  error // of reading the body
}

func (s *site) get(t *testing.T, path string, headers ...string) answer {
	t.Helper()
	return s.send(t, http.MethodGet, path, headers...)
}

// send asks once, and does not follow redirects. Headers are names and values in turn.
func (s *site) send(t *testing.T, method, path string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response, string(body), err}
}

func contains(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not contain %q", where, part)
		}
	}
}
