package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
	"github.com/robfig/cron/v3"

	"cafe-rewards/server/brand"
	"cafe-rewards/server/owned"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/picture"
)

// Limits on every connection. Exports may take any time, so they extend their write deadline for as long as bytes flow.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
	maxBodyBytes      = 64 << 10
	cacheBytes        = 64 << 20
)

// ShutdownTimeout is how long requests may go on once Serve is told to stop.
const ShutdownTimeout = 15 * time.Second

// Runner starts the pipeline. If a run is already queued or running, that is not an error.
type Runner interface {
	RunNow(ctx context.Context) error
}

// SharedViews stores the addresses that people share, each under a short code.
type SharedViews interface {
	Keep(ctx context.Context, address string) (code string, err error)
	Find(ctx context.Context, code string) (address string, err error) // shared.ErrUnknown where there is none
}

// Options are what a Server needs. All are required except DashboardsDir, the Embed… fields and Brand.
type Options struct {
	Pool          *pgxpool.Pool       // of read-only connections
	Dashboards    *metrics.Dashboards // the program's, over the semantic model
	Drawer        chart.Drawer        // of the charts on pages
	ImageDrawer   chart.Drawer        // of those on pictures
	DashboardsDir string              // the owner's folder of dashboards; empty: there are none
	Runner        Runner              //
	Shared        SharedViews         //
	Source        string              // where the files come from, in words and without secrets, to show
	Schedule      string              // cron expression of the pipeline, to show
	EmbedOrigins  []string            // that may frame /embed/…: https://intranet.example.com
	EmbedKeys     signed.Keys         // of signed addresses
	EmbedSigned   bool                // frames are shown to signed addresses alone
	EmbedAPIKeys  signed.Bearers      // of whoever may ask for signed addresses
	Brand         *brand.Brand        // under which the product is shown; nil: its own
	Build         string              // version of the program
	Log           *slog.Logger        //
}

// Server serves the product. Make one with New.
type Server struct {
	pool        *pgxpool.Pool
	own         *owned.Folder
	drawer      chart.Drawer
	imageDrawer chart.Drawer
	runner      Runner
	shared      SharedViews
	source      string
	schedule    string
	cron        cron.Schedule
	build       string
	log         *slog.Logger
	brand       views.Brand
	branded     map[string]*body // the brand's files by their names

	echo        *echo.Echo
	watch       *watcher
	cache       *cache
	read        sync.Map // the languages that anybody has asked for since the start
	metrics     *instruments
	running     running
	exports     chan struct{} // holds one value for each running export
	images      chan struct{} // and one for each picture being made
	light, dark picture.Theme // of pictures
	csp         policies

	origins    []string // that may frame what is not signed for one
	keys       signed.Keys
	signedOnly bool
	bearers    signed.Bearers
	tokenPlace string // placeholder for the token in cached pages
}

// New checks the options and makes a server. It neither listens yet nor talks to Postgres.
func New(o Options) (*Server, error) {
	var missing []error
	for _, required := range []struct {
		name  string
		given bool
	}{
		{"Pool", o.Pool != nil}, {"Dashboards", o.Dashboards != nil}, {"Drawer", o.Drawer != nil}, {"ImageDrawer", o.ImageDrawer != nil}, {"Runner", o.Runner != nil}, {"Shared", o.Shared != nil},
		{"Source", o.Source != ""}, {"Schedule", o.Schedule != ""}, {"Build", o.Build != ""}, {"Log", o.Log != nil},
	} {
		if !required.given {
			missing = append(missing, fmt.Errorf("server: Options.%s is missing", required.name))
		}
	}
	if err := errors.Join(missing...); err != nil {
		return nil, err
	}
	schedule, err := cron.ParseStandard(o.Schedule)
	if err != nil {
		return nil, fmt.Errorf("server: schedule %q: %w", o.Schedule, err)
	}
	csp, err := contentPolicies(o.EmbedOrigins)
	if err != nil {
		return nil, err
	}
	s := &Server{
		pool:        o.Pool,
		own:         owned.Open(o.DashboardsDir, o.Dashboards, o.Log),
		drawer:      o.Drawer,
		imageDrawer: o.ImageDrawer,
		runner:      o.Runner,
		shared:      o.Shared,
		source:      o.Source,
		schedule:    o.Schedule,
		cron:        schedule,
		build:       o.Build,
		log:         o.Log,
		cache:       newCache(cacheBytes),
		exports:     make(chan struct{}, max(1, min(maxExports, int(o.Pool.Config().MaxConns)/2))),
		images:      make(chan struct{}, imagesAtOnce),
		csp:         csp,

		origins: o.EmbedOrigins, keys: o.EmbedKeys, signedOnly: o.EmbedSigned, bearers: o.EmbedAPIKeys, tokenPlace: "token" + rand.Text(),
	}
	s.light, s.dark = themes(o.Brand)
	s.brand, s.branded = branding(o.Brand)
	s.watch = newWatcher(o.Pool, o.Log, s.prepareEffects, s.prepare, s.prepareRest)
	s.metrics = newInstruments(s)
	s.echo = s.routes()
	return s, nil
}

// dashboards are the current ones: a reload replaces them.
func (s *Server) dashboards() *metrics.Dashboards { return s.own.State().Dashboards }

// generation numbers the current dashboards: a reload changes it. Whatever is cached under it must look dashboards up only after reading it.
func (s *Server) generation() string { return strconv.FormatUint(s.own.State().Generation, 36) }

// Handler answers requests without a listener, for tests. Without Serve the server does not learn of new versions.
func (s *Server) Handler() http.Handler { return s.echo }

// Serve answers requests on the listener until ctx is done, then lets those under way end for at most ShutdownTimeout. What is
// still going on by then is broken off, visibly so for the client. It closes the listener, and leaves nothing running.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	requests, abort := context.WithCancel(context.WithoutCancel(ctx))
	defer abort()
	var beside sync.WaitGroup
	beside.Go(func() { s.watch.run(ctx) })
	beside.Go(func() { s.own.Watch(ctx) })
	defer func() {
		stop()
		s.cache.end() // what is made ready for nobody would keep the database busy
		beside.Wait()
	}()
	hs := &http.Server{
		Handler:           s.echo,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), // clients that break the protocol
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), ShutdownTimeout)
	defer cancel()
	if err := hs.Shutdown(stopping); err != nil {
		s.log.Warn("Requests were still going on when the server stopped", "error", err)
		abort()
		hs.Close()
	}
	return nil
}
