package server

import (
	"context"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
)

// overviewCards are the cards of the overview, with their columns of the grid of 12.
var overviewCards = []struct {
	name string
	span int
}{
	{"funnel", 5}, {"activity-by-day", 7},
	{"completion-by-offer", 7}, {"channel-effectiveness", 5},
	{"completion-by-age", 4}, {"hours-histogram", 5}, {"hours-to-complete", 3},
}

func (s *Server) dashboard(c echo.Context) error {
	if name := c.Param("name"); name != "overview" {
		return notFound("dashboard", name)
	}
	return s.page(c, "dashboard overview", s.buildOverview)
}

func (s *Server) buildOverview(ctx context.Context, e *edition, origin string) (templ.Component, error) {
	page, err := s.overview(ctx, e, origin)
	return views.Dashboard(page), err
}

func (s *Server) overview(ctx context.Context, e *edition, origin string) (views.DashboardPage, error) {
	page := views.DashboardPage{
		Page: e.frame("Overview", views.OverviewSheet), Name: "overview", Origin: origin,
		Subtitle: "What became of the offers that customers received, over the whole programme.",
	}
	names := []string{"overview"}
	for _, card := range overviewCards {
		names = append(names, card.name)
	}
	cards, err := s.cards(ctx, e, origin, names...)
	if err != nil {
		return page, err
	}
	page.Figures = views.OverviewFigures(cards["overview"].Table, cards["activity-by-day"].Table)
	for _, c := range overviewCards {
		card := cards[c.name]
		card.Span = c.span
		page.Cards = append(page.Cards, card)
	}
	return page, nil
}

func (s *Server) embedDashboard(c echo.Context) error {
	if name := c.Param("name"); name != "overview" {
		return notFound("dashboard", name)
	}
	return s.page(c, "embed dashboard overview", func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		page, err := s.overview(ctx, e, origin)
		return views.Embed(views.EmbedPage{
			Title: page.Title, Address: origin + views.OverviewSheet, Freshness: page.Freshness, Figures: page.Figures, Cards: page.Cards,
		}), err
	})
}
