package server

import (
	"context"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// exploreForm offers what can be chosen. What cannot be combined with the rest is listed too, disabled and with the reason: readers
// would look for a choice that vanished.
func (s *Server) exploreForm(ctx context.Context, st state, x exploration) views.ExploreForm {
	model, l := s.dashboardsIn(ctx).Model, language.Of(ctx)
	v := x.visual
	form := views.ExploreForm{Kept: st.figures().query(model), Measures: s.measureChoices(ctx, v)} // other figures may lack the column by which rows are sorted
	selects := max(1, len(v.By))
	if v.Kind == metrics.TableOnly || v.Kind == metrics.Pivot { // one more than there are
		selects = min(metrics.MaxBy, len(v.By)+1)
	}
	for i := range selects {
		by := ""
		if i < len(v.By) {
			by = v.By[i]
		}
		form.By = append(form.By, s.dimensionChoices(ctx, v, by))
	}
	form.Series = s.dimensionChoices(ctx, v, v.Series)
	form.Panels = s.dimensionChoices(ctx, v, v.Panels)
	form.Order = append(form.Order, views.Choice{Label: l.Text("Their own order"), Chosen: v.Order == ""})
	for _, name := range v.Measures {
		if m, err := model.Measure(name); err == nil {
			form.Order = append(form.Order, views.Choice{Value: name, Label: l.Text("%s, greatest first", m.Label), Chosen: v.Order == name})
		}
	}
	best := l.Text("Best fit")
	if x.auto {
		best += ": " + l.Known(v.Kind.Label())
	}
	form.Charts = append(form.Charts, views.Choice{Label: best, Chosen: x.auto})
	for _, kind := range metrics.Kinds {
		choice := views.Choice{Value: string(kind), Label: l.Known(kind.Label()), Chosen: !x.auto && v.Kind == kind}
		if err := model.Unfit(v, kind); err != nil {
			choice.Why = wrong(l, err).Sentence
		}
		form.Charts = append(form.Charts, choice)
	}
	return form
}

// measureChoices are all figures, by what they count.
func (s *Server) measureChoices(ctx context.Context, v metrics.Visual) []views.ChoiceGroup {
	model, l := s.dashboardsIn(ctx).Model, language.Of(ctx)
	groups := v.Ask(nil, nil).By
	var all []views.ChoiceGroup
	for _, fact := range model.Facts() {
		group := views.ChoiceGroup{Label: fact.Label}
		for _, m := range model.Measures() {
			if model.FactOf(m.Name) != fact.Name {
				continue
			}
			choice := views.Choice{Value: m.Name, Label: m.Label, About: m.Definition, Chosen: slices.Contains(v.Measures, m.Name)}
			for _, name := range groups {
				if d, err := model.Dimension(name); err == nil && !model.Applies(name, m.Name) {
					choice.Why = l.Text("Cannot be grouped by %s.", format.Lower(d.Label))
				}
			}
			group.Choices = append(group.Choices, choice)
		}
		if len(group.Choices) > 0 {
			all = append(all, group)
		}
	}
	return all
}

// dimensionChoices are all groups, none first.
func (s *Server) dimensionChoices(ctx context.Context, v metrics.Visual, current string) []views.Choice {
	model, l := s.dashboardsIn(ctx).Model, language.Of(ctx)
	all := []views.Choice{{Label: l.Text("None"), Chosen: current == ""}}
	for _, d := range model.Dimensions() {
		choice := views.Choice{Value: d.Name, Label: d.Label, Chosen: d.Name == current}
		for _, name := range v.Measures {
			if m, err := model.Measure(name); err == nil && !model.Applies(d.Name, name) {
				choice.Why = l.Text("%s has none", format.Lower(m.Label))
				break
			}
		}
		all = append(all, choice)
	}
	return all
}
