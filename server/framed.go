package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// framed is an address of this server that can be shown in a frame.
type framed struct {
	path   string // in the frame: /embed/visuals/funnel
	isPage bool   // the given address was that of the page, not of its frame
	scope  scope
	query  url.Values
}

// own are the parameters that the address may have besides those of a state.
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

// readFramed parses the address of a page or of its frame. Nothing is fetched, and addresses of other servers are refused.
func (s *Server) readFramed(c echo.Context, text string) (framed, error) {
	notHere := &problem{status: http.StatusNotFound, heading: language.Say("That is not an address of this server."), advice: language.Say("Copy the address of a visual or a dashboard from here.")}
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

// stateOf is the state in a frame's address, under the lock of its token if it has a valid one.
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
		_, err = st.exploreQuery(query)
	}
	return st, err
}

// frameOfAddress is the title of what an address shows, and the height in pixels that its frame needs.
func (s *Server) frameOfAddress(ctx context.Context, e *edition, st state, f framed) (title string, height int, err error) {
	if f.scope.dashboard != "" {
		sheet, err := s.sheetNamed(ctx, f.scope.dashboard)
		return sheet.Title, views.DashboardFrameHeight, err
	}
	var v metrics.Visual
	if f.scope.explore {
		query, err := st.exploreQuery(f.query)
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
