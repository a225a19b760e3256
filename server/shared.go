package server

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/shared"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// maxSharedBytes is the longest address that is shared: what people choose by hand has a few hundred bytes.
const maxSharedBytes = 4000

// share makes a short address for a page, and answers a script with JSON and a form with a page.
func (s *Server) share(c echo.Context) error {
	short, long, err := s.shorten(c)
	if err != nil {
		return err
	}
	full := origin(c) + short
	c.Response().Header().Set("Location", short)
	c.Response().Header().Set("Cache-Control", "no-store")
	if wanted(c.Request()) == "json" {
		return c.JSON(http.StatusCreated, struct {
			Address string `json:"address"`
		}{full})
	}
	varies(c)
	html, err := render(c.Request().Context(), views.Shared(views.SharedPage{Page: s.frame(c.Request().Context(), language.Of(c.Request().Context()).Text("Short address"), ""), Short: full, Long: long}))
	if err != nil {
		return err
	}
	return c.HTMLBlob(http.StatusCreated, html)
}

func (s *Server) shorten(c echo.Context) (short, long string, err error) {
	pin := 0
	if c.FormValue("pin") != "" {
		e, err := s.edition(c.Request().Context())
		if err != nil {
			return "", "", err
		}
		pin = e.version
	}
	if long, err = s.canonical(c.Request().Context(), c.FormValue("address"), pin); err != nil {
		return "", "", err
	}
	code, err := s.shared.Keep(c.Request().Context(), long)
	return views.SharedPath + code, long, err
}

// canonical is the canonical form of the address of a page of this server, parsed as the page itself parses it. If pin is not 0, it adds the data
// version, unless the address names one. The result always begins with the path of a known page, so nobody can be led elsewhere.
func (s *Server) canonical(ctx context.Context, sent string, pin int) (string, error) {
	if len(sent) > maxSharedBytes {
		return "", unshareable(language.Say("It is too long."))
	}
	path, rawQuery, _ := strings.Cut(sent, "?")
	rawQuery, _, _ = strings.Cut(rawQuery, "#")
	own, err := s.sharedPage(ctx, path)
	if err != nil {
		return "", err
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return "", unreadable(err)
	}
	st, err := s.parseState(ctx, query, own...)
	if err != nil {
		return "", err
	}
	if st.asOf == 0 {
		st.asOf = pin
	}
	canonical := st.query(s.dashboards().Model)
	for _, name := range own {
		if values := chosen(query[name]); len(values) > 0 {
			canonical[name] = values
		}
	}
	long := address(path, canonical)
	if len(long) > maxSharedBytes {
		return "", unshareable(language.Say("It is too long."))
	}
	return long, nil
}

// sharedPage says which parameters a page takes besides those of a state. Pages without a state are refused.
func (s *Server) sharedPage(ctx context.Context, path string) (own []string, err error) {
	if path == views.ExploreSheet {
		return exploreParams, nil
	}
	if name, ok := strings.CutPrefix(path, views.DashboardsPath); ok {
		_, err := s.sheetNamed(ctx, name)
		return nil, err
	}
	if name, ok := strings.CutPrefix(path, views.VisualsPath); ok {
		_, err := s.visualNamed(ctx, name)
		return nil, err
	}
	return nil, unshareable(language.Say("Only dashboards, visuals and Explore have one."))
}

func unshareable(why language.Message) error {
	return &problem{status: http.StatusUnprocessableEntity, heading: language.Say("This address cannot have a short one."), message: why}
}

// sharedView redirects from a short address to the address that it stands for.
func (s *Server) sharedView(c echo.Context) error {
	long, err := s.shared.Find(c.Request().Context(), c.Param("code"))
	if errors.Is(err, shared.ErrUnknown) {
		return &problem{status: http.StatusNotFound, heading: language.Say("There is no view at this short address."),
			message: language.Say("It was mistyped, or deleted because nobody had used it for a long time."), advice: language.Say("Ask whoever sent it for the page itself."), cause: err}
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusFound, long)
}
