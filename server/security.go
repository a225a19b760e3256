package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// policies are the two Content-Security-Policies: only embeds may be framed, and only by the origins that were set.
type policies struct {
	pages  string
	embeds string
}

const basePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors "

func contentPolicies(embedOrigins []string) (policies, error) {
	for _, origin := range embedOrigins {
		if !IsOrigin(origin) {
			return policies{}, fmt.Errorf("server: embed origin %q is not an origin such as https://intranet.example.com", origin)
		}
	}
	return policies{pages: basePolicy + "'none'", embeds: basePolicy + framedBy(embedOrigins...)}, nil
}

// framedBy is the list of who may frame a page: this server, for previews, and the origins.
func framedBy(origins ...string) string {
	return strings.Join(append([]string{"'self'"}, origins...), " ")
}

// IsOrigin tells whether a text is an origin, and nothing more: https://intranet.example.com
func IsOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && text == u.Scheme+"://"+u.Host && plainHost(u.Host)
}

// plainOrigin is an origin as browsers write it: in lower case, and without the port that its scheme has anyway.
func plainOrigin(text string) (string, bool) {
	if !IsOrigin(text) {
		return "", false
	}
	origin := strings.ToLower(text)
	for scheme, port := range map[string]string{"https://": ":443", "http://": ":80"} {
		if strings.HasPrefix(origin, scheme) {
			origin = strings.TrimSuffix(origin, port)
		}
	}
	return origin, true
}

// plainHost tells whether a host, with or without a port, has only characters that are harmless in headers and pages.
func plainHost(host string) bool {
	if host == "" || len(host) > 255 {
		return false
	}
	for _, r := range host {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._:[]", r)) {
			return false
		}
	}
	return true
}

// secure sets the security headers of every response, errors included. No response ever sets a cookie.
func (s *Server) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		switch path := c.Request().URL.Path; {
		case path == views.EmbedTestPath:
			header.Set("Content-Security-Policy", "frame-src 'self'; "+s.csp.pages)
			header.Set("Cross-Origin-Resource-Policy", "same-origin")
			header.Set("X-Frame-Options", "DENY")
		case strings.HasPrefix(path, views.EmbedPath):
			header.Set("Content-Security-Policy", s.csp.embeds)
			header.Set("Cross-Origin-Resource-Policy", "cross-origin") // so that a page under COEP can frame it
		default:
			header.Set("Content-Security-Policy", s.csp.pages)
			header.Set("Cross-Origin-Resource-Policy", "same-origin")
			header.Set("X-Frame-Options", "DENY")
		}
		return next(c)
	}
}

// sameOrigin refuses requests that change something when another site's page sends them.
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if err := protection.Check(c.Request()); err != nil {
			return &problem{status: http.StatusForbidden, heading: language.Say("Another site's page may not do this."),
				message: language.Say("The request came from a page of another origin."), advice: language.Say("Use the button on the page itself."), cause: err}
		}
		return next(c)
	}
}

// bounded caps what a client can send as a body.
func (s *Server) bounded(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxBodyBytes)
		return next(c)
	}
}
