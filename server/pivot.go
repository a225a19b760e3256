package server

import (
	"context"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// pivot asks for the figures of a pivot: by the first dimensions of its rows, none to all of them, each time over all columns and for
// each. A total is so a question of its own, and right for what does not add up; adding up the joined rows of channels, as a rollup does,
// would count an offer once per channel. Some of the answers are those of other cards, and at hand.
func (s *Server) pivot(ctx context.Context, e *edition, st state, v metrics.Visual, q metrics.Question, dimensions []metrics.Dimension) (views.Pivot, error) {
	levels := make([]views.PivotLevel, len(v.By)+1)
	var group errgroup.Group
	group.SetLimit(cardsAtOnce)
	ask := func(answer *metrics.Table, by ...string) {
		question := q
		question.By = by
		group.Go(func() (err error) {
			*answer, err = s.answer(ctx, e, st, question)
			return err
		})
	}
	for i := range levels {
		ask(&levels[i].Whole, v.By[:i]...)
		if v.Series != "" {
			ask(&levels[i].Split, append(v.By[:i:i], v.Series)...)
		}
	}
	if err := group.Wait(); err != nil {
		return views.Pivot{}, err
	}
	return views.NewPivot(language.Of(ctx), v, dimensions, levels), nil
}

// totals asks for the figures over all groups, where there is one that adds up to them.
func (s *Server) totals(ctx context.Context, e *edition, st state, q metrics.Question) (metrics.Table, error) {
	model := s.dashboards().Model
	for _, measure := range q.Measures {
		adds := len(q.By) > 0
		for _, by := range q.By {
			adds = adds && model.AddsUp(measure, by)
		}
		if adds {
			q.By = nil
			return s.answer(ctx, e, st, q)
		}
	}
	return metrics.Table{}, nil
}
