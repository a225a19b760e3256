package server_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	"cafe-rewards/sql/shared"
)

func TestMain(m *testing.M) { postgrestest.Main(m, theSite.End) }

const embedOrigin = "https://intranet.example.com"

// site is a server over a database of its own, with a pipeline beside it.
type site struct {
	*httptest.Server
	pool     *pgxpool.Pool
	pipeline *etl.Pipeline
	folder   string // of the source
	own      string // the folder of dashboards
	options  server.Options
	web      *server.Server
	stop     func() // ends Serve; the test's end does so otherwise
	asked    atomic.Int32
}

func (s *site) RunNow(context.Context) error {
	s.asked.Add(1)
	return nil
}

// newSite serves an empty database. Its source is a small sample, with a customer and an offer whose ids are what attackers would
// choose. A change is made to the server's options.
func newSite(t testing.TB, changes ...func(*server.Options)) *site {
	t.Helper()
	s := &site{pool: postgrestest.New(t), folder: t.TempDir(), own: filepath.Join(t.TempDir(), "dashboards")}
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
	dashboards, err := metrics.LoadDashboards(model(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	options := server.Options{
		Pool: s.pool, Dashboards: dashboards, Drawer: drawer(t), ImageDrawer: imageDrawer(t), DashboardsDir: s.own, Runner: s, Shared: shared.New(s.pool), Source: s.folder, Schedule: "0 * * * *", EmbedOrigins: []string{embedOrigin}, Build: "test", Log: log,
	}
	for _, change := range changes {
		change(&options)
	}
	s.options = options
	web, err := server.New(options)
	if err != nil {
		t.Fatal(err)
	}
	s.web = web
	// Serve, not Handler alone: the server learns of versions while it serves.
	s.Server = httptest.NewUnstartedServer(nil)
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, s.Listener) }()
	s.URL = "http://" + s.Listener.Addr().String()
	s.stop = sync.OnceFunc(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(s.stop)
	return s
}

// published is a site with a version, which is summed up: its pages stay the same.
func published(t testing.TB, changes ...func(*server.Options)) *site {
	t.Helper()
	s := newSite(t, changes...)
	s.run(t)
	s.until(t, "the version is served", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusOK })
	s.until(t, "the server knows that it is summed up", s.web.Summed)
	return s
}

// model is the semantic model, loaded once.
func model(t testing.TB) *metrics.Model {
	t.Helper()
	m, err := loadedModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var loadedModel = sync.OnceValues(metrics.LoadModel)

// post sends a form from a page of the server's own.
func (s *site) post(t testing.TB, path string, form url.Values, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return s.do(t, request)
}

func (s *site) run(t testing.TB) {
	t.Helper()
	if err := s.pipeline.Run(t.Context(), "request"); err != nil {
		t.Fatal(err)
	}
}

func (s *site) append(t testing.TB, file, rows string) {
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

func (s *site) until(t testing.TB, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !reached(); time.Sleep(20 * time.Millisecond) {
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

func (s *site) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return s.send(t, http.MethodGet, path, headers...)
}

// send asks once, and does not follow redirects. Headers are names and values in turn.
func (s *site) send(t testing.TB, method, path string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequest(method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return s.do(t, request)
}

func (s *site) do(t testing.TB, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s %s: %v", request.Method, request.URL.Path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response, string(body), err}
}

func contains(t testing.TB, where, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not contain %q", where, part)
		}
	}
}
