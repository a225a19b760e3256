package server

import (
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/static"
	"cafe-rewards/views/language"
)

// forever is for what has a hash of its content in its name.
const forever = "public, max-age=31536000, immutable"

// static serves a file under its name with the hash, so a cached copy never goes out of date.
func (s *Server) static(c echo.Context) error {
	asset, ok := static.Open(c.Param("*"))
	if !ok {
		return notFound(language.Say("There is no file called %q.", shorten(c.Param("*"))))
	}
	return send(c, assetBody(asset, forever))
}

// shortly is for what keeps its name when its content changes, because other sites' pages refer to it.
const shortly = "public, max-age=300"

// embedScript serves the script of the custom elements. Any page may load it, also as a module: everything in it is public.
func (s *Server) embedScript(c echo.Context) error {
	header := c.Response().Header()
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Access-Control-Allow-Origin", "*")
	return send(c, assetBody(static.All()["embed.js"], shortly))
}

func assetBody(a static.Asset, cacheControl string) *body {
	return &body{contentType: a.Type, cacheControl: cacheControl, tag: strings.Trim(a.ETag, `"`), plain: a.Body,
		gzip: func() []byte { return a.Gzip }, brotli: func() []byte { return a.Brotli }}
}

// favicon is for browsers that ask for it regardless of what the page says.
func (s *Server) favicon(c echo.Context) error {
	const forADay = "public, max-age=86400"
	if logo, ok := s.branded[path.Base(s.brand.Logo)]; ok {
		icon := *logo
		icon.cacheControl = forADay
		return sendBranded(c, &icon)
	}
	return send(c, assetBody(static.All()["icon.svg"], forADay))
}

// robots keeps crawlers out: everything here is internal to the company.
func (s *Server) robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /\n")
}
