package server

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// exploreParams are the parameters of /explore, beside those of a state. No dimension has such a name.
var exploreParams = []string{"measure", "by", "series", "panels", "chart", "order"}

// exploreName is what the visual of /explore is called in its files.
const exploreName = "explore"

// exploration is what a reader put together on /explore: a visual, and what is wrong with it, if anything.
type exploration struct {
	visual metrics.Visual
	auto   bool // nobody chose the kind of chart
	wrong  views.Wrong
}

// explored reads what was put together. There is always an answer: what is impossible is reported beside the choice that it is about.
func (s *Server) explored(ctx context.Context, query url.Values) exploration {
	return exploredIn(s.dashboardsIn(ctx).Model, language.Of(ctx), query)
}

func exploredIn(model *metrics.Model, l language.Locale, query url.Values) exploration {
	v := metrics.Visual{
		Name: exploreName, Measures: chosen(query["measure"]), By: chosen(query["by"]),
		Series: first(query["series"]), Panels: first(query["panels"]), Kind: metrics.Kind(first(query["chart"])), Order: first(query["order"]),
	}
	if len(v.Measures)+len(v.By) == 0 && v.Series+v.Panels+string(v.Kind)+v.Order == "" {
		v.Measures, v.By = []string{"completion_rate"}, []string{"age_group"}
	}
	x := exploration{visual: v, auto: v.Kind == ""}
	if len(v.Measures) == 0 {
		x.visual.Measures = usual(model, v)
	}
	if x.auto {
		x.visual.Kind = model.Suggest(x.visual)
	}
	if v.Order != "" && !slices.Contains(x.visual.Measures, v.Order) {
		x.wrong = views.Wrong{Field: "order", Sentence: l.Text("What ranks the groups must be one of the figures; %q is none.", v.Order)}
		return x
	}
	resolved, err := model.Resolve(x.visual)
	if err != nil {
		x.wrong = wrong(l, err)
		if !slices.Contains(metrics.Kinds, x.visual.Kind) {
			x.wrong = views.Wrong{Field: "chart", Sentence: l.Text("There is no kind of chart called %q.", x.visual.Kind)}
		}
		for _, kind := range model.Fits(x.visual) {
			x.wrong.Fits = append(x.wrong.Fits, views.Choice{Value: string(kind), Label: l.Known(kind.Label())})
		}
		return x
	}
	x.visual = resolved
	return x
}

// explorable looks up visuals by name, with what was put together as one of them: its rows can be arranged too.
func explorable(sheets *metrics.Dashboards, x exploration) func(string) (metrics.Visual, error) {
	return func(name string) (metrics.Visual, error) {
		if name == exploreName && x.wrong.Sentence == "" {
			return x.visual, nil
		}
		return sheets.Visual(name)
	}
}

// usual is the figure that is shown if none was chosen: one that has all the groups.
func usual(model *metrics.Model, v metrics.Visual) []string {
	groups := v.Ask(nil, nil).By
	all := model.MeasuresOf(groups...)
	for _, m := range all {
		if m.Name == "completion_rate" || len(m.Rate) > 0 && !slices.ContainsFunc(all, func(other metrics.Measure) bool { return other.Name == "completion_rate" }) {
			return []string{m.Name}
		}
	}
	if len(all) > 0 {
		return []string{all[0].Name}
	}
	return []string{"completion_rate"}
}

// query writes the exploration in its canonical form.
func (x exploration) query() url.Values {
	query := url.Values{"measure": x.visual.Measures}
	if len(x.visual.By) > 0 {
		query["by"] = x.visual.By
	}
	for name, value := range map[string]string{"series": x.visual.Series, "panels": x.visual.Panels, "order": x.visual.Order} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if !x.auto {
		query.Set("chart", string(x.visual.Kind))
	}
	return query
}

// mostChosen is how many values of a field are looked at. No chart has that many, so whoever chooses more is still told that it does not fit.
const mostChosen = 24

// chosen are the distinct values of a field of the form, without empty ones.
func chosen(values []string) []string {
	var all []string
	for _, value := range values {
		value = plain(value)
		if value != "" && !slices.Contains(all, value) {
			all = append(all, value)
		}
		if len(all) == mostChosen {
			break
		}
	}
	return all
}

func first(values []string) string {
	if all := chosen(values); len(all) > 0 {
		return all[0]
	}
	return ""
}

// plain makes a text that a client sent fit to be quoted in a sentence.
func plain(value string) string { return shorten(strings.ToValidUTF8(value, "�")) }

// wrong says, for readers, what is impossible and which choice it is about.
func wrong(l language.Locale, err error) views.Wrong {
	field, cause := metrics.Wrong(err)
	return views.Wrong{Field: field, Sentence: reason(cause).In(l)}
}

// reason says, for readers, why the model refused something. Labels are in the language of the model that refused it.
func reason(err error) language.Message {
	var inapplicable *metrics.InapplicableError
	var parts *metrics.NotAdditiveError
	var orderless *metrics.OrderlessError
	var shape *metrics.ShapeError
	var unknown *metrics.UnknownNameError
	switch {
	case errors.As(err, &inapplicable):
		return language.Say("%s cannot be grouped by %s: what it counts has no %s.", inapplicable.Measure.Label, format.Lower(inapplicable.Dimension.Label), format.Lower(inapplicable.Dimension.Label))
	case errors.As(err, &parts):
		return language.Say("%s does not add up over %s, so that its groups are not shares of a whole.", parts.Measure.Label, format.Lower(parts.Dimension.Label))
	case errors.As(err, &orderless):
		return language.Say("A chart of the kind %s needs groups with an order of their own, such as days; %s has none.", language.Data(orderless.Kind.Label()), format.Lower(orderless.Dimension.Label))
	case errors.As(err, &shape):
		return language.Say("A chart of the kind %s %s.", language.Data(shape.Kind.Label()), language.Data(strings.ReplaceAll(shape.Rule, "dimension", "group")))
	case errors.As(err, &unknown) && unknown.Nearest != "":
		return language.Say("There is no %s called %q; did you mean %q?", language.Data(unknown.What), unknown.Name, unknown.Nearest)
	case errors.As(err, &unknown):
		return language.Say("There is no %s called %q.", language.Data(unknown.What), unknown.Name)
	}
	return sentence(err)
}
