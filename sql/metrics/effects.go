package metrics

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Effects are the design effects of a data version: by what the number of receipts, purchases or payments is divided to get that of independent ones
// which tell as much. Those of one customer resemble each other, and how much they do is measured on the data (aggregates, agg_effect.sql):
//
//   - of a rate, its variance over customers as a multiple of that of independent trials;
//   - of a count, how many of what is counted a customer has, seen from one of them: Σx² ÷ Σx over customers, who come and go by chance;
//   - of an amount, how many payments vary as little as one: the variance of its sum likewise, so it is also for amounts that differ;
//   - of a median, the effect of the share below it.
//
// An effect depends on how many trials of a customer are in one group: few of a day, all of an age group. So there is one for each group of the usual
// dimensions; for other groups that over everything stands in, which is greater where groups have parts of customers. Spans of days have the same
// customers, so that what differs between these does not count.
// Source: J. N. K. Rao and A. J. Scott, Biometrics 48 (1992) 577-585, for rates, and Statistics in Medicine 18 (1999) 1373-1385, for counts; G. Bohm and G.
// Zech, Nuclear Instruments and Methods A 748 (2014) 1-6, for amounts; R. S. Woodruff, JASA 47 (1952) 635-646, for medians.
type Effects struct {
	groups map[groupsOf]map[string]float64 // by value
	spans  map[string]float64              // of a figure: of one span of days against another
	under  []Selection
}

// groupsOf names the groups of which a figure has effects; over everything, the dimension and its only value are empty.
type groupsOf struct{ figure, dimension string }

// half is the dimension of the two halves of the days.
const half = "half"

// fewestCustomers are enough to measure an effect on: customers who have as much as each other, or more of them if a few have most.
const fewestCustomers = 30

// effect is a row of live.agg_effect.
type effect struct {
	Figure, Dimension, Value string
	Customers, Effect        float64
}

// Unmeasured are the effects that are known without looking: where customers are counted, each is a trial of its own.
func (m *Model) Unmeasured() Effects { return m.effects(nil) }

// Effects reads the design effects of a data version that is summed up.
func (m *Model) Effects(ctx context.Context, pool *pgxpool.Pool, version int) (Effects, error) {
	var all []effect
	batch := &pgx.Batch{}
	queueVersion(batch, version)
	batch.Queue("select figure, dimension, value, customers, effect from live.agg_effect").Query(func(rows pgx.Rows) (err error) {
		all, err = pgx.CollectRows(rows, pgx.RowToStructByName[effect])
		return err
	})
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return Effects{}, fmt.Errorf("read design effects at version %d: %w", version, err)
	}
	return m.effects(all), nil
}

func (m *Model) effects(measured []effect) Effects {
	e := Effects{groups: map[groupsOf]map[string]float64{}, spans: map[string]float64{}}
	set := func(figure, dimension, value string, effect float64) {
		of := groupsOf{figure, dimension}
		if e.groups[of] == nil {
			e.groups[of] = map[string]float64{}
		}
		e.groups[of][value] = max(1, effect)
	}
	for _, row := range measured {
		if row.Customers >= fewestCustomers {
			set(row.Figure, row.Dimension, row.Value, row.Effect)
		}
	}
	for of, halves := range e.groups {
		whole, ok := e.everything(of.figure)
		if of.dimension != half || !ok || len(halves) != 2 {
			continue
		}
		// The variance of a sum has the covariance of the halves twice, that of their difference lacks it twice: it is that of both, twice, less that of the sum.
		span := -whole
		for _, effect := range halves {
			span += effect
		}
		e.spans[of.figure] = max(1, span)
	}
	for _, s := range m.Measures() {
		if m.Independent(s.Name) {
			set(s.Name, "", "", 1)
			if span, ok := e.spans[m.base(s.Name)[0].Fact]; ok { // of several days a customer may have a row each, but no more than the fact has
				e.spans[s.Name] = span
			}
		}
	}
	return e
}

// Len is how many effects there are.
func (e Effects) Len() (n int) {
	for _, groups := range e.groups {
		n += len(groups)
	}
	return n
}

// Under are the effects of the answer to a question: its selections may leave customers who have more of what is counted than others.
func (e Effects) Under(q Question) Effects {
	e.under = []Selection{q.locked(q.Where)}
	if q.Versus != nil {
		e.under = append(e.under, q.locked(*q.Versus))
	}
	return e
}

// Of is the effect of a figure in a group of a dimension; infinite where it is not known, so that the figure tells nothing.
func (e Effects) Of(figure, dimension, value string) float64 {
	effect, ok := e.groups[groupsOf{figure, dimension}][value]
	if !ok {
		if effect, ok = e.everything(figure); !ok {
			return math.Inf(1)
		}
	}
	return effect * e.raised(figure, dimension)
}

// Together is the effect of a figure over several groups of a dimension.
func (e Effects) Together(figure, dimension string) float64 {
	if span, ok := e.spans[figure]; ok && dimension == "day" {
		return span * e.raised(figure, dimension)
	}
	return e.Of(figure, "", "")
}

func (e Effects) everything(figure string) (effect float64, ok bool) {
	effect, ok = e.groups[groupsOf{figure: figure}][""]
	return effect, ok
}

// raised is by how much the selections raise an effect: as they raise that over everything, where it was measured for what they select. That they
// may lower it is not counted on.
func (e Effects) raised(figure, grouped string) float64 {
	whole, ok := e.everything(figure)
	most := 1.0
	for i := 0; i < len(e.under) && ok; i++ {
		raised, before := 1.0, grouped // conditions on a dimension follow each other
		for _, c := range e.under[i].sorted() {
			if c.Dimension == grouped || c.Dimension == before {
				continue
			}
			before = c.Dimension
			factor := 1.0
			for value, effect := range e.groups[groupsOf{figure, c.Dimension}] {
				if e.under[i].leaves(c.Dimension, value) {
					factor = max(factor, effect/whole)
				}
			}
			raised *= factor
		}
		most = max(most, raised)
	}
	return most
}
