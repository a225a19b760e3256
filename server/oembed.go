package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// oEmbed (oembed.com) is how a wiki turns an address that somebody pastes into a frame: it finds this address in the page's head.

const (
	oEmbedPath  = "/oembed"
	oEmbedWidth = 800 // pixels, where the asker has room for them
	leastFrame  = 100 // pixels: smaller shows nothing
	mostAddress = maxSharedBytes + signed.MaxToken
)

// oEmbedParams are those of the standard.
var oEmbedParams = []string{"url", "format", "maxwidth", "maxheight"}

// describedBy is where the page at a path is described; empty where it is not known how the client reaches this server.
func describedBy(origin, path string) string {
	if origin == "" {
		return ""
	}
	return address(origin+oEmbedPath, url.Values{"format": {"json"}, "url": {origin + path}})
}

// oEmbed answers /oembed?url=…: the frame that shows the page of this server at that address, with its filters.
func (s *Server) oEmbed(c echo.Context) error {
	query := c.QueryParams()
	if format := query.Get("format"); format != "" && format != "json" {
		return &problem{status: http.StatusNotImplemented, heading: language.Say("oEmbed is answered as JSON."), message: language.Say("%q is another format.", shorten(format)), advice: language.Say("Ask for format=json.")}
	}
	width, err := room(query, "maxwidth")
	if err != nil {
		return err
	}
	height, err := room(query, "maxheight")
	if err != nil {
		return err
	}
	if query.Get("url") == "" || len(query["url"]) > 1 {
		return &problem{status: http.StatusBadRequest, heading: language.Say("url is missing."), message: language.Say("It is the whole address of a visual or a dashboard of this server."),
			advice: language.Say("Send it as ?url=%s.", url.QueryEscape(origin(c)+views.OverviewSheet))}
	}
	f, err := s.readFramed(c, query.Get("url"))
	if err != nil {
		return err
	}
	if s.signedOnly && !f.query.Has(tokenParam) {
		return unsigned()
	}
	st, err := s.stateOf(c.Request().Context(), f)
	if err != nil {
		return err
	}
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	title, needed, err := s.frameOfAddress(c.Request().Context(), e, st, f)
	if err != nil {
		return err
	}
	frame := struct {
		Version      string `json:"version"`
		Type         string `json:"type"`
		Title        string `json:"title"`
		ProviderName string `json:"provider_name"`
		ProviderURL  string `json:"provider_url"`
		CacheAge     int    `json:"cache_age"` // seconds
		Width        int    `json:"width"`
		Height       int    `json:"height"`
		HTML         string `json:"html"`
	}{Version: "1.0", Type: "rich", Title: title, ProviderName: s.brand.Name, ProviderURL: origin(c) + "/", CacheAge: 3600, Width: min(width, oEmbedWidth), Height: min(height, needed)}
	frame.HTML = views.Iframe(origin(c)+address(f.path, f.query), title, strconv.Itoa(frame.Width), frame.Height)
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, frame)
}

// room reads maxwidth or maxheight. Where there is less than a frame needs at least, the frame is larger.
func room(query url.Values, name string) (int, error) {
	const all = 1 << 20
	if query.Get(name) == "" {
		return all, nil
	}
	pixels, err := strconv.Atoi(query.Get(name))
	if err != nil || pixels < 1 || len(query[name]) > 1 {
		return 0, &problem{status: http.StatusBadRequest, heading: language.Say("%s is a number of pixels.", name), message: language.Say("%q is none.", shorten(query.Get(name))), advice: language.Say("Leave it out for the usual size.")}
	}
	return max(leastFrame, pixels), nil
}

// framed is an address of this server that can stand in a frame.
type framed struct {
	path   string // in the frame: /embed/visuals/funnel
	isPage bool   // what was given is the address of the page itself
	scope  scope
	query  url.Values
}

// own are the parameters of what is framed, beside those of a state.
func (f framed) own() []string {
	var own []string
	if f.scope.explore {
		own = append(own, exploreParams...)
	}
	if !f.isPage {
		own = append(own, themeParam)
	}
	return own
}

// readFramed reads the address of a page, or of its frame. Nothing is fetched: what is not of this server is refused.
func (s *Server) readFramed(c echo.Context, text string) (framed, error) {
	notHere := &problem{status: http.StatusNotFound, heading: language.Say("That is no address of this server."), advice: language.Say("Copy the address of a visual or a dashboard from here.")}
	u, err := url.Parse(text)
	switch {
	case len(text) > mostAddress:
		return framed{}, &problem{status: http.StatusBadRequest, heading: language.Say("That address is too long.")}
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !strings.EqualFold(u.Host, c.Request().Host):
		return framed{}, notHere
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return framed{}, unreadable(err)
	}
	path, inFrame := strings.CutPrefix(u.Path, strings.TrimSuffix(views.EmbedPath, "/"))
	if path == views.ExploreSheet {
		return framed{views.EmbedPath + "explore", !inFrame, scope{explore: true}, query}, nil
	}
	if name, ok := strings.CutPrefix(path, views.VisualsPath); ok {
		_, err := s.visualNamed(c.Request().Context(), name)
		return framed{views.EmbedPath + "visuals/" + name, !inFrame, scope{visual: name}, query}, err
	}
	if name, ok := strings.CutPrefix(path, views.DashboardsPath); ok {
		_, err := s.sheetNamed(c.Request().Context(), name)
		return framed{views.EmbedPath + "dashboards/" + name, !inFrame, scope{dashboard: name}, query}, err
	}
	notHere.heading = language.Say("That address has no frame.")
	notHere.message = language.Say("Visuals, dashboards and Explore have one.")
	return framed{}, notHere
}

// stateOf is the state that a frame's address says, under the lock of its token if that is good.
func (s *Server) stateOf(ctx context.Context, f framed) (state, error) {
	query := with(f.query, nil)
	query.Del(tokenParam)
	st, err := s.parseState(ctx, query, f.own()...)
	if err != nil {
		return st, err
	}
	if st.theme, err = parseTheme(query); err != nil || !f.query.Has(tokenParam) {
		return st, err
	}
	p, wrong := s.verify(f.query[tokenParam], f.scope)
	if wrong != nil {
		return st, wrong
	}
	if st, err = s.under(ctx, st, p); err == nil && f.scope.explore {
		_, err = st.put(query)
	}
	return st, err
}

// frameOfAddress is the title of what an address shows, and how many pixels its frame needs.
func (s *Server) frameOfAddress(ctx context.Context, e *edition, st state, f framed) (title string, height int, err error) {
	if f.scope.dashboard != "" {
		sheet, err := s.sheetNamed(ctx, f.scope.dashboard)
		return sheet.Title, views.DashboardFrameHeight, err
	}
	var v metrics.Visual
	if f.scope.explore {
		query, err := st.put(f.query)
		if err != nil {
			return "", 0, err
		}
		x := s.explored(ctx, query)
		if err := x.problem(); err != nil {
			return "", 0, err
		}
		v = x.visual
	} else if v, err = s.visualNamed(ctx, f.scope.visual); err != nil {
		return "", 0, err
	}
	card, err := s.card(ctx, e, "", st, v)
	return card.Visual.Title, card.FrameHeight(language.Of(ctx)), err
}
