package server

import (
	"bytes"
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// workbook sends a dashboard as an Excel workbook, with a sheet per visual, in the state of its address.
func (s *Server) workbook(c echo.Context, name string) error {
	st, err := s.signedState(c, scope{dashboard: name})
	if err != nil {
		return err
	}
	if _, err := s.sheetNamed(c.Request().Context(), name); err != nil {
		return err
	}
	e, err := s.editionAt(c.Request().Context(), st.asOf)
	if err != nil {
		return err
	}
	origin, query := st.unlessSigned(origin(c)), st.query(s.dashboards().Model)
	ctx := fileContext(c, tablefile.Excel)
	key := fmt.Sprintf("%s %s workbook %s %s %s %s", e.dataKey(), s.generation(), name, origin, spokenKey(ctx), st.key(s.dashboards().Model))
	b, err := cached(ctx, s.cache, key, func(ctx context.Context) (*body, error) {
		sheet, err := s.sheetNamed(ctx, name) // again: by now it may be another one
		if err != nil {
			return nil, err
		}
		visuals := sheet.Visuals
		if key, ok := sheet.KeyFigures(); ok {
			key, _ = s.dashboardsIn(ctx).Visual(key.Name) // a sheet's figures are one of the visuals
			visuals = append([]metrics.Visual{key}, visuals...)
		}
		cards, err := s.cards(undrawn(ctx), e, origin, st, visuals)
		if err != nil {
			return nil, err
		}
		path := views.DashboardsPath + sheet.Name
		selected := st
		selected.locale = "" // it selects nothing
		head := tablefile.Head{
			Locale: language.Of(ctx), Title: sheet.Title, Subtitle: sheet.Lead, DataVersion: e.version, PublishedAt: e.publishedAt, Sample: e.sample,
			Selection: selected.query(s.dashboards().Model), Address: pageAddress(origin, address(path, query)),
		}
		pages := make([]tablefile.Sheet, len(cards))
		for i, card := range cards {
			pages[i] = tablefile.Sheet{Title: card.Visual.Title, Subtitle: card.Visual.Subtitle, Definition: card.Visual.Definition,
				Address: pageAddress(origin, card.Address("")), Table: card.Table}
		}
		var file bytes.Buffer
		if err := tablefile.WriteWorkbook(&file, head, pages); err != nil {
			return nil, err
		}
		b := newBody(tablefile.Excel.ContentType(), file.Bytes(), e)
		b.disposition = fmt.Sprintf(`attachment; filename="%s_v%d.xlsx"`, sheet.Name, e.version)
		return b, nil
	})
	if err != nil {
		return err
	}
	return send(c, s.forReader(st, b))
}
