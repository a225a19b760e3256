package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
)

// firstAnswer is how long a request waits, right after the start, for Postgres to say what is published.
const firstAnswer = 5 * time.Second

// edition is what the request is answered from.
func (s *Server) edition(ctx context.Context) (*edition, error) {
	ctx, cancel := context.WithTimeout(ctx, firstAnswer)
	defer cancel()
	select {
	case <-s.watch.asked:
	case <-ctx.Done():
	}
	if e := s.watch.current.Load(); e != nil {
		return e, nil
	}
	if a := s.watch.answer.Load(); a != nil && a.err != nil {
		return nil, &problem{status: http.StatusServiceUnavailable, heading: "The database does not answer.",
			message: "There is nothing to show until it does.", advice: "Try again in a moment.", retryAfter: firstAnswer, cause: a.err}
	}
	return nil, errNotPublished
}

// page answers with what build makes of the edition. That happens once per edition, whoever asks.
func (s *Server) page(c echo.Context, key string, build func(context.Context, *edition, string) (templ.Component, error)) error {
	e, err := s.edition(c.Request().Context())
	if err != nil {
		return err
	}
	b, err := s.pageBody(c.Request().Context(), e, origin(c), key, build)
	if err != nil {
		return err
	}
	return send(c, b)
}

func (s *Server) pageBody(ctx context.Context, e *edition, origin, key string, build func(context.Context, *edition, string) (templ.Component, error)) (*body, error) {
	return cached(ctx, s.cache, e.pageKey()+" page "+origin+" "+key, func(ctx context.Context) (*body, error) {
		component, err := build(ctx, e, origin)
		if err != nil {
			return nil, err
		}
		html, err := render(ctx, component)
		if err != nil {
			return nil, err
		}
		b := newBody(echo.MIMETextHTMLCharsetUTF8, html, e)
		b.modified = time.Time{} // a page also changes with the program and the state of the pipeline: its tag knows
		return b, nil
	})
}

// render writes a component whole, so that an error in the middle leaves nothing half sent.
func render(ctx context.Context, component templ.Component) ([]byte, error) {
	var out bytes.Buffer
	if err := component.Render(ctx, &out); err != nil {
		return nil, fmt.Errorf("render the page: %w", err)
	}
	return out.Bytes(), nil
}

// frame is what stands around the content of a page: what is published now, as far as it is known without asking.
func (s *Server) frame(title, sheet string) views.Page {
	page := views.Page{Title: title, Sheet: sheet}
	if e := s.watch.current.Load(); e != nil {
		page = e.frame(title, sheet)
	}
	return page
}

func (e *edition) frame(title, sheet string) views.Page {
	return views.Page{Title: title, Sheet: sheet, Freshness: e.freshness()}
}

func (e *edition) freshness() views.Freshness {
	return views.Freshness{Version: e.version, PublishedAt: e.publishedAt, Sample: e.sample, Stale: e.stale}
}

func staleSentence(failedAt time.Time, message string) string {
	return "The last run failed on " + failedAt.UTC().Format("2 Jan 2006 at 15:04 UTC") + ": " + message
}

// origin is where the client finds this server, for the snippets that embed a visual. A host that could not stand in an address is
// left out.
func origin(c echo.Context) string {
	scheme, host := c.Scheme(), c.Request().Host
	if (scheme != "http" && scheme != "https") || !plainHost(host) {
		return ""
	}
	return scheme + "://" + host
}

// rows is a table in the cache.
type rows struct{ metrics.Table }

func (r rows) size() int {
	bytes := 0
	for _, row := range r.Rows {
		bytes += 24
		for _, cell := range row {
			bytes += 24
			if text, ok := cell.(string); ok {
				bytes += len(text)
			}
		}
	}
	return bytes
}

// card is a visual with its rows, queried once per data version.
func (s *Server) card(ctx context.Context, e *edition, origin, name string) (views.Card, error) {
	v, ok := s.visuals.Get(name)
	if !ok {
		return views.Card{}, notFound("visual", name)
	}
	table, err := cached(ctx, s.cache, e.dataKey()+" rows "+name, func(ctx context.Context) (rows, error) {
		table, err := metrics.Query(ctx, s.pool, v, e.version)
		return rows{table}, err
	})
	if err != nil {
		return views.Card{}, err
	}
	return views.Card{Visual: v, Table: table.Table, Version: e.version, Origin: origin}, nil
}

// cards are several of them, queried side by side.
func (s *Server) cards(ctx context.Context, e *edition, origin string, names ...string) (map[string]views.Card, error) {
	type result struct {
		name string
		card views.Card
		err  error
	}
	results := make(chan result, len(names))
	for _, name := range names {
		go func() {
			card, err := s.card(ctx, e, origin, name)
			results <- result{name, card, err}
		}()
	}
	all := make(map[string]views.Card, len(names))
	var failed error
	for range names {
		r := <-results
		if r.err != nil {
			failed = r.err
		}
		all[r.name] = r.card
	}
	return all, failed
}

// prepare makes ready what most people open first, before the edition becomes the current one.
func (s *Server) prepare(ctx context.Context, e *edition) {
	for _, b := range []struct {
		key   string
		build func(context.Context, *edition, string) (templ.Component, error)
	}{{"answers", s.buildAnswers}, {"dashboard overview", s.buildOverview}} {
		// The rows are what takes time; pages are rendered for the host that a request names.
		if _, err := b.build(ctx, e, ""); err != nil && ctx.Err() == nil {
			s.log.Warn("A page could not be made ready", "page", b.key, "version", e.version, "error", err)
		}
	}
	if s.watch.current.Load() != nil {
		s.cache.keepOnly(e.dataKey(), s.watch.current.Load().dataKey())
	}
}
