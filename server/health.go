package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe-rewards/views/language"
)

// live says that the process answers, whatever the state of the database, since a restart would not help the database.
func (s *Server) live(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(http.StatusOK, "alive\n")
}

// ready says whether requests should be routed here: a version is published, and the database answers.
func (s *Server) ready(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if _, err := s.edition(c.Request().Context()); err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready: "+explain(err).heading.In(language.English)+"\n")
	}
	if a := s.watch.answer.Load(); a == nil || a.err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready: the database does not answer\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
