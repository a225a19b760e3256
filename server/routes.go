package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// route is an address, who answers it, and the query parameters that it takes.
type route struct {
	method  string
	path    string
	handler echo.HandlerFunc
	params  []string
}

// routes makes the whole site. A GET route answers HEAD too.
func (s *Server) routes() *echo.Echo {
	const get, post = http.MethodGet, http.MethodPost
	all := []route{
		{get, "/", s.answers, nil},
		{get, "/dashboards/:name", s.dashboard, nil},
		{get, "/visuals/:name", s.visual, []string{"bom"}},
		{get, "/embed/visuals/:name", s.embedVisual, nil},
		{get, "/embed/dashboards/:name", s.embedDashboard, nil},
		{get, "/exports", s.redirectTo("/exports/"), nil},
		{get, "/exports/", s.exportsPage, nil},
		{get, "/exports/:file", s.export, []string{"bom"}},
		{get, "/pipeline", s.pipeline, nil},
		{post, "/pipeline/run", s.runPipeline, nil},
		{get, "/pipeline/status.json", s.status, nil},
		{get, "/pipeline/rejects.csv", s.newestRejects, []string{"bom"}},
		{get, "/pipeline/runs/:run/rejects.csv", s.rejects, []string{"bom"}},
		{get, "/static/*", s.static, nil},
		{get, "/favicon.ico", s.favicon, nil},
		{get, "/robots.txt", s.robots, nil},
		{get, "/livez", s.live, nil},
		{get, "/readyz", s.ready, nil},
		{get, "/metrics", s.prometheus, nil},
	}
	e := echo.New()
	e.HTTPErrorHandler = s.fail
	e.IPExtractor = echo.ExtractIPDirect() // a header cannot choose the address that is logged
	e.Use(s.observe, s.secure, s.recovered, s.sameOrigin, s.bounded)
	for _, r := range all {
		methods := []string{r.method}
		if r.method == get {
			methods = append(methods, http.MethodHead)
		}
		e.Match(methods, r.path, r.handler, onlyParams(r.params))
	}
	return e
}

func (s *Server) redirectTo(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, path) }
}
