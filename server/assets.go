package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe-rewards/static"
)

// static serves a file under its name with the hash: whatever is kept under that name is right for ever.
func (s *Server) static(c echo.Context) error {
	asset, ok := static.Open(c.Param("*"))
	if !ok {
		return notFound("file", c.Param("*"))
	}
	return send(c, assetBody(asset, "public, max-age=31536000, immutable"))
}

func assetBody(a static.Asset, cacheControl string) *body {
	return &body{contentType: a.Type, cacheControl: cacheControl, tag: strings.Trim(a.ETag, `"`), modified: time.Time{}, plain: a.Body, gzip: a.Gzip, brotli: a.Brotli}
}

// favicon is for browsers that ask for it whatever the page says.
func (s *Server) favicon(c echo.Context) error {
	return send(c, assetBody(static.All()["icon.svg"], "public, max-age=86400"))
}

// robots keeps crawlers out: what is here is the company's own.
func (s *Server) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /\n")
}
