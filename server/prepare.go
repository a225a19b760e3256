package server

import (
	"context"
	"errors"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// prepare makes the most popular pages ready before the edition becomes current: figures and drawings, in the language of the context. The
// pages themselves depend on the host of a request, and are rendered then.
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

// prepareEffects makes ready what the pages of a version say more once it is summed up.
func (s *Server) prepareEffects(ctx context.Context, e *edition) error {
	_, err := s.effects(ctx, e)
	return err
}

// prepareRest makes other slow things ready once the edition is current: the most popular pages in the other languages in use, the figures of
// the other dashboards (but not their drawings), and the number of rows of each export. Figures are the same in all languages.
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

// answerSheet answers every question of a dashboard, one at a time, so that readers come first.
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
