package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/etl"
	"cafe-rewards/server"
	"cafe-rewards/server/brand"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/shared"
	"cafe-rewards/views/chart/draw"
)

// stopDeadline is the longest that the program takes to end after a signal: requests and a running run get server.ShutdownTimeout
// of it, the database the rest.
const stopDeadline = 20 * time.Second

// serve runs the server, and the pipeline on its schedule, until ctx is done.
type serve struct{}

func (serve) Run(ctx context.Context, settings *Settings) error {
	log := settings.logger()
	// From the first moment on: a SIGHUP during the start would otherwise end the program.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	// The address comes first: if it is taken, nothing else needs to be started or downloaded.
	listener, err := net.Listen("tcp", settings.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (is another program there? --addr chooses another address)", settings.Addr, err)
	}
	defer listener.Close()
	options, err := settings.serverOptions(log)
	if err != nil {
		return err
	}
	drawing := startDrawing() // beside the database: both take their time
	warehouse, err := openDatabase(ctx, settings, log)
	if err != nil {
		return err
	}
	defer warehouse.close()
	pipeline, err := newPipeline(ctx, settings, warehouse.Write, log)
	if err != nil {
		return err
	}
	defer pipeline.Close()
	schedule, err := etl.NewSchedule(warehouse.Write, settings.Schedule, pipeline, log)
	if err != nil {
		return err
	}
	dashboards, err := loadDashboards()
	if err != nil {
		return err
	}
	charts := <-drawing
	if charts.err != nil {
		return fmt.Errorf("preparing to draw charts: %w", charts.err)
	}
	defer charts.Close()
	images := charts.Aside()
	defer images.Close()
	options.Pool, options.Shared, options.Runner, options.Source = warehouse.Read, shared.New(warehouse.Write), schedule, pipeline.Source()
	options.Dashboards, options.Drawer, options.ImageDrawer = dashboards, charts.Drawer, images
	web, err := server.New(options)
	if err != nil {
		return fmt.Errorf("preparing the server: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return web.Serve(ctx, listener) })
	group.Go(func() error { return runSchedule(ctx, schedule, hangup, log) })
	group.Go(func() error { return warehouse.watch(ctx) })
	announce(listener, pipeline.Source())
	return group.Wait()
}

// serverOptions are the options that follow from the settings. They are checked before anything is opened.
func (s *Settings) serverOptions(log *slog.Logger) (server.Options, error) {
	label, err := brand.Load(s.BrandName, s.BrandLogo, s.BrandColor)
	if err != nil {
		return server.Options{}, err
	}
	keys, err := signed.ParseKeys(s.EmbedKeys)
	if err != nil {
		return server.Options{}, err
	}
	bearers, err := signed.ParseBearers(s.EmbedAPIKeys)
	if err != nil {
		return server.Options{}, err
	}
	return server.Options{
		DashboardsDir: s.dashboardsDir(), Schedule: s.Schedule, Brand: label, Build: build(), Log: log,
		EmbedOrigins: s.EmbedOrigins, EmbedKeys: keys, EmbedSigned: s.EmbedSigned == "required", EmbedAPIKeys: bearers,
	}, nil
}

type drawerOrError struct {
	*draw.Drawer
	err error
}

// startDrawing starts the engines that draw charts, and sends them when they are ready.
func startDrawing() <-chan drawerOrError {
	drawing := make(chan drawerOrError, 1)
	go func() {
		drawer, err := draw.New(max(2, runtime.GOMAXPROCS(0)/2))
		drawing <- drawerOrError{drawer, err}
	}()
	return drawing
}

// runSchedule runs the pipeline on its schedule, and on SIGHUP, until ctx is done.
func runSchedule(ctx context.Context, schedule *etl.Schedule, hangup <-chan os.Signal, log *slog.Logger) error {
	if err := persist(ctx, log, func() error { return schedule.Start(ctx) }); err != nil {
		return err
	}
	for {
		select {
		case <-hangup:
			if err := schedule.RunNow(ctx); err != nil {
				log.Error("The run that SIGHUP asked for was not started", "error", err)
			}
		case <-ctx.Done():
			stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), server.ShutdownTimeout)
			defer cancel()
			return schedule.Stop(stop)
		}
	}
}

// build names the version of the program, as far as the Go toolchain knows it.
func build() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

func announce(listener net.Listener, source string) {
	fmt.Printf(`Café Rewards runs at http://%[1]s
  http://%[1]s/                     the three questions, published and audited answers side by side
  http://%[1]s/dashboards/overview  receipts, views, completions and sales at a glance
  http://%[1]s/explore              any figure by any group, as a chart, and on dashboards of your own
  http://%[1]s/exports/             every table as CSV
  http://%[1]s/pipeline             runs, row counts, rejects and checks
It shows %[2]s. Stop it with Ctrl+C.
`, listener.Addr(), source)
}

// healthcheck asks the server at --addr whether it is alive.
type healthcheck struct{}

func (healthcheck) Run(ctx context.Context, settings *Settings) error {
	host, port, err := net.SplitHostPort(settings.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/livez", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New("the server answers " + response.Status)
	}
	return nil
}
