package narrative

import (
	"cmp"
	"math"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// most is how many sentences a table gets.
const most = 3

// maxGroups is how many groups are compared pair by pair: beyond, a ranking is a list to search, not a sentence.
const maxGroups = 60

// question is one thing to ask of a table, at the level that its share of the errors leaves.
type question func(level float64) []claim

// Speaks tells whether there is anything to say about a chart of its kind, whatever its figures are.
func Speaks(c metrics.Chart) bool {
	switch c.Kind {
	case metrics.KPI, metrics.Funnel, metrics.Scatter, metrics.HeatMap, metrics.Pivot:
		return false // one row; steps within each other; no groups, or groups of two dimensions
	}
	return c.Panels == ""
}

// Sentences returns what the table says, the most informative first; none where chance explains what differs, or where the kind of
// the chart is a sentence by itself.
func (s Subject) Sentences() []Sentence {
	var claims []claim
	questions := s.questions()
	for _, ask := range questions {
		claims = append(claims, ask(significance.Level/float64(len(questions)))...)
	}
	return choose(claims)
}

// Tests tells whether anything is tested, so that silence means that chance can explain it. Groups that overlap, or selections, are not,
// nor are counts of two selections, nor one group alone, nor what customers have several of, before it is measured how alike these are.
func (s Subject) Tests() bool {
	return !s.Overlapping && len(s.Table.Rows) > 1 && len(s.questions()) > 0 && slices.ContainsFunc(s.figures(), figure.known)
}

func (s Subject) questions() []question {
	if !Speaks(s.Chart) {
		return nil
	}
	if s.Overlapping && s.Chart.Series != "" || s.Chart.Series == "" && s.repeats() {
		return nil
	}
	switch {
	case s.Overlapping:
		return s.overlap()
	case s.Chart.Series != "":
		return s.series()
	case s.Chart.Kind == metrics.Box:
		return s.medians()
	case s.Chart.Kind == metrics.Histogram:
		return s.shares()
	case s.Ordered:
		return append(s.ordered(s.figures()), s.shares()...)
	}
	return append(s.groups(), s.shares()...)
}

// repeats says that a category has several rows: those of a table by two dimensions are no groups.
func (s Subject) repeats() bool {
	seen := map[any]bool{}
	for row := range s.Table.Rows {
		label := s.cell(row, s.Chart.Category)
		if seen[label] {
			return true
		}
		seen[label] = true
	}
	return false
}

// choose keeps the best of each kind, and of those the best that say different things.
func choose(claims []claim) []Sentence {
	slices.SortStableFunc(claims, func(a, b claim) int { return cmp.Compare(b.weight(), a.weight()) })
	var singledOut []any // by a sentence that says more of them than that they are first or last
	for _, c := range claims {
		if c.Kind == UnusualHigh || c.Kind == UnusualLow {
			singledOut = append(singledOut, c.names()...)
		}
	}
	var chosen []Sentence
	for _, c := range claims {
		same := slices.ContainsFunc(chosen, func(other Sentence) bool { return topic(other.Kind) == topic(c.Kind) })
		names := c.names()
		repeats := slices.ContainsFunc(names, func(name any) bool { return slices.Contains(singledOut, name) })
		unusual := c.Kind == UnusualHigh || c.Kind == UnusualLow
		if same || repeats && !unusual {
			continue
		}
		singledOut = append(singledOut, names...)
		if chosen = append(chosen, c.Sentence); len(chosen) == most {
			break
		}
	}
	return chosen
}

// topic is the same for kinds of which one table says only one.
func topic(k Kind) Kind {
	switch k {
	case Leaders, Tie, Ahead, AheadIn:
		return Leader
	case TrailingTie:
		return Trailing
	case Concentrated, Neighbours, Sparse:
		return Share
	case Fall:
		return Rise
	case TrendDown:
		return TrendUp
	}
	return k
}

// weight is effect × significance: beyond p = 1e-10 a difference is certain, and only its size counts.
func (c claim) weight() float64 {
	return c.effect * min(10, -math.Log10(max(c.P, 1e-300))) / 10
}

// names are the labels that a sentence singles out, each with its figure's name.
func (c claim) names() []any {
	var figure any
	var names []any
	for _, part := range c.Parts {
		if part.Name == "figure" {
			figure = part.Value
		}
	}
	switch c.Kind {
	case Peak, Trough, Share, UnusualHigh, UnusualLow:
		for _, part := range c.Parts {
			for _, member := range part.List {
				names = append(names, [2]any{figure, member[0].Value})
			}
		}
	}
	return names
}
