package server

import (
	"bytes"
	"context"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// visual answers /visuals/{name}, and with a file extension the same figures in that format.
func (s *Server) visual(c echo.Context) error {
	ctx := c.Request().Context()
	if name, ending, ok := cutImage(c.Param("name")); ok {
		return s.visualImage(c, name, ending)
	}
	name, format, isFile := tablefile.CutFormat(c.Param("name"))
	if isFile {
		return s.visualFile(c, name, format)
	}
	if _, err := s.visualNamed(ctx, name); err != nil {
		return err
	}
	st, err := s.state(c)
	if err != nil {
		return err
	}
	return s.page(c, st, nil, "visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		v, err := s.visualNamed(ctx, name) // again: by now it may be another one
		if err != nil {
			return nil, err
		}
		card, err := s.card(ctx, e, origin, st, v)
		if err != nil {
			return nil, err
		}
		path := "/visuals/" + name
		card.Large = true
		cards := []views.Card{card}
		s.place(cards, path, st)
		page := views.VisualPage{Page: s.frameOf(ctx, e, card.Visual.Title, ""), Card: s.drawn(ctx, e, cards[0])}
		page.OEmbed = describedBy(origin, page.Card.Address(""))
		sheet, err := s.dashboardsIn(ctx).Sheet(v.Sheet)
		if err == nil {
			page.Sheet, page.From = views.DashboardsPath+v.Sheet, sheet.Title
			page.Controls, err = s.controls(ctx, e, st, sheet, path)
			page.Card.Compares = page.Controls.Compares()
		}
		return views.Visual(page), err
	})
}

func (s *Server) visualNamed(ctx context.Context, name string) (metrics.Visual, error) {
	v, err := s.dashboardsIn(ctx).Visual(name)
	if err != nil {
		return v, notFoundBut(language.Say("There is no visual called %q.", shorten(name)), err)
	}
	return v, nil
}

func (s *Server) visualFile(c echo.Context, name string, format tablefile.Format) error {
	st, err := s.signedState(c, scope{visual: name}, fileParams(format)...)
	if err != nil {
		return err
	}
	if _, err := s.visualNamed(c.Request().Context(), name); err != nil {
		return err
	}
	st = st.forFile(format)
	key := "visual " + name + " " + st.key(s.dashboards().Model)
	return s.file(c, st, key, format, func(ctx context.Context, e *edition) (views.Card, error) {
		v, err := s.visualNamed(ctx, name)
		if err != nil {
			return views.Card{}, err
		}
		return s.card(ctx, e, "", st, v)
	})
}

// fileParams are the parameters of a file in that format, beside those of a state.
func fileParams(format tablefile.Format) []string {
	if format == tablefile.CSV {
		return []string{"bom"}
	}
	return nil
}

// file answers with the figures of a card in a format. The file is written once per edition and key.
func (s *Server) file(c echo.Context, st state, key string, format tablefile.Format, build func(context.Context, *edition) (views.Card, error)) error {
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	origin, selected := st.unlessSigned(origin(c)), st.figures()
	selected.locale = "" // it selects nothing
	query := selected.query(s.dashboards().Model)
	ctx := fileContext(c, format)
	key = fmt.Sprintf("%s %s file %s %t %s %s %s", e.dataKey(), s.generation(), format, withBOM, origin, spokenKey(ctx), key)
	b, err := cached(ctx, s.cache, key, func(ctx context.Context) (*body, error) {
		card, err := build(undrawn(ctx), e)
		if err != nil {
			return nil, err
		}
		var file bytes.Buffer
		if withBOM {
			file.WriteString(tablefile.ByteOrderMark)
		}
		head := tablefile.Head{
			Locale: language.Of(ctx), Visual: card.Visual.Name, Title: card.Visual.Title, Subtitle: card.Visual.Subtitle, Definition: card.Visual.Definition,
			DataVersion: e.version, PublishedAt: e.publishedAt, Sample: e.sample, Selection: query, Address: pageAddress(origin, card.Address("")),
		}
		if err := tablefile.Write(&file, format, head, card.Table); err != nil {
			return nil, err
		}
		b := newBody(format.ContentType(), file.Bytes(), e)
		if format != tablefile.JSON {
			b.disposition = fmt.Sprintf(`attachment; filename="%s_v%d.%s"`, card.Visual.Name, e.version, format)
		}
		return b, nil
	})
	if err != nil {
		return err
	}
	return send(c, s.forReader(st, b))
}

// fileContext is the context in which a file is made. An Excel workbook is for people, and in their language; the other formats are for
// programs, and always in English.
func fileContext(c echo.Context, format tablefile.Format) context.Context {
	ctx := c.Request().Context()
	if format != tablefile.Excel {
		return language.With(ctx, language.Request{})
	}
	varies(c)
	return ctx
}

// forFile is the state of a file in a format, without the language if the format is the same in all of them.
func (st state) forFile(format tablefile.Format) state {
	if format != tablefile.Excel {
		st.locale = ""
	}
	return st
}

// pageAddress is the absolute address of a page; empty if this server's own address is not known.
func pageAddress(origin, path string) string {
	if origin == "" {
		return ""
	}
	return origin + path
}

func (s *Server) embedVisual(c echo.Context) error {
	ctx := c.Request().Context()
	name := c.Param("name")
	if of, ending, ok := cutImage(name); ok {
		return s.visualImage(c, of, ending)
	}
	st, err := s.frameState(c, scope{visual: name})
	if err != nil {
		return err
	}
	if _, err := s.visualNamed(ctx, name); err != nil {
		return err
	}
	return s.page(c, st, nil, "embed visual "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		v, err := s.visualNamed(ctx, name)
		if err != nil {
			return nil, err
		}
		card, err := s.card(ctx, e, origin, st, v)
		if err != nil {
			return nil, err
		}
		cards := []views.Card{card}
		s.place(cards, "/embed/visuals/"+name, st)
		return views.Embed(views.EmbedPage{
			Brand: s.brand, Theme: st.theme, Title: card.Visual.Title, Address: st.unlessSigned(origin + cards[0].Address("")), Freshness: e.freshness(language.Of(ctx)), Cards: []views.Card{s.drawn(ctx, e, cards[0])},
		}), nil
	})
}
