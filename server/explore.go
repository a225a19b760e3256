package server

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// explore answers /explore: any figures by any groups, as the address says.
func (s *Server) explore(c echo.Context) error {
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return unreadable(err)
	}
	st, err := s.parseState(c.Request().Context(), query, exploreParams...)
	if err != nil {
		return err
	}
	return s.page(c, st, s.explored(c.Request().Context(), query).query(), "explore", func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		page, err := s.explorePage(ctx, e, origin, st, query)
		return views.Explore(page), err
	})
}

// exploredState reads the address of a file or a frame of Explore, which may be signed, and what is to be seen there.
func (s *Server) exploredState(c echo.Context, own ...string) (state, url.Values, error) {
	st, err := s.signedState(c, scope{explore: true}, append(own, exploreParams...)...)
	if err != nil {
		return st, nil, err
	}
	query, err := st.exploreQuery(c.QueryParams())
	return st, query, err
}

// exploreQuery is the part of an address that says which chart Explore shows. A signed address has it in its token, and nowhere else: one that
// says anything of it beside the token is refused.
func (st state) exploreQuery(query url.Values) (url.Values, error) {
	if st.pass == nil {
		return query, nil
	}
	for _, name := range append([]string{exploreName + drillSuffix}, exploreParams...) {
		if query.Has(name) {
			return nil, &problem{status: http.StatusForbidden, heading: language.Say("This address is locked to one chart."),
				message: language.Say("Its figures, groups and kind of chart are signed."), advice: language.Say("Leave %s out of the address.", name)}
		}
	}
	signed, err := url.ParseQuery(st.pass.grant.Explore)
	if err != nil {
		return nil, unreadable(err)
	}
	return signed, nil
}

func (s *Server) explorePage(ctx context.Context, e *edition, origin string, st state, query url.Values) (views.ExplorePage, error) {
	model := s.dashboardsIn(ctx).Model
	x := s.explored(ctx, query)
	all := x.query()
	filters := st.query(model)
	maps.Copy(filters, all)
	page := views.ExplorePage{Page: s.frameOf(ctx, e, language.Of(ctx).Text("Explore"), views.ExploreSheet), Query: filters.Encode(), Wrong: x.wrong}
	for i, fit := range page.Wrong.Fits {
		other := st.figures().query(model)
		maps.Copy(other, all)
		other.Set("chart", fit.Value)
		page.Wrong.Fits[i].Address = address(views.ExploreSheet, other)
	}
	if x.wrong.Sentence == "" {
		card, err := s.exploreCard(ctx, e, origin, st, x)
		var tooMany *metrics.TooManyRowsError
		switch {
		case errors.As(err, &tooMany):
			page.Wrong = views.Wrong{Field: "by", Sentence: language.Of(ctx).Text("That would be too many groups to show. Choose coarser ones, or filter.")}
		case err != nil:
			return page, err
		default:
			cards := []views.Card{card}
			s.place(cards, views.ExploreSheet, st)
			maps.Copy(cards[0].Kept, all)
			page.Card = &cards[0]
		}
	}
	page.Form = s.exploreForm(ctx, st, x)
	var err error
	if page.Controls, err = s.exploreControls(ctx, e, st, x); err != nil {
		return page, err
	}
	if page.Card != nil {
		page.Card.Compares = page.Controls.Compares()
	}
	if page.Card != nil && s.own.Changeable() {
		page.Add = &views.AddToDashboard{Title: page.Card.Visual.Title, Versus: st.versus != nil}
		for _, sheet := range s.own.State().Own() {
			page.Add.Dashboards = append(page.Add.Dashboards, views.Choice{Value: sheet.Name, Label: sheet.Title})
		}
	}
	return page, nil
}

func (s *Server) exploreCard(ctx context.Context, e *edition, origin string, st state, x exploration) (views.Card, error) {
	card, err := s.card(ctx, e, origin, st, x.visual)
	query := s.links(st, st.figures().query(s.dashboards().Model))
	if st.pass == nil { // else the token says it
		maps.Copy(query, x.query())
	}
	card.Place, card.Query = views.ExploreSheet, query.Encode()
	if err != nil {
		return card, err
	}
	return s.drawn(ctx, e, card), nil
}

// exploreControls are the filters that apply to all chosen figures.
func (s *Server) exploreControls(ctx context.Context, e *edition, st state, x exploration) (views.Controls, error) {
	model := s.dashboards().Model
	var names []string
	for _, d := range model.Dimensions() {
		if s.applies(d.Name, x.visual.Measures) {
			names = append(names, d.Name)
		}
	}
	bar, err := s.controls(ctx, e, st, metrics.Dashboard{Controls: names, Figures: x.visual.Measures}, views.ExploreSheet)
	if err != nil {
		return bar, err
	}
	maps.Copy(bar.Kept, x.query())
	reset := st.unfiltered().query(model)
	maps.Copy(reset, x.query())
	bar.Reset = address(views.ExploreSheet, reset)
	for _, chips := range [][]views.Chip{bar.Chips, bar.Rest} {
		for i, chip := range chips {
			chips[i].Address = withQuery(chip.Address, x.query())
		}
	}
	if bar.Alone != "" {
		bar.Alone = withQuery(bar.Alone, x.query())
	}
	return bar, nil
}

// withQuery adds parameters to an address of this server's.
func withQuery(address string, more url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // it was made by address
	}
	query := u.Query()
	maps.Copy(query, more)
	u.RawQuery = query.Encode()
	return u.String()
}

func (s *Server) applies(dimension string, measures []string) bool {
	model := s.dashboards().Model
	return !slices.ContainsFunc(measures, func(name string) bool {
		_, err := model.Measure(name)
		return err == nil && !model.Applies(dimension, name)
	})
}

// exploreFile answers /explore.csv and its like: the figures of the same address as a file.
func (s *Server) exploreFile(c echo.Context) error {
	name := "explore." + c.Param("format")
	if _, _, ok := cutImage(name); ok {
		return s.exploreImage(c)
	}
	_, format, ok := tablefile.CutFormat(name)
	if !ok {
		return notFound(language.Say("There is no file called %q.", shorten(name)))
	}
	st, query, err := s.exploredState(c, fileParams(format)...)
	if err != nil {
		return err
	}
	x := s.explored(c.Request().Context(), query)
	if err := x.problem(); err != nil {
		return err
	}
	st = st.forFile(format)
	key := "explore " + x.query().Encode() + " " + st.key(s.dashboards().Model)
	return s.file(c, st, key, format, func(ctx context.Context, e *edition) (views.Card, error) {
		return s.exploreCard(ctx, e, "", st, s.explored(ctx, query)) // in the language of the file
	})
}

// exploreImage answers /explore.png and its like.
func (s *Server) exploreImage(c echo.Context) error {
	name := "explore." + c.Param("format")
	_, ending, ok := cutImage(name)
	if !ok {
		return notFound(language.Say("There is no file called %q.", shorten(name)))
	}
	st, query, err := s.exploredState(c, imageParams...)
	if err != nil {
		return err
	}
	x := s.explored(c.Request().Context(), query)
	if err := x.problem(); err != nil {
		return err
	}
	key := "explore " + x.query().Encode() + " " + st.key(s.dashboards().Model)
	return s.image(c, st, key, ending, func(ctx context.Context, e *edition) (views.Card, error) {
		card, err := s.card(ctx, e, "", st, x.visual)
		card.Arranged = st.arranged[exploreName]
		return card, err
	})
}

// problem is the error for what cannot be shown, for responses that have no form to say it in.
func (x exploration) problem() error {
	if x.wrong.Sentence == "" {
		return nil
	}
	return &problem{status: http.StatusUnprocessableEntity, heading: language.Say("%s", x.wrong.Sentence), advice: language.Say("Open it on the page Explore, and choose a combination that works.")}
}

// embedExplore answers /embed/explore.
func (s *Server) embedExplore(c echo.Context) error {
	st, query, err := s.exploredState(c, themeParam)
	if err != nil {
		return err
	}
	if st.theme, err = parseTheme(c.QueryParams()); err != nil {
		return err
	}
	x := s.explored(c.Request().Context(), query)
	if err := x.problem(); err != nil {
		return err
	}
	return s.page(c, st, x.query(), "embed explore", func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		card, err := s.exploreCard(ctx, e, origin, st, x)
		return views.Embed(views.EmbedPage{
			Brand: s.brand, Theme: st.theme, Title: card.Visual.Title, Address: st.unlessSigned(origin + card.Address("")), Freshness: e.freshness(language.Of(ctx)), Cards: []views.Card{card},
		}), err
	})
}
