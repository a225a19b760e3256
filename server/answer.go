package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// cachedTable is a table in the cache.
type cachedTable struct{ metrics.Table }

func (t cachedTable) size() int {
	bytes := 0
	for _, row := range t.Rows {
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

// answer returns the answer to a question. Postgres is asked once per data version and question, however many readers want it. Every figure of
// a page comes from here, and so is under the lock of the state.
func (s *Server) answer(ctx context.Context, e *edition, st state, q metrics.Question) (metrics.Table, error) {
	q.Lock = st.locked()
	key, err := json.Marshal(q)
	if err != nil {
		return metrics.Table{}, fmt.Errorf("name a question: %w", err)
	}
	model := s.dashboards().Model // in English: the cached answer is the same for all languages
	q.Summed = e.aggregated       // not in the key: the answer is the same
	table, err := cached(ctx, s.cache, e.dataKey()+" answer "+string(key), func(ctx context.Context) (cachedTable, error) {
		table, err := model.Query(ctx, s.pool, q, e.version)
		return cachedTable{table}, err
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

// spreads say how much the first figure of a question about two selections varies between customers; none if it is not a mean. They are cached like answers.
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

// effects are the design effects of a version, which is asked for them once. One that is not summed up has none: to measure them for a page would
// delay it, by more the larger the data.
func (s *Server) effects(ctx context.Context, e *edition) (metrics.Effects, error) {
	model := s.dashboards().Model
	if !e.aggregated {
		return model.Unmeasured(), nil
	}
	all, err := cached(ctx, s.cache, e.dataKey()+" effects", func(ctx context.Context) (effects, error) {
		all, err := model.Effects(ctx, s.pool, e.version)
		return effects{all}, err
	})
	return all.Effects, err
}

// effects is a value of the cache.
type effects struct{ metrics.Effects }

func (e effects) size() int { return 100 * e.Len() }

// spreads is a value of the cache: five sums for each group and selection.
type spreads []metrics.Spread

func (s spreads) size() int { return 256 * len(s) }
