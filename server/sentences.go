package server

import (
	"context"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/narrative"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// say gives a card the sentences about what its table shows.
func (s *Server) say(ctx context.Context, e *edition, card *views.Card, st state, q metrics.Question) (err error) {
	l := language.Of(ctx)
	about := narrative.About(s.dashboards().Model, card.Visual, card.Table)
	about.Overlapping = about.Overlapping || st.versus != nil && !apart(s.dashboards().Model, st.where, *st.versus)
	if st.versus != nil && !about.Overlapping && card.Visual.Chart.Series == metrics.SelectionColumn {
		if about.Spreads, err = s.spreads(ctx, e, st, q); err != nil {
			return err
		}
	}
	effects, err := s.effects(ctx, e)
	if err != nil {
		return err
	}
	about.Effects = effects.Under(q)
	card.Tested = about.Tests()
	card.Clustered = slices.ContainsFunc(card.Visual.Chart.Values, func(name string) bool { return !s.dashboards().Model.Independent(name) })
	for _, sentence := range about.Sentences() {
		into := &card.Sentences
		if sentence.Kind == narrative.NotRanked {
			into = &card.Asides
		}
		*into = append(*into, narrative.Text(sentence, l.Tag(), sideIn(l, card.Table.Columns)))
	}
	return nil
}

// valueIn writes cells in a language, for sentences.
func valueIn(l language.Locale) func(any, metrics.Unit) string {
	return func(cell any, unit metrics.Unit) string { return format.Value(l, cell, unit) }
}

// apart says whether two selections cannot share a row: on some dimension, one excludes exactly what the other selects, or both select different
// values and a row has only one.
func apart(model *metrics.Model, a, b metrics.Selection) bool {
	for _, c := range a {
		for _, other := range b {
			if c.Dimension != other.Dimension {
				continue
			}
			if c.Not != other.Not && slices.Equal(c.Values, other.Values) && slices.Equal(c.Ranges, other.Ranges) {
				return true
			}
			if !c.Not && !other.Not && !model.Overlaps(c.Dimension) && !c.Meets(other) {
				return true
			}
		}
	}
	return false
}
