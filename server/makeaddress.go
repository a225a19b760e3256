package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// AddressRequest says what a signed address is to show, and to whom.
type AddressRequest struct {
	Visual    string
	Dashboard string
	Explore   string        // a chart of Explore, as in its address: measure=receipts&by=channel
	Origin    string        // of the page that frames it; empty: any that the settings allow
	Filters   url.Values    // that it is locked to
	From      time.Time     // zero: now
	Valid     time.Duration // zero: a day
}

// SignedAddress is the address of a frame, without scheme and host.
type SignedAddress struct {
	Path  string // /embed/visuals/funnel?token=…
	Token string
	Grant signed.Grant
}

// Sign makes a signed address. Its errors are fit to be shown to whoever asked for it.
func Sign(sheets *metrics.Dashboards, keys signed.Keys, r AddressRequest) (SignedAddress, error) {
	g := signed.Grant{Visual: r.Visual, Dashboard: r.Dashboard, Explore: r.Explore, From: r.From}
	if g.From.IsZero() {
		g.From = time.Now()
	}
	if r.Valid == 0 {
		r.Valid = signed.UsualValid
	}
	g.Until = g.From.Add(r.Valid)
	path := views.EmbedPath
	switch {
	case r.Explore != "":
		var err error
		if g.Explore, err = putTogether(sheets.Model, r.Explore); err != nil {
			return SignedAddress{}, err
		}
		path += exploreName
	case r.Visual != "":
		if _, err := sheets.Visual(r.Visual); err != nil {
			return SignedAddress{}, err
		}
		path += "visuals/" + r.Visual
	case r.Dashboard != "":
		if _, err := sheets.Sheet(r.Dashboard); err != nil {
			return SignedAddress{}, err
		}
		path += "dashboards/" + r.Dashboard
	}
	if r.Origin != "" {
		var ok bool
		if g.Origin, ok = plainOrigin(r.Origin); !ok {
			return SignedAddress{}, fmt.Errorf("origin %q is not one such as https://intranet.example.com", shorten(r.Origin))
		}
	}
	lock, left, err := sheets.Model.ParseSelection(r.Filters, "")
	if err != nil {
		return SignedAddress{}, err
	}
	if len(left) > 0 {
		_, err := sheets.Model.Dimension(strings.TrimSuffix(left[0], "!"))
		return SignedAddress{}, fmt.Errorf("filter %q: %w", shorten(left[0]), err)
	}
	if len(lock) != len(r.Filters) {
		return SignedAddress{}, errors.New("a filter has no value, or one that leaves nothing out: it would lock nothing")
	}
	g.Filters = sheets.Model.Address(lock, "").Encode()
	token, err := keys.Sign(g)
	if err != nil {
		return SignedAddress{}, err
	}
	g.From, g.Until = g.From.UTC().Truncate(time.Second), g.Until.UTC().Truncate(time.Second)
	return SignedAddress{path + "?" + tokenParam + "=" + token, token, g}, nil
}

// putTogether is the canonical query of an Explore chart. It names the kind of chart even if none was chosen, so that the chart stays the same.
func putTogether(model *metrics.Model, text string) (string, error) {
	query, err := url.ParseQuery(text)
	if err != nil {
		return "", fmt.Errorf("explore %q is not like measure=receipts&by=channel", shorten(text))
	}
	for name := range query {
		if !slices.Contains(exploreParams, name) {
			return "", fmt.Errorf("explore says what is shown, with %s; what it is locked to are filters: %s", strings.Join(exploreParams, ", "), shorten(name))
		}
	}
	x := exploredIn(model, language.English, query)
	if x.wrong.Sentence != "" {
		return "", errors.New(strings.TrimSuffix(x.wrong.Sentence, "."))
	}
	x.auto = false
	return x.query().Encode(), nil
}

// embedAddress answers POST /api/embed-addresses with a signed address, for clients with an API key.
func (s *Server) embedAddress(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	bearer, ok := strings.CutPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
	if !ok || !s.bearers.Has(bearer) {
		return &problem{status: http.StatusUnauthorized, heading: language.Say("An API key is needed."), message: language.Say("The request has none that this server knows."),
			advice: language.Say("Send one of CAFE_EMBED_API_KEYS: Authorization: Bearer …")}
	}
	if kind, _, _ := strings.Cut(c.Request().Header.Get(echo.HeaderContentType), ";"); strings.TrimSpace(kind) != echo.MIMEApplicationJSON {
		return &problem{status: http.StatusUnsupportedMediaType, heading: language.Say("The request is not JSON."), advice: language.Say("Send it with Content-Type: application/json.")}
	}
	var asked struct {
		Visual    string              `json:"visual"`
		Dashboard string              `json:"dashboard"`
		Explore   string              `json:"explore"`
		Origin    string              `json:"origin"`
		Filters   map[string][]string `json:"filters"`
		From      time.Time           `json:"from"`
		Valid     string              `json:"valid"`
	}
	d := json.NewDecoder(http.MaxBytesReader(c.Response(), c.Request().Body, maxAddressRequest))
	d.DisallowUnknownFields()
	err := d.Decode(&asked)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	if err == nil && d.More() {
		err = errors.New("there is more than one value")
	}
	valid := signed.UsualValid
	if err == nil && asked.Valid != "" {
		valid, err = time.ParseDuration(asked.Valid)
		if err == nil && valid <= 0 {
			err = errors.New("valid is not a time")
		}
	}
	if err != nil {
		return &problem{status: http.StatusBadRequest, heading: language.Say("The request cannot be read."), cause: err,
			message: language.Say(`It is like {"visual": "funnel", "filters": {"channel": ["web"]}, "origin": "https://intranet.example.com", "valid": "24h"}.`),
			advice:  language.Say("Other names are dashboard and explore, instead of visual, and from, a time such as 2026-03-01T08:00:00Z.")}
	}
	address, err := Sign(s.dashboards(), s.keys, AddressRequest{Visual: asked.Visual, Dashboard: asked.Dashboard, Explore: asked.Explore, Origin: asked.Origin, Filters: asked.Filters, From: asked.From, Valid: valid})
	if err != nil {
		return &problem{status: http.StatusUnprocessableEntity, heading: language.Say("This cannot be signed."), message: reason(err), cause: err}
	}
	return c.JSON(http.StatusCreated, struct {
		Address string    `json:"address"`
		Token   string    `json:"token"`
		From    time.Time `json:"from"`
		Until   time.Time `json:"until"`
	}{origin(c) + address.Path, address.Token, address.Grant.From, address.Grant.Until})
}

// maxAddressRequest, in bytes, is more than a token has room for.
const maxAddressRequest = 8 << 10
