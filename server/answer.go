package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/narrative"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// rows is a table in the cache.
type rows struct{ metrics.Table }

func (r rows) size() int {
	bytes := 0
	for _, row := range r.Rows {
		bytes += 24
		for _, cell := range row {
			bytes += 24
			if text, ok := cell.(string); ok {
				bytes += len(text)
			}
		}
	}
	return bytes
}

// answer is asked of Postgres once per data version and question, however many want it. Every figure of a page comes this way, and so
// under the lock of the state.
func (s *Server) answer(ctx context.Context, e *edition, st state, q metrics.Question) (metrics.Table, error) {
	q.Lock = st.locked()
	key, err := json.Marshal(q)
	if err != nil {
		return metrics.Table{}, fmt.Errorf("name a question: %w", err)
	}
	model := s.dashboards().Model // in English: what is kept is the same for all
	q.Summed = e.aggregated       // not in the key: the answer is the same
	table, err := cached(ctx, s.cache, e.dataKey()+" answer "+string(key), func(ctx context.Context) (rows, error) {
		table, err := model.Query(ctx, s.pool, q, e.version)
		return rows{table}, err
	})
	var tooMany *metrics.TooManyRowsError
	switch {
	case errors.Is(err, metrics.ErrNoVersion):
		return table.Table, noVersion(e.version)
	case errors.As(err, &tooMany):
		return table.Table, &problem{status: http.StatusUnprocessableEntity, heading: language.Say("That would be too many groups."),
			message: language.Say("At most %s can be shown.", format.Counted(metrics.MaxRows)), advice: language.Say("Group by something coarser, or filter."), cause: err}
	}
	labelled := s.dashboardsIn(ctx).Model.Labelled(table.Table, q)
	if st.versus != nil {
		labelled.Columns = s.sided(ctx, st, labelled.Columns)
	}
	return labelled, err
}

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
	card.Facts = map[string]metrics.Fact{}
	for _, name := range q.Measures {
		card.Facts[name], _ = model.Fact(model.FactOf(name)) // a visual was held against the model
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
	if !card.Signed { // these lead out of what is signed
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

// say gives a card sentences about what its table shows.
func (s *Server) say(ctx context.Context, e *edition, card *views.Card, st state, q metrics.Question) (err error) {
	l := language.Of(ctx)
	about := narrative.About(s.dashboards().Model, card.Visual, card.Table)
	about.Overlapping = about.Overlapping || st.versus != nil && !apart(s.dashboards().Model, st.where, *st.versus)
	if st.versus != nil && !about.Overlapping && card.Visual.Chart.Series == metrics.SelectionColumn {
		if about.Spreads, err = s.spreads(ctx, e, st, q); err != nil {
			return err
		}
	}
	card.Tested = about.Tests()
	for _, sentence := range about.Sentences() {
		into := &card.Sentences
		if sentence.Kind == narrative.NotRanked {
			into = &card.Asides
		}
		*into = append(*into, narrative.Text(sentence, l.Tag(), sideIn(l, card.Table.Columns)))
	}
	return nil
}

// spreads are what the first figure of a question about two selections varies by; none where it is no mean. They are kept as answers are.
func (s *Server) spreads(ctx context.Context, e *edition, st state, q metrics.Question) ([]metrics.Spread, error) {
	q.Lock = st.locked()
	key, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("name a question: %w", err)
	}
	model := s.dashboards().Model
	found, err := cached(ctx, s.cache, e.dataKey()+" spreads "+string(key), func(ctx context.Context) (spreads, error) {
		return model.Spreads(ctx, s.pool, q, e.version)
	})
	return found, err
}

// spreads are kept in the cache: of each group and selection, five sums.
type spreads []metrics.Spread

func (s spreads) size() int { return 256 * len(s) }

// valueIn writes the cells of a sentence.
func valueIn(l language.Locale) func(any, metrics.Unit) string {
	return func(cell any, unit metrics.Unit) string { return format.Value(l, cell, unit) }
}

// apart says whether two selections cannot share a row: on some dimension one leaves out just what the other takes, or both take different
// values of which a row has one.
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

// below is the dimension that a visual can be drilled down to; without a name where there is none.
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

// silences are the figures that a filter does not apply to, filter by filter.
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

// sqlText is a statement as a person reads it: the values that are bound stand behind it.
func sqlText(s metrics.Statement) string {
	text := s.SQL
	for i, arg := range s.Args {
		text += fmt.Sprintf("\n-- $%d is %v", i+1, arg)
	}
	return text
}

func (s *Server) dimensionsOf(ctx context.Context, v metrics.Visual) []metrics.Dimension {
	var all []metrics.Dimension
	for _, name := range v.Ask(nil, nil).By {
		d, _ := s.dashboardsIn(ctx).Model.Dimension(name) // a visual was held against the model
		all = append(all, d)
	}
	return all
}

// cards are several of them, queried and drawn side by side. One that takes too long or cannot be made says so in its place, and the
// page is not kept; the others are there.
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

// failedPart is what stands in the place of a part of a page that could not be made, for a cause that the log has. The page is not kept. Where
// the cause holds for the whole page, it is returned instead.
func (s *Server) failedPart(ctx context.Context, e *edition, part string, cause error) (sentence string, whole error) {
	var told *problem
	if errors.As(cause, &told) || databaseAway(cause) || ctx.Err() != nil {
		return "", cause
	}
	s.log.ErrorContext(ctx, "A part of a page could not be made", "request_id", requestOf(ctx), "part", part, "version", e.version, "error", cause)
	incomplete(ctx)
	return explain(cause).text(language.Of(ctx)), nil
}

// cardsAtOnce is how many statements a page sends side by side.
const cardsAtOnce = 6

// named are visuals by their names, which are the program's own.
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
