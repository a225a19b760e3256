package server

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/owned"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// dashboardList answers /dashboards: all dashboards, those of the owner with what can be changed, and the files that cannot be used.
func (s *Server) dashboardList(c echo.Context) error {
	page := views.DashboardListPage{Page: s.frame(c.Request().Context(), language.Of(c.Request().Context()).Text("Dashboards"), views.DashboardList), Changeable: s.own.Changeable()}
	now := s.own.State()
	for _, sheet := range now.Dashboards.In(language.Of(c.Request().Context())).Sheets() {
		listed := views.ListedDashboard{Name: sheet.Name, Title: sheet.Title, Lead: sheet.Lead}
		for _, v := range sheet.Visuals {
			listed.Visuals = append(listed.Visuals, views.ListedVisual{Name: v.Name, Title: v.Title})
		}
		if sheet.Own {
			page.Own = append(page.Own, listed)
		} else {
			page.Programs = append(page.Programs, listed)
		}
	}
	for _, b := range now.Broken {
		page.Broken = append(page.Broken, views.BrokenDashboard{File: b.File, Problems: strings.Split(b.Problem, "\n"), Served: b.Served})
	}
	return s.fresh(c, http.StatusOK, views.DashboardListing(page))
}

// addToDashboard answers the form on /explore: it puts what is shown there on one of the owner's dashboards, or on a new one.
func (s *Server) addToDashboard(c echo.Context) error {
	query, err := url.ParseQuery(c.FormValue("explore"))
	if err != nil {
		return unreadable(err)
	}
	st, err := s.parseState(c.Request().Context(), query, exploreParams...)
	if err != nil {
		return err
	}
	x := s.explored(c.Request().Context(), query)
	if err := x.problem(); err != nil {
		return err
	}
	v := s.dashboards().Model.Restrict(x.declaration(), st.where)
	v.Title = strings.TrimSpace(c.FormValue("title"))
	name := c.FormValue("dashboard")
	if name == "" {
		name, err = s.own.Create(strings.TrimSpace(c.FormValue("new")), v)
	} else {
		err = s.own.Add(name, v)
	}
	return s.changed(c, err, views.DashboardsPath+name)
}

// declaration is the visual with only what was chosen, without what follows from it.
func (x exploration) declaration() metrics.Visual {
	return metrics.Visual{
		Measures: x.visual.Measures, By: x.visual.By, Series: x.visual.Series, Panels: x.visual.Panels, Kind: x.visual.Kind, Order: x.visual.Order,
	}
}

func (s *Server) renameDashboard(c echo.Context) error {
	return s.changed(c, s.own.Rename(c.Param("name"), strings.TrimSpace(c.FormValue("title"))), views.DashboardList)
}

func (s *Server) deleteDashboard(c echo.Context) error {
	return s.changed(c, s.own.Delete(c.Param("name")), views.DashboardList)
}

func (s *Server) renameVisual(c echo.Context) error {
	return s.changed(c, s.own.RenameVisual(c.Param("name"), c.Param("visual"), strings.TrimSpace(c.FormValue("title"))), views.DashboardList)
}

func (s *Server) removeVisual(c echo.Context) error {
	return s.changed(c, s.own.RemoveVisual(c.Param("name"), c.Param("visual")), views.DashboardList)
}

// changed redirects to where a change can be seen, or says why nothing was changed.
func (s *Server) changed(c echo.Context, err error, to string) error {
	var refused *owned.RefusedError
	switch {
	case errors.As(err, &refused):
		return &problem{status: http.StatusUnprocessableEntity, heading: language.Say("This cannot be changed."), message: refused.Reason, advice: language.Say("Go back, and correct it there."), cause: err}
	case errors.Is(err, owned.ErrUnknown):
		return &problem{status: http.StatusNotFound, heading: language.Say("There is no such dashboard of your own, or no such visual on it."),
			message: language.Say("The program's own dashboards cannot be changed."), advice: language.Say("The page Dashboards lists all there are."), cause: err}
	case err != nil:
		return err
	}
	s.log.InfoContext(c.Request().Context(), "A dashboard of the owner's was changed", "request_id", requestID(c), "path", shorten(c.Request().URL.Path), "from", c.RealIP())
	return c.Redirect(http.StatusSeeOther, language.Address(c.Request().Context(), to))
}
