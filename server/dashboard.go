package server

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// sheet answers /dashboards/{name}, and with .xlsx all of it as a workbook.
func (s *Server) sheet(c echo.Context) error {
	ctx := c.Request().Context()
	name, isWorkbook := strings.CutSuffix(c.Param("name"), ".xlsx")
	if isWorkbook {
		return s.workbook(c, name)
	}
	if _, err := s.sheetNamed(ctx, name); err != nil {
		return err
	}
	st, err := s.state(c)
	if err != nil {
		return err
	}
	return s.page(c, st, nil, "dashboard "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		sheet, err := s.sheetNamed(ctx, name) // again: by now it may be another one
		if err != nil {
			return nil, err
		}
		page, err := s.sheetPage(ctx, e, origin, st, sheet)
		page.OEmbed = describedBy(origin, page.Sheet+page.Suffix())
		return views.Dashboard(page), err
	})
}

func (s *Server) sheetNamed(ctx context.Context, name string) (metrics.Dashboard, error) {
	sheet, err := s.dashboardsIn(ctx).Sheet(name)
	if err != nil {
		return sheet, notFoundBut(language.Say("There is no dashboard called %q.", shorten(name)), err)
	}
	return sheet, nil
}

// notFoundBut says that there is nothing of that name, and suggests the nearest.
func notFoundBut(heading language.Message, err error) error {
	p := notFound(heading).(*problem)
	var unknown *metrics.UnknownNameError
	if errors.As(err, &unknown) && unknown.Nearest != "" {
		p.message = language.Say("Did you mean %s?", unknown.Nearest)
	}
	return p
}

func noVersion(version int) error {
	return &problem{status: http.StatusNotFound, heading: language.Say("There is no data version %d.", version),
		message: language.Say("Old versions are deleted after a while."), advice: language.Say("Leave as_of out of the address to see the current one.")}
}

func (s *Server) sheetPage(ctx context.Context, e *edition, origin string, st state, sheet metrics.Dashboard) (views.DashboardPage, error) {
	return s.lockedPage(ctx, e, origin, st, nil, sheet, views.DashboardsPath+sheet.Name)
}

// lockedPage is a dashboard at a path that itself selects something: the lock applies, but is not in its query.
func (s *Server) lockedPage(ctx context.Context, e *edition, origin string, st state, lock metrics.Selection, sheet metrics.Dashboard, path string) (views.DashboardPage, error) {
	model := s.dashboards().Model
	locked := st.with(st.where.And(lock))
	if st.versus != nil {
		versus := st.versus.And(lock)
		locked.versus = &versus
	}
	query := locked.query(model)
	page := views.DashboardPage{
		Page: s.frameOf(ctx, e, sheet.Title, path), Name: sheet.Name, Subtitle: sheet.Lead, Origin: origin, Query: query.Encode(), Own: sheet.Own,
	}
	page.Sheet = path
	key, hasFigures := sheet.KeyFigures()
	visuals := sheet.Visuals
	if hasFigures {
		key, _ = s.dashboardsIn(ctx).Visual(key.Name)
		visuals = append([]metrics.Visual{key}, visuals...)
	}
	var err error
	if page.Controls, err = s.controls(ctx, e, st, sheet, path); err != nil {
		return page, err
	}
	var trends metrics.Table
	var beside errgroup.Group
	if hasFigures {
		beside.Go(func() (err error) {
			trends, err = unpanicked(ctx, func(ctx context.Context) (metrics.Table, error) { return s.trends(ctx, e, locked, key) })
			if err != nil {
				_, err = s.failedPart(ctx, e, "trends of "+key.Name, err)
			}
			return err
		})
	}
	cards, err := s.cards(ctx, e, origin, locked, visuals)
	if err := errors.Join(err, beside.Wait()); err != nil {
		return page, err
	}
	s.place(cards, path, st)
	for i := range cards {
		cards[i].Compares = page.Controls.Compares()
	}
	if hasFigures {
		page.Figures = cards[0].KeyFigures(language.Of(ctx), trends)
		page.FiguresCard = cards[0]
		cards = cards[1:]
	}
	page.Cards = cards
	page.Highlights, page.Speaks = views.HighlightsOf(cards), slices.ContainsFunc(cards, func(c views.Card) bool { return c.Speaks })
	return page, nil
}

// trends are those key figures that can be counted by day, per day.
func (s *Server) trends(ctx context.Context, e *edition, st state, key metrics.Visual) (metrics.Table, error) {
	model := s.dashboards().Model
	q := metrics.Question{By: []string{"day"}, Where: st.where}
	for _, name := range key.Measures {
		if model.Applies("day", name) && model.AddsUp(name, "day") {
			q.Measures = append(q.Measures, name)
		}
	}
	if len(q.Measures) == 0 {
		return metrics.Table{}, nil
	}
	return s.answer(ctx, e, st, q)
}

func (s *Server) embedSheet(c echo.Context) error {
	ctx := c.Request().Context()
	name := c.Param("name")
	st, err := s.frameState(c, scope{dashboard: name})
	if err != nil {
		return err
	}
	if _, err := s.sheetNamed(ctx, name); err != nil {
		return err
	}
	return s.page(c, st, nil, "embed dashboard "+name, func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		sheet, err := s.sheetNamed(ctx, name)
		if err != nil {
			return nil, err
		}
		page, err := s.lockedPage(ctx, e, origin, st, nil, sheet, "/embed/dashboards/"+name)
		return views.Embed(views.EmbedPage{
			Brand: s.brand, Theme: st.theme, Title: page.Title, Address: st.unlessSigned(origin + views.DashboardsPath + sheet.Name + page.Suffix()), Freshness: page.Freshness, Figures: page.Figures, Cards: page.Cards,
		}), err
	})
}
