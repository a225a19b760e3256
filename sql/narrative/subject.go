package narrative

import (
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
	// Independent: what the figures count are customers, or others who have nothing to do with each other. Otherwise they are
	// receipts, purchases or the like, of which several belong to one customer, and count for fewer: see clusterSize.
	Independent bool
	// AddsUp: the counts and amounts among the values add up over the category, so shares of the whole may be spoken of.
	AddsUp bool
	// Spreads say what the first value varies by, where it is a mean: by group and series.
	Spreads []metrics.Spread
	// SmallN is the n under which a group is marked and not ranked; 0 is 30.
	SmallN int64
}

// clustered is the size of a cluster: no customer of the programme received more than six offers.
const clustered = 6

// clusterSize returns by what a count is divided before it is tested.
//
// Trials of one customer tend to end alike. If they always did, n trials would be worth n/k, k being the mean size of a cluster as
// a trial sees it. The size of the greatest is taken for k, without asking how many customers there are behind each figure, which would be a
// statement more for each visual: the design effects measured on the real receipts are 2.4 over all and 1.2 per offer, so the bound costs power,
// and never claims too much.
func (s Subject) clusterSize() float64 {
	if s.Independent {
		return 1
	}
	return clustered
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
