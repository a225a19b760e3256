package server

import (
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
)

// visual answers /visuals/{name}, and with .csv and .json behind it the same figures in that format.
func (s *Server) visual(c echo.Context) error {
	name := c.Param("name")
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	if csv, ok := strings.CutSuffix(name, ".csv"); ok {
		return s.visualFile(c, csv, "csv", withBOM)
	}
	if err := onlyParams(nil)(func(echo.Context) error { return nil })(c); err != nil {
		return err
	}
	if json, ok := strings.CutSuffix(name, ".json"); ok {
		return s.visualFile(c, json, "json", false)
	}
	if _, ok := s.visuals.Get(name); !ok {
		return notFound("visual", name)
	}
	return s.page(c, "visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		card, err := s.card(ctx, e, origin, name)
		return views.Visual(views.VisualPage{Page: e.frame(card.Visual.Title, ""), Card: card}), err
	})
}

func (s *Server) visualFile(c echo.Context, name, format string, withBOM bool) error {
	v, ok := s.visuals.Get(name)
	if !ok {
		return notFound("visual", name)
	}
	e, err := s.edition(c.Request().Context())
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%s visual %s.%s %t", e.dataKey(), name, format, withBOM)
	b, err := cached(c.Request().Context(), s.cache, key, func(ctx context.Context) (*body, error) {
		card, err := s.card(ctx, e, "", name)
		if err != nil {
			return nil, err
		}
		if format == "json" {
			text, err := toJSON(v, card.Table, e)
			if err != nil {
				return nil, err
			}
			return newBody(echo.MIMEApplicationJSON, text, e), nil
		}
		text, err := toCSV(card.Table, withBOM)
		if err != nil {
			return nil, fmt.Errorf("write visual %s as CSV: %w", name, err)
		}
		b := newBody("text/csv; charset=utf-8; header=present", text, e)
		b.disposition = fmt.Sprintf(`attachment; filename="%s_v%d.csv"`, name, e.version)
		return b, nil
	})
	if err != nil {
		return err
	}
	return send(c, b)
}

func (s *Server) embedVisual(c echo.Context) error {
	name := c.Param("name")
	if _, ok := s.visuals.Get(name); !ok {
		return notFound("visual", name)
	}
	return s.page(c, "embed visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		card, err := s.card(ctx, e, origin, name)
		return views.Embed(views.EmbedPage{
			Title: card.Visual.Title, Address: origin + "/visuals/" + name, Freshness: e.freshness(), Cards: []views.Card{card},
		}), err
	})
}
