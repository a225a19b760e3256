package narrative

import (
	"fmt"
	"math"

	"cafe-rewards/sql/metrics"
)

// Subject is a table, how it is drawn, and what its model knows about it.
type Subject struct {
	Table metrics.Table
	Chart metrics.Chart

	// Ordered: the category is time, such as day or member month. Rows come in that order, or carry a number to sort by. An order
	// without time, such as that of age groups, is none: their rates are ranked.
	Ordered bool
	// Overlapping: a customer or receipt may count in several groups, series or selections, such as channels. They are never tested
	// against each other.
	Overlapping bool
	// Effects are by how much less the figures tell than the number of their trials: receipts, purchases and the like, of which several belong to one
	// customer. Without them nothing is told by any count or share.
	Effects Effects
	// AddsUp: the counts and amounts among the values add up over the category, so shares of the whole may be spoken of.
	AddsUp bool
	// Spreads say what the first value varies by, where it is a mean: by group and series.
	Spreads []metrics.Spread
	// SmallN is the n under which a group is marked and not ranked; 0 is 30.
	SmallN int64
}

// Effects are the design effects of a data version, as metrics.Effects has them: what a number of trials is divided by to get that of independent
// trials which tell as much.
type Effects interface {
	Of(figure, dimension, value string) float64 // in one group of a dimension
	Together(figure, dimension string) float64  // over several of its groups
}

// effect is that of a figure in one group.
func (s Subject) effect(figure string, label any) float64 {
	switch {
	case s.Effects == nil:
		return math.Inf(1)
	case label == nil:
		label = metrics.Unknown
	}
	return max(1, s.Effects.Of(figure, s.Chart.Category, fmt.Sprint(label)))
}

// together is that of a figure in several groups.
func (s Subject) together(figure string) float64 {
	if s.Effects == nil {
		return math.Inf(1)
	}
	return max(1, s.Effects.Together(figure, s.Chart.Category))
}

func (s Subject) smallN() int64 {
	if s.SmallN > 0 {
		return s.SmallN
	}
	return 30
}

func (s Subject) column(name string) (int, bool) {
	for i, c := range s.Table.Columns {
		if c.Name == name {
			return i, true
		}
	}
	return 0, false
}

// cell returns what a row holds in a named column; nil where there is no such column.
func (s Subject) cell(row int, name string) any {
	if i, ok := s.column(name); ok {
		return s.Table.Rows[row][i]
	}
	return nil
}

func number(cell any) (float64, bool) {
	switch x := cell.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	return 0, false
}
