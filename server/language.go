package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// spoken puts the language of the answer into the request's context: the locale in the address, or else what the client prefers.
func (s *Server) spoken(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		in, err := asked(r)
		c.SetRequest(r.WithContext(language.With(r.Context(), in)))
		if err != nil {
			return err
		}
		if _, known := s.read.Load(in.Locale); !known {
			s.read.Store(in.Locale, true)
		}
		return next(c)
	}
}

// longestHere is the longest address, in bytes, that the language link of an error page leads back to. Other pages use the canonical address
// of their state.
const longestHere = 500

func asked(r *http.Request) (language.Request, error) {
	in := language.Request{Locale: language.Preferred(r.Header.Get("Accept-Language"))}
	query := r.URL.Query()
	query.Del(tokenParam) // it must not end up in a link
	if path := r.URL.EscapedPath(); (r.Method == http.MethodGet || r.Method == http.MethodHead) && !strings.HasPrefix(path, "//") {
		if in.Here = address(path, filled(query)); len(in.Here) > longestHere {
			in.Here = path
		}
	}
	names := filled(query)[language.Parameter]
	if len(names) == 0 {
		return in, nil
	}
	l, ok := language.Named(names[0])
	if !ok || len(names) > 1 {
		return in, unknownLocale(names[0])
	}
	in.Locale, in.Asked = l, true
	return in, nil
}

func unknownLocale(name string) error {
	return &problem{status: http.StatusBadRequest, heading: language.Say("locale can only be en or es."), message: language.Say("%q is neither.", shorten(name)),
		advice: language.Say("Leave it out for the language that your browser asks for.")}
}

// filled is a query without empty values.
func filled(query url.Values) url.Values {
	all := url.Values{}
	for name, values := range query {
		if values = slices.DeleteFunc(slices.Clone(values), func(value string) bool { return value == "" }); len(values) > 0 {
			all[name] = values
		}
	}
	return all
}

// dashboardsIn are the current dashboards in the language of a request.
func (s *Server) dashboardsIn(ctx context.Context) *metrics.Dashboards {
	return s.dashboards().In(language.Of(ctx))
}

// spokenState is the state of a page without filters: only the language, if the address names one.
func spokenState(ctx context.Context) state {
	if in := language.Asked(ctx); in.Asked {
		return state{locale: in.Locale.Tag()}
	}
	return state{}
}

// spokenKey is the language's part of cache keys. It also tells whether the address names the language, since the links of a page then keep it.
func spokenKey(ctx context.Context) string {
	in := language.Asked(ctx)
	if in.Asked {
		return "in " + in.Locale.Tag()
	}
	return in.Locale.Tag()
}

// here puts the canonical address of a page into its context, for the link to the other language.
func here(ctx context.Context, c echo.Context, query url.Values) context.Context {
	in := language.Asked(ctx)
	if in.Here != "" {
		in.Here = address(c.Request().URL.EscapedPath(), query)
	}
	return language.With(ctx, in)
}

// varies sets Vary, as the answer depends on the language that the client prefers, unless the address names one.
func varies(c echo.Context) {
	if !language.Asked(c.Request().Context()).Asked {
		c.Response().Header().Add("Vary", "Accept-Language")
	}
}
