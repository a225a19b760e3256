package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/brand"
	"cafe-rewards/views"
)

// route is an address, who answers it, and the query parameters that it takes.
type route struct {
	method  string
	path    string
	handler echo.HandlerFunc
	params  []string
}

// stateful stands for the parameters of a state, such as filters. parseState refuses all others.
var stateful = []string{"*"}

// routes makes the whole site. A GET route answers HEAD too.
func (s *Server) routes() *echo.Echo {
	const get, post = http.MethodGet, http.MethodPost
	all := []route{
		{get, "/", s.answers, nil},
		{get, "/explore", s.explore, stateful},
		{get, "/explore.:format", s.exploreFile, stateful},
		{get, "/embed/explore", s.embedExplore, stateful},
		{get, "/embed/explore.:format", s.exploreImage, stateful},
		{get, "/dashboards", s.dashboardList, nil},
		{post, "/dashboards", s.addToDashboard, nil},
		{post, "/dashboards/:name/rename", s.renameDashboard, nil},
		{post, "/dashboards/:name/delete", s.deleteDashboard, nil},
		{post, "/dashboards/:name/visuals/:visual/rename", s.renameVisual, nil},
		{post, "/dashboards/:name/visuals/:visual/remove", s.removeVisual, nil},
		{post, "/shared", s.share, nil},
		{get, "/s/:code", s.sharedView, nil},
		{get, "/dashboards/:name", s.sheet, stateful},
		{get, "/visuals/:name", s.visual, stateful},
		{get, "/offers/:id", s.offerPage, stateful},
		{get, "/rows/:fact", s.rows, stateful},
		{get, "/embed/visuals/:name", s.embedVisual, stateful},
		{get, "/embed/dashboards/:name", s.embedSheet, stateful},
		{get, oEmbedPath, s.oEmbed, oEmbedParams},
		{post, "/api/embed-addresses", s.embedAddress, nil},
		{get, views.EmbedTestPath, s.embedTest, []string{"address", "origin"}},
		{post, views.EmbedTestPath, s.embedTest, nil},
		{get, "/exports", s.redirectTo("/exports/"), nil},
		{get, "/exports/", s.exportsPage, nil},
		{get, "/exports/:file", s.export, []string{"bom"}},
		{get, "/pipeline", s.pipeline, nil},
		{post, "/pipeline/run", s.runPipeline, nil},
		{get, "/pipeline/status.json", s.status, nil},
		{get, "/pipeline/rejects.csv", s.newestRejects, []string{"bom"}},
		{get, "/pipeline/runs/:run/rejects.csv", s.rejects, []string{"bom"}},
		{get, "/embed.js", s.embedScript, nil},
		{get, "/static/*", s.static, nil},
		{get, brand.Prefix + ":file", s.brandFile, nil},
		{get, "/favicon.ico", s.favicon, nil},
		{get, "/robots.txt", s.robots, nil},
		{get, "/livez", s.live, nil},
		{get, "/readyz", s.ready, nil},
		{get, "/metrics", s.prometheus, nil},
	}
	e := echo.New()
	e.HTTPErrorHandler = s.fail
	e.IPExtractor = echo.ExtractIPDirect() // otherwise a header could choose the address that is logged
	e.Use(s.observe, s.secure, s.recovered, s.spoken, s.sameOrigin, s.bounded, s.onlySigned)
	for _, r := range all {
		methods := []string{r.method}
		if r.method == get {
			methods = append(methods, http.MethodHead)
		}
		checks := []echo.MiddlewareFunc{onlyParams(r.params)}
		if slices.Equal(r.params, stateful) {
			checks = nil // parseState knows what they take
		}
		if r.method == post {
			checks = append(checks, readForm)
		}
		e.Match(methods, r.path, r.handler, checks...)
	}
	return e
}

func (s *Server) redirectTo(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, path) }
}
