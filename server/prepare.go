package server

import (
	"context"
	"errors"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// prepare makes ready what most people open first, before the edition becomes the current one: figures and drawings, in the language of the
// context. Pages are rendered for the host that a request names.
func (s *Server) prepare(ctx context.Context, e *edition) {
	s.attempt(ctx, e, "answers", func() error {
		_, err := s.buildAnswers(ctx, e, "")
		return err
	})
	if first, err := s.dashboardsIn(ctx).Sheet("overview"); err == nil {
		s.attempt(ctx, e, first.Name, func() error {
			_, err := s.sheetPage(ctx, e, "", state{}, first)
			return err
		})
	}
}

// prepareRest makes ready what takes longest of all else, while readers have the edition already: the first pages in the other languages that
// somebody reads, the figures of the other sheets, but not their drawings, and how many rows the exports have. Figures are the same in all languages.
func (s *Server) prepareRest(ctx context.Context, e *edition) {
	for _, l := range language.All[1:] {
		if _, read := s.read.Load(l); read {
			s.prepare(language.With(ctx, language.Request{Locale: l}), e)
		}
	}
	for _, sheet := range s.dashboards().Sheets() {
		if sheet.Sheet != "" {
			s.attempt(ctx, e, sheet.Name, func() error { return s.answerSheet(ctx, e, sheet) })
		}
	}
	s.attempt(ctx, e, "exports", func() error {
		tables, err := s.tables(ctx, e)
		for _, t := range tables {
			_, counting := s.contentsOf(ctx, e, t)
			err = errors.Join(err, counting)
		}
		return err
	})
	s.attempt(ctx, e, "explore", func() error {
		_, err := s.explorePage(ctx, e, "", state{}, nil)
		return err
	})
	if current := s.watch.current.Load(); current != nil {
		s.cache.keepOnly(e.dataKey(), current.dataKey())
	}
}

func (s *Server) attempt(ctx context.Context, e *edition, what string, make func() error) {
	_, err := unpanicked(ctx, func(context.Context) (struct{}, error) { return struct{}{}, make() })
	if err != nil && ctx.Err() == nil {
		s.log.Warn("A page could not be made ready", "page", what, "version", e.version, "error", err)
	}
}

// answerSheet has every question of a sheet answered, one after the other: readers come first.
func (s *Server) answerSheet(ctx context.Context, e *edition, sheet metrics.Dashboard) error {
	var all []error
	visuals := sheet.Visuals
	if key, ok := sheet.KeyFigures(); ok {
		key, _ = s.dashboards().Visual(key.Name) // a sheet's figures are one of the visuals
		visuals = append([]metrics.Visual{key}, visuals...)
		_, err := s.trends(ctx, e, state{}, key)
		all = append(all, err)
	}
	for _, v := range visuals {
		_, err := s.card(ctx, e, "", state{}, v)
		all = append(all, err)
	}
	_, err := s.controls(ctx, e, state{}, sheet, "")
	return errors.Join(append(all, err)...)
}
