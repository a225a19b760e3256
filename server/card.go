package server

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/narrative"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// card is a visual with the rows that answer it in a state.
func (s *Server) card(ctx context.Context, e *edition, origin string, st state, v metrics.Visual) (views.Card, error) {
	model := s.dashboardsIn(ctx).Model
	card := views.Card{Visual: v, Version: e.version, Origin: origin, Query: s.links(st, st.figures().query(model)).Encode(), Reset: st.unfiltered().query(model).Encode(), Span: v.Size, Signed: st.pass != nil}
	if by, ok := st.drills[v.Name]; ok {
		regrouped, err := regrouped(model, v, by)
		if err != nil {
			return card, err
		}
		card.Visual = regrouped
		if by != v.By[0] {
			card.DrilledFrom, _ = model.Dimension(v.By[0])
		}
	}
	card.DrillTo = below(model, card.Visual)
	s.restrict(ctx, &card)
	q := card.Visual.Ask(st.where, st.versus)
	q.Lock = st.locked()
	if st.versus != nil {
		card.Visual = card.Visual.Versus()
	}
	card.Silent = s.silences(ctx, q)
	if len(q.By) > 0 {
		card.Dimensions = s.dimensionsOf(ctx, card.Visual)
	}
	card.Facts, card.Counted = map[string]metrics.Fact{}, map[string]string{}
	for _, name := range q.Measures {
		card.Facts[name], _ = model.Fact(model.FactOf(name)) // a visual was held against the model
		card.Counted[name] = model.Address(model.Counted(name), "").Encode()
	}
	statement, err := model.Statement(q)
	if err != nil {
		return card, err
	}
	if card.Table, err = s.answer(ctx, e, st, q); err != nil {
		return card, err
	}
	if err := s.say(ctx, e, &card, st, q); err != nil {
		return card, err
	}
	card.Speaks = narrative.Speaks(card.Visual.Chart)
	if !card.Signed { // these would lead out of what was signed
		card.SQL = sqlText(statement)
		card.Behind = s.behind(st, card.Facts[q.Measures[0]], q.Where, v)
		if q.Versus != nil {
			card.BehindOther = s.behind(st, card.Facts[q.Measures[0]], *q.Versus, v)
		}
		if card.Offers, err = s.offerPages(ctx, e, card.Table.Columns, st); err != nil {
			return card, err
		}
	}
	switch card.Visual.Kind {
	case metrics.TableOnly:
		card.Totals, err = s.totals(ctx, e, st, q)
	case metrics.Pivot:
		card.Pivot, err = s.pivot(ctx, e, st, card.Visual, q, card.Dimensions)
	}
	return card, err
}

// cards are several cards, queried and drawn in parallel. If one takes too long or fails, it says so in its place, the others are there, and the
// page is not cached.
func (s *Server) cards(ctx context.Context, e *edition, origin string, st state, visuals []metrics.Visual) ([]views.Card, error) {
	cards := make([]views.Card, len(visuals))
	var group errgroup.Group
	group.SetLimit(cardsAtOnce)
	for i, v := range visuals {
		group.Go(func() error {
			card, err := unpanicked(ctx, func(ctx context.Context) (views.Card, error) {
				card, err := s.card(ctx, e, origin, st, v)
				if err != nil {
					return card, err
				}
				return s.drawn(ctx, e, card), nil
			})
			if err != nil {
				failed, err := s.failedPart(ctx, e, v.Name, err)
				if err != nil {
					return err
				}
				card = views.Card{Visual: v, Version: e.version, Origin: origin, Query: card.Query, Span: v.Size, Failed: failed, Request: requestOf(ctx)}
			}
			cards[i] = card
			return nil
		})
	}
	return cards, group.Wait()
}

// cardsAtOnce is how many statements a page sends side by side.
const cardsAtOnce = 6

// failedPart logs why a part of a page could not be made, and returns the sentence to show in its place. The page is not cached. If the
// cause affects the whole page, it is returned as whole instead.
func (s *Server) failedPart(ctx context.Context, e *edition, part string, cause error) (sentence string, whole error) {
	var told *problem
	if errors.As(cause, &told) || databaseAway(cause) || ctx.Err() != nil {
		return "", cause
	}
	s.log.ErrorContext(ctx, "A part of a page could not be made", "request_id", requestOf(ctx), "part", part, "version", e.version, "error", cause)
	incomplete(ctx)
	return explain(cause).text(language.Of(ctx)), nil
}

// named looks up visuals of the program's own by name.
func (s *Server) named(ctx context.Context, names ...string) ([]metrics.Visual, error) {
	all := make([]metrics.Visual, len(names))
	for i, name := range names {
		v, err := s.dashboardsIn(ctx).Visual(name)
		if err != nil {
			return nil, err
		}
		all[i] = v
	}
	return all, nil
}

func (s *Server) dimensionsOf(ctx context.Context, v metrics.Visual) []metrics.Dimension {
	var all []metrics.Dimension
	for _, name := range v.Ask(nil, nil).By {
		d, _ := s.dashboardsIn(ctx).Model.Dimension(name) // a visual was held against the model
		all = append(all, d)
	}
	return all
}

// below is the dimension that a visual can be drilled down to; its name is empty if there is none.
func below(model *metrics.Model, v metrics.Visual) metrics.Dimension {
	if len(v.By) != 1 {
		return metrics.Dimension{}
	}
	d, _ := model.Dimension(v.By[0])
	if _, err := regrouped(model, v, d.Drill); d.Drill == "" || err != nil {
		return metrics.Dimension{}
	}
	d, _ = model.Dimension(d.Drill)
	return d
}

// silences are the figures that a filter does not apply to, by filter.
func (s *Server) silences(ctx context.Context, q metrics.Question) []views.Silence {
	model := s.dashboardsIn(ctx).Model
	var all []views.Silence
	for _, silent := range model.Silent(q) {
		fact, _ := model.Fact(model.FactOf(silent.Measure.Name))
		i := slices.IndexFunc(all, func(other views.Silence) bool {
			return other.Dimension.Name == silent.Dimension.Name && other.Counted == fact.Label
		})
		if i < 0 {
			i = len(all)
			all = append(all, views.Silence{Counted: fact.Label, Dimension: silent.Dimension})
		}
		all[i].Measures = append(all[i].Measures, silent.Measure)
	}
	return all
}

// sqlText is a statement for people to read, with the bound values listed after it.
func sqlText(s metrics.Statement) string {
	text := s.SQL
	for i, arg := range s.Args {
		text += fmt.Sprintf("\n-- $%d is %v", i+1, arg)
	}
	return text
}
