package server

import (
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
)

// visual answers /visuals/{name}, and with an ending behind it the same figures in that format.
func (s *Server) visual(c echo.Context) error {
	name, ending, isFile := strings.Cut(c.Param("name"), ".")
	v, err := s.dashboards().Visual(name)
	if err != nil {
		return notFoundBut("visual", name, err)
	}
	if isFile {
		return s.visualFile(c, v, ending)
	}
	st, err := s.state(c)
	if err != nil {
		return err
	}
	return s.page(c, st, "visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		card, err := s.card(ctx, e, origin, st, v)
		if err != nil {
			return nil, err
		}
		path := "/visuals/" + name
		cards := []views.Card{card}
		s.placed(cards, path, st)
		page := views.VisualPage{Page: s.frameOf(e, card.Visual.Title, ""), Card: cards[0]}
		sheet, err := s.dashboards().Sheet(v.Sheet)
		if err == nil {
			page.Sheet, page.From = views.DashboardsPath+v.Sheet, sheet.Title
			page.Controls, err = s.controls(ctx, e, st, sheet, path)
		}
		return views.Visual(page), err
	})
}

func (s *Server) visualFile(c echo.Context, v metrics.Visual, format string) error {
	if format != "csv" && format != "json" {
		return notFound("format", format)
	}
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	st, err := s.state(c, "bom")
	if err != nil {
		return err
	}
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%s visual %s.%s %t %s", e.dataKey(), v.Name, format, withBOM, st.figures().query(s.dashboards().Model).Encode())
	b, err := cached(c.Request().Context(), s.cache, key, func(ctx context.Context) (*body, error) {
		card, err := s.card(ctx, e, "", st, v)
		if err != nil {
			return nil, err
		}
		if format == "json" {
			text, err := toJSON(card.Visual, card.Table, e)
			if err != nil {
				return nil, err
			}
			return newBody(echo.MIMEApplicationJSON, text, e), nil
		}
		text, err := toCSV(card.Table, withBOM)
		if err != nil {
			return nil, fmt.Errorf("write visual %s as CSV: %w", v.Name, err)
		}
		b := newBody("text/csv; charset=utf-8; header=present", text, e)
		b.disposition = fmt.Sprintf(`attachment; filename="%s_v%d.csv"`, v.Name, e.version)
		return b, nil
	})
	if err != nil {
		return err
	}
	return send(c, b)
}

func (s *Server) embedVisual(c echo.Context) error {
	name := c.Param("name")
	v, err := s.dashboards().Visual(name)
	if err != nil {
		return notFoundBut("visual", name, err)
	}
	st, err := s.state(c)
	if err != nil {
		return err
	}
	return s.page(c, st, "embed visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		card, err := s.card(ctx, e, origin, st, v)
		cards := []views.Card{card}
		s.placed(cards, "/embed/visuals/"+name, st)
		return views.Embed(views.EmbedPage{
			Title: card.Visual.Title, Address: origin + cards[0].Address(""), Freshness: e.freshness(), Cards: cards,
		}), err
	})
}
