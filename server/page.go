package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// firstAnswer is how long a request waits, right after the start, until it is known what is published.
const firstAnswer = 5 * time.Second

// edition is the edition from which requests are answered.
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
		return nil, &problem{status: http.StatusServiceUnavailable, heading: language.Say("The database does not answer."),
			message: language.Say("There is nothing to show until it does."), advice: language.Say("Try again in a moment."), retryAfter: firstAnswer, cause: a.err}
	}
	return nil, errNotPublished
}

// editionAt is the edition of a version, or the current one for 0. An older one is marked as pinned.
func (s *Server) editionAt(ctx context.Context, version int) (*edition, error) {
	current, err := s.edition(ctx)
	if err != nil || version == 0 || version == current.version {
		return current, err
	}
	return cached(ctx, s.cache, fmt.Sprintf("%s edition %d", current.pageKey(), version), func(ctx context.Context) (*edition, error) {
		pinned := *current
		pinned.pinned, pinned.version = true, version
		err := s.pool.QueryRow(ctx, "select published_at, source, sample, aggregated from warehouse.data_version where version = $1", version).
			Scan(&pinned.publishedAt, &pinned.source, &pinned.sample, &pinned.aggregated)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil, noVersion(version)
		}
		if err != nil {
			return nil, fmt.Errorf("ask for version %d: %w", version, err)
		}
		pinned.publishedAt = pinned.publishedAt.UTC()
		return &pinned, nil
	})
}

// builder makes a page of an edition.
type builder func(ctx context.Context, e *edition, origin string) (templ.Component, error)

// page answers with the page that build makes of the state's edition, once per edition and state. Own are the page's parameters
// besides its state.
func (s *Server) page(c echo.Context, st state, own url.Values, key string, build builder) error {
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	ctx, query := c.Request().Context(), with(st.query(s.dashboards().Model), own)
	varies(c)
	c.Response().Header().Add("Vary", chartsHeader)
	if c.Request().Header.Get(chartsHeader) == "script" {
		ctx, key = undrawn(ctx), key+" undrawn"
	}
	key += " " + own.Encode() + " " + st.key(s.dashboards().Model)
	b, err := s.pageBody(here(ctx, c, query), e, origin(c), key, build)
	if err != nil {
		return err
	}
	return send(c, s.forReader(st, b))
}

func (s *Server) pageBody(ctx context.Context, e *edition, origin, key string, build builder) (*body, error) {
	b, err := cached(ctx, s.cache, e.saidKey()+" page "+s.generation()+" "+spokenKey(ctx)+" "+origin+" "+key, func(ctx context.Context) (*body, error) {
		var parts atomic.Bool
		component, err := build(context.WithValue(ctx, incompleteKey{}, &parts), e, origin)
		if err != nil {
			return nil, err
		}
		html, err := render(ctx, component)
		if err != nil {
			return nil, err
		}
		b := newBody(echo.MIMETextHTMLCharsetUTF8, html, e)
		b.modified = time.Time{} // a page also changes with the program and the state of the pipeline, as its tag does
		if parts.Load() {
			b.cacheControl = "no-store"
			return nil, &incompletePage{b}
		}
		return b, nil
	})
	var parts *incompletePage
	if errors.As(err, &parts) {
		return parts.body, nil
	}
	return b, err
}

// incompletePage is a page of which a part could not be made: it is sent, but not cached.
type incompletePage struct{ body *body }

func (*incompletePage) Error() string { return "a part of the page could not be made" }

type incompleteKey struct{}

// incomplete notes that a part of the page being built could not be made.
func incomplete(ctx context.Context) {
	if parts, ok := ctx.Value(incompleteKey{}).(*atomic.Bool); ok {
		parts.Store(true)
	}
}

// render renders a component completely, so that an error half way leaves nothing half sent.
func render(ctx context.Context, component templ.Component) ([]byte, error) {
	var out bytes.Buffer
	if err := component.Render(ctx, &out); err != nil {
		return nil, fmt.Errorf("render the page: %w", err)
	}
	return out.Bytes(), nil
}

// frame is what surrounds the content of a page, for the current edition, if there is one.
func (s *Server) frame(ctx context.Context, title, sheet string) views.Page {
	return s.frameOf(ctx, s.watch.current.Load(), title, sheet)
}

// frameOf is the same for an edition, which may be nil.
func (s *Server) frameOf(ctx context.Context, e *edition, title, sheet string) views.Page {
	page := views.Page{Brand: s.brand, Title: title, Sheet: sheet, Sheets: s.tabs(ctx)}
	if e != nil {
		page.Freshness = e.freshness(language.Of(ctx))
	}
	return page
}

// tabs are the tabs of the bar: the product's own pages, and the dashboards that have a tab.
func (s *Server) tabs(ctx context.Context) []views.Sheet {
	l := language.Of(ctx)
	tabs := []views.Sheet{{Label: l.Text("Answers"), Address: views.AnswersSheet}}
	for _, sheet := range s.dashboardsIn(ctx).Sheets() {
		if sheet.Sheet != "" {
			tabs = append(tabs, views.Sheet{Label: sheet.Sheet, Address: views.DashboardsPath + sheet.Name})
		}
	}
	return append(tabs, views.Sheet{Label: l.Text("Dashboards"), Address: views.DashboardList}, views.Sheet{Label: l.Text("Explore"), Address: views.ExploreSheet},
		views.Sheet{Label: l.Text("Exports"), Address: views.ExportsSheet}, views.Sheet{Label: l.Text("Pipeline"), Address: views.PipelineSheet})
}

func (e *edition) freshness(l language.Locale) views.Freshness {
	f := views.Freshness{Version: e.version, PublishedAt: e.publishedAt, Sample: e.sample, Pinned: e.pinned}
	if e.staleRun != 0 {
		f.Stale = l.Text("The last run failed on %s: %s", format.Moment(l, e.failedAt), l.Failure(e.failed))
	}
	return f
}

// origin is scheme and host by which the client reaches this server, for snippets and absolute links. It is empty if the request's host is not
// plain enough to be put into an address.
func origin(c echo.Context) string {
	scheme, host := c.Scheme(), c.Request().Host
	if (scheme != "http" && scheme != "https") || !plainHost(host) {
		return ""
	}
	return scheme + "://" + host
}
