package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/brand"
	"cafe-rewards/static"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
	"cafe-rewards/views/picture"
)

// Limits of a picture, in pixels. A PNG has two dots per pixel, or fewer if it would have more than mostPoints.
const (
	usualWidth  = 800
	leastWidth  = 240
	mostWidth   = 1600
	leastHeight = 100
	mostHeight  = 2000
	mostPoints  = 16_000_000
)

// imagesAtOnce is how many pictures are made at a time. They have an engine of their own, so that pages never wait for them.
const imagesAtOnce = 1

// imageType is the Content-Type of a picture, by the ending of its address.
var imageType = map[string]string{".svg": "image/svg+xml", ".png": "image/png"}

// imageParams are the parameters of a picture, beside those of a state.
var imageParams = []string{themeParam, "width", "height"}

// cutImage splits the name of a picture: funnel.png is the visual funnel.
func cutImage(file string) (name, ending string, ok bool) {
	for ending := range imageType {
		if name, ok := strings.CutSuffix(file, ending); ok {
			return name, ending, true
		}
	}
	return file, "", false
}

// imageForm is what an address says about how a picture looks.
type imageForm struct {
	dark          bool
	width, height int // height is 0 where the picture is as high as it needs to be
}

func parseImageForm(query url.Values) (imageForm, error) {
	form := imageForm{width: usualWidth}
	theme, err := parseTheme(query)
	if err != nil {
		return form, err
	}
	form.dark = theme == "dark"
	if form.width, err = pixels(query, "width", leastWidth, mostWidth, usualWidth); err != nil {
		return form, err
	}
	form.height, err = pixels(query, "height", leastHeight, mostHeight, 0)
	return form, err
}

// themeParam is the query parameter that makes pictures and frames light or dark. By default a picture is light, like paper, and a frame
// follows the reader's system.
const themeParam = "theme"

func parseTheme(query url.Values) (string, error) {
	values := query[themeParam]
	switch {
	case len(values) == 0:
		return "", nil
	case len(values) == 1 && (values[0] == "light" || values[0] == "dark"):
		return values[0], nil
	}
	return "", &problem{status: http.StatusBadRequest, heading: language.Say("theme is light or dark."),
		message: language.Say("%q is neither.", shorten(strings.Join(values, ", "))), advice: language.Say("Leave it out for the usual one.")}
}

func pixels(query url.Values, name string, least, most, usual int) (int, error) {
	values := query[name]
	if len(values) == 0 {
		return usual, nil
	}
	n, err := strconv.Atoi(values[0])
	if err != nil || n < least || n > most || len(values) > 1 {
		return 0, &problem{status: http.StatusBadRequest, heading: language.Say("%s is a number of pixels from %s to %s.", name, format.Counted(least), format.Counted(most)),
			message: language.Say("%q is not one.", shorten(strings.Join(values, ", "))), advice: language.Say("Leave it out for the usual size.")}
	}
	return n, nil
}

func (f imageForm) key() string { return fmt.Sprintf("%t %d %d", f.dark, f.width, f.height) }

func (s *Server) visualImage(c echo.Context, name, ending string) error {
	st, err := s.signedState(c, scope{visual: name}, imageParams...)
	if err != nil {
		return err
	}
	if _, err := s.visualNamed(c.Request().Context(), name); err != nil {
		return err
	}
	key := "visual " + name + " " + st.key(s.dashboards().Model)
	return s.image(c, st, key, ending, func(ctx context.Context, e *edition) (views.Card, error) {
		v, err := s.visualNamed(ctx, name)
		if err != nil {
			return views.Card{}, err
		}
		card, err := s.card(ctx, e, "", st, v)
		card.Arranged = st.arranged[v.Name]
		return card, err
	})
}

// image answers with a card as a picture, which is made once per edition and address.
func (s *Server) image(c echo.Context, st state, key, ending string, build func(context.Context, *edition) (views.Card, error)) error {
	form, err := parseImageForm(c.QueryParams())
	if err != nil {
		return err
	}
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	varies(c)
	ctx := c.Request().Context()
	key = fmt.Sprintf("%s %s image %s %s %s %s", e.saidKey(), s.generation(), ending, form.key(), spokenKey(ctx), key)
	b, err := cached(ctx, s.cache, key, func(ctx context.Context) (*body, error) {
		card, err := build(ctx, e)
		if err != nil {
			return nil, err
		}
		select {
		case s.images <- struct{}{}:
			defer func() { <-s.images }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		p, err := card.Picture(ctx, imageDrawer{s, e}, form.width, s.chips(ctx, st, ""), s.brand, e.freshness(language.Of(ctx)))
		if err != nil {
			return nil, err
		}
		if ending == ".png" { // an SVG keeps such letters as text
			p.Signs = language.Of(ctx).Text("A box with a question mark stands for a letter that pictures have no font for. The page shows it.")
		}
		sheet, err := p.Draw()
		if err != nil {
			return nil, err
		}
		if form.height > 0 {
			sheet = sheet.In(float64(form.height))
		}
		return s.imageBody(e, sheet, form, ending)
	})
	if err != nil {
		return err
	}
	return send(c, s.forReader(st, b))
}

func (s *Server) imageBody(e *edition, sheet picture.Sheet, form imageForm, ending string) (*body, error) {
	theme := s.light
	if form.dark {
		theme = s.dark
	}
	var content []byte
	var err error
	if ending == ".svg" {
		content, err = sheet.SVG(theme)
	} else {
		content, err = sheet.PNG(theme, min(2, math.Sqrt(mostPoints/(sheet.Width*sheet.Height))))
	}
	if err != nil {
		return nil, err
	}
	var b *body
	if ending == ".svg" {
		b = newBody(imageType[ending], content, e)
	} else {
		b = plainBody(imageType[ending], content, e)
	}
	b.modified = time.Time{} // a picture also changes with the program, as its tag does
	return b, nil
}

// imageDrawer draws the charts of pictures, each once per data version: a drawing is the same in light and dark, SVG and PNG.
type imageDrawer struct {
	s *Server
	e *edition
}

func (d imageDrawer) SVG(ctx context.Context, option []byte, width, height int) ([]byte, error) {
	key := fmt.Sprintf("%s image drawing %x %d %d", d.e.dataKey(), sha256.Sum256(option), width, height)
	drawn, err := cached(ctx, d.s.cache, key, func(ctx context.Context) (markup, error) {
		return d.s.imageDrawer.SVG(ctx, option, width, height)
	})
	return drawn, err
}

// markup is a drawing in the cache.
type markup []byte

func (m markup) size() int { return len(m) }

// themes are the colours of pictures: those of the style sheet, overridden by the brand's.
func themes(b *brand.Brand) (light, dark picture.Theme) {
	sheets := [][]byte{static.All()["app.css"].Body}
	if b != nil && b.Style != nil {
		sheets = append(sheets, b.Style.Body)
	}
	return picture.Themes(sheets...)
}
