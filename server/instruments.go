package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// instruments are the Prometheus metrics of this server, on a registry of their own.
type instruments struct {
	requests *prometheus.HistogramVec
	handler  http.Handler
}

func newInstruments(s *Server) *instruments {
	registry := prometheus.NewRegistry()
	m := &instruments{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cafe_http_request_duration_seconds", Help: "How long requests took.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route", "method", "status"}),
		handler: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
	}
	gauge := func(name, help string, value func() float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge("cafe_data_version", "The data version that readers see; 0 while none is published.", func() float64 {
		if e := s.watch.current.Load(); e != nil {
			return float64(e.version)
		}
		return 0
	})
	gauge("cafe_data_published_timestamp_seconds", "When that version was published.", func() float64 {
		if e := s.watch.current.Load(); e != nil {
			return float64(e.publishedAt.Unix())
		}
		return 0
	})
	gauge("cafe_last_run_failed", "1 when the newest finished run failed and older data are shown.", func() float64 {
		if e := s.watch.current.Load(); e != nil && e.staleRun != 0 {
			return 1
		}
		return 0
	})
	gauge("cafe_database_up", "1 when the database answered when it was last asked.", func() float64 {
		if a := s.watch.answer.Load(); a != nil && a.err == nil {
			return 1
		}
		return 0
	})
	gauge("cafe_database_connections", "Connections of the pages' pool.", func() float64 { return float64(s.pool.Stat().TotalConns()) })
	gauge("cafe_database_connections_in_use", "Connections of the pages' pool that are in use.", func() float64 { return float64(s.pool.Stat().AcquiredConns()) })
	gauge("cafe_exports_running", "Exports that are being sent.", func() float64 { return float64(len(s.exports)) })
	gauge("cafe_cache_bytes", "Bytes in the cache of pages and figures.", func() float64 { return float64(s.cache.stats().bytes) })
	counter := func(name, help string, value func() float64) {
		registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
	}
	counter("cafe_cache_hits_total", "Requests that the cache answered.", func() float64 { return float64(s.cache.stats().hits) })
	counter("cafe_cache_misses_total", "Requests that the cache did not answer.", func() float64 { return float64(s.cache.stats().misses) })
	return m
}

// observe counts a request under its route, not its path: otherwise clients could create new series.
func (m *instruments) observe(route, method string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

func (s *Server) prometheus(c echo.Context) error {
	s.metrics.handler.ServeHTTP(c.Response(), c.Request())
	return nil
}
