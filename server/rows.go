package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// mostRows is how many rows can be paged through: to find a page, Postgres sorts all rows before it.
const mostRows = 10_000

// Parameters of the rows behind a figure, beside filters.
const (
	rowsPath  = "/rows/"
	pageParam = "page"
	fromParam = "from" // the visual that leads here, and back
)

// behind is the address of the rows that a visual counts in one of its selections. It names the visual to lead back to, unless that was put together on Explore.
func (s *Server) behind(st state, fact metrics.Fact, where metrics.Selection, v metrics.Visual) string {
	query := st.unfiltered().with(where).query(s.dashboards().Model)
	if _, err := s.dashboards().Visual(v.Name); err == nil {
		query.Set(fromParam, v.Name)
	}
	return address(rowsPath+fact.Name, query)
}

// rowsState reads which rows are selected. It refuses the rest of a state, such as comparisons, which would have no effect here.
func (s *Server) rowsState(c echo.Context, own ...string) (state, error) {
	st, err := s.state(c, own...)
	if err != nil {
		return st, err
	}
	plain := st.unfiltered().with(st.where)
	model := s.dashboards().Model
	known := plain.query(model)
	for name := range st.query(model) {
		if _, ok := known[name]; !ok {
			return st, unknownParams([]string{name})
		}
	}
	return plain, nil
}

// rows answers /rows/{fact}, and with a file extension all the rows as a file.
func (s *Server) rows(c echo.Context) error {
	name, format, isFile := tablefile.CutFormat(c.Param("fact"))
	fact, err := s.dashboardsIn(c.Request().Context()).Model.Fact(name)
	if err != nil {
		return notFoundBut(language.Say("There is no kind of rows called %q.", shorten(name)), err)
	}
	if isFile {
		return s.rowsFile(c, fact, format)
	}
	st, err := s.rowsState(c, pageParam, fromParam)
	if err != nil {
		return err
	}
	number, err := pageNumber(c)
	if err != nil {
		return err
	}
	from, err := s.from(c)
	if err != nil {
		return err
	}
	own := url.Values{}
	if number > 1 {
		own.Set(pageParam, strconv.Itoa(number))
	}
	if from.Name != "" {
		own.Set(fromParam, from.Name)
	}
	return s.page(c, st, own, "rows "+name, func(ctx context.Context, e *edition, _ string) (templ.Component, error) {
		page, err := s.rowsPage(ctx, e, st, fact, number, from)
		return views.Rows(page), err
	})
}

// pageNumber reads ?page=2.
func pageNumber(c echo.Context) (int, error) {
	values := c.QueryParams()[pageParam]
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return 1, nil
	}
	number, err := strconv.Atoi(values[0])
	switch {
	case err != nil || number < 1 || len(values) > 1:
		return 0, &problem{status: http.StatusBadRequest, heading: language.Say("page is the number of a page."), message: language.Say("%q is not one.", shorten(values[0])),
			advice: language.Say("Leave it out for the first page."), cause: err}
	case number > mostRows/views.PageRows:
		return 0, &problem{status: http.StatusBadRequest, heading: language.Say("That page is too far down."),
			message: language.Say("The first %s rows can be browsed.", format.Counted(mostRows)), advice: language.Say("Filter for fewer rows, or download all of them.")}
	}
	return number, nil
}

// from reads ?from=offer-table: the visual to lead back to; none if it is missing.
func (s *Server) from(c echo.Context) (metrics.Visual, error) {
	values := c.QueryParams()[fromParam]
	if len(values) == 0 || values[0] == "" {
		return metrics.Visual{}, nil
	}
	v, err := s.dashboardsIn(c.Request().Context()).Visual(values[0])
	if err != nil {
		return v, notFoundBut(language.Say("There is no visual called %q.", shorten(values[0])), err)
	}
	return v, nil
}

func (s *Server) rowsPage(ctx context.Context, e *edition, st state, fact metrics.Fact, number int, from metrics.Visual) (views.RowsPage, error) {
	model := s.dashboardsIn(ctx).Model
	path := rowsPath + fact.Name
	page := views.RowsPage{Page: s.frameOf(ctx, e, fact.Label, ""), Fact: fact.Name, Grain: fact.Grain, Most: mostRows, Version: e.version,
		Unknown: model.Missing(fact, st.where)}
	page.From, page.Sheet = s.back(ctx, st, from)
	kept := st.query(model)
	if from.Name != "" {
		kept.Set(fromParam, from.Name)
	}
	for _, chip := range s.chips(ctx, st, path) {
		if from.Name != "" {
			chip.Address = appended(chip.Address, fromParam, from.Name)
		}
		page.Chips = append(page.Chips, chip)
	}
	for _, file := range rowsFiles {
		page.Files = append(page.Files, views.Link{Text: language.Of(ctx).Known(file.text), Address: address(path+"."+string(file.format), with(st.query(model), file.query))})
	}
	var all int64
	var err error
	page.Table, all, err = model.Rows(ctx, s.pool, fact.Name, st.where, e.version, views.PageRows, (number-1)*views.PageRows)
	if err != nil {
		return page, err
	}
	page.Pager = views.NewPager(number, min(all, mostRows), func(page int) string {
		query := with(kept, nil)
		if page > 1 {
			query.Set(pageParam, strconv.Itoa(page))
		}
		return address(path, query)
	})
	if page.Pager.Page != number {
		return page, &problem{status: http.StatusNotFound, heading: language.Say("There is no page %d.", number),
			message: language.Say("The last one is page %d.", page.Pager.Page), advice: language.Say("Leave page out of the address for the first one.")}
	}
	page.Pager.All = all
	page.Offers, err = s.offerPages(ctx, e, page.Table.Columns, st.unfiltered())
	return page, err
}

// back is where the reader came from: the visual, or else the overview.
func (s *Server) back(ctx context.Context, st state, from metrics.Visual) (link views.Link, sheet string) {
	if from.Name == "" {
		return views.Link{Text: language.Of(ctx).Text("the overview"), Address: address(views.OverviewSheet, st.query(s.dashboards().Model))}, ""
	}
	return views.Link{Text: from.Title, Address: address("/visuals/"+from.Name, st.query(s.dashboards().Model))}, views.DashboardsPath + from.Sheet
}

// with is a copy of a query with more in it.
func with(query, more url.Values) url.Values {
	all := url.Values{}
	for _, from := range []url.Values{query, more} {
		for name, values := range from {
			all[name] = values
		}
	}
	return all
}

func appended(address, name, value string) string {
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	return address + join + name + "=" + url.QueryEscape(value)
}
