package server

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/signed"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// oEmbed (oembed.com) is how a wiki turns a pasted address into a frame: the head of the page at that address names this one.

const (
	oEmbedPath  = "/oembed"
	oEmbedWidth = 800 // pixels, if the consumer has room for them
	leastFrame  = 100 // pixels: smaller shows nothing
	mostAddress = maxSharedBytes + signed.MaxToken
)

// oEmbedParams are those of the standard.
var oEmbedParams = []string{"url", "format", "maxwidth", "maxheight"}

// describedBy is the oEmbed address of the page at a path, without a format; empty if this server's own address is not known.
func describedBy(origin, path string) string {
	if origin == "" {
		return ""
	}
	return address(origin+oEmbedPath, url.Values{"url": {origin + path}})
}

// oEmbed answers /oembed?url=…: the frame that shows the page of this server at that address, with its filters.
func (s *Server) oEmbed(c echo.Context) error {
	query := c.QueryParams()
	format := query.Get("format")
	asXML := format == "xml"
	if format != "" && format != "json" && !asXML {
		return &problem{status: http.StatusNotImplemented, heading: language.Say("oEmbed is answered as JSON or XML."), message: language.Say("%q is another format.", shorten(format)), advice: language.Say("Ask for format=json or format=xml.")}
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
	d := description{
		Version: "1.0", Type: "rich", Title: title, ProviderName: s.brand.Name, ProviderURL: origin(c) + "/", CacheAge: 3600, Width: min(width, oEmbedWidth), Height: min(height, needed),
	}
	d.HTML = views.Iframe(origin(c)+address(f.path, f.query), title, strconv.Itoa(d.Width), d.Height)
	if f.scope.dashboard == "" && d.Width >= leastWidth {
		d.picture(origin(c), f)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if asXML {
		text, err := xml.Marshal(d)
		if err != nil {
			return fmt.Errorf("describe a frame: %w", err)
		}
		return c.Blob(http.StatusOK, "text/xml; charset=utf-8", append([]byte(xml.Header), text...)) // the type that the standard says
	}
	return c.JSON(http.StatusOK, d)
}

// description is the answer of the standard.
type description struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title" xml:"title"`
	ProviderName string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"` // seconds
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
	HTML         string   `json:"html" xml:"html"`

	Thumbnail       string `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
}

// picture adds the same visual as a PNG, for consumers that accept no frames. A consumer cannot say which it wants, so the description has the
// type rich and both; with the type photo, nobody would get a frame.
func (d *description) picture(origin string, f framed) {
	d.ThumbnailWidth, d.ThumbnailHeight = d.Width, min(mostHeight, d.Height)
	query := with(f.query, url.Values{"width": {strconv.Itoa(d.ThumbnailWidth)}, "height": {strconv.Itoa(d.ThumbnailHeight)}})
	d.Thumbnail = origin + address(f.path+".png", query)
}

// room reads maxwidth or maxheight, but no less than a frame needs.
func room(query url.Values, name string) (int, error) {
	const all = 1 << 20
	if query.Get(name) == "" {
		return all, nil
	}
	pixels, err := strconv.Atoi(query.Get(name))
	if err != nil || pixels < 1 || len(query[name]) > 1 {
		return 0, &problem{status: http.StatusBadRequest, heading: language.Say("%s is a number of pixels.", name), message: language.Say("%q is not one.", shorten(query.Get(name))), advice: language.Say("Leave it out for the usual size.")}
	}
	return max(leastFrame, pixels), nil
}
