package server

import (
	"context"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// restrict says on a card what its visual is itself restricted to, whatever else is selected. The program's own visuals say it in their words; those that
// people put together say it under the title, for that speaks of the figure alone.
func (s *Server) restrict(ctx context.Context, card *views.Card) {
	sheets := s.dashboardsIn(ctx)
	var conditions []views.Chip
	for _, c := range card.Visual.Where {
		d, _ := sheets.Model.Dimension(c.Dimension) // a visual was held against the model
		conditions = append(conditions, views.Chip{Dimension: d, Condition: c})
	}
	card.Restricted = conditions
	if sheet, err := sheets.Sheet(card.Visual.Sheet); err == nil && sheet.Own {
		card.Visual.Subtitle = card.SubtitleRestricted(language.Of(ctx))
	}
}
