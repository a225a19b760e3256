package narrative

import (
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// series asks of two series, such as a selection and everybody else, which is ahead; of several along an order, what each does.
func (s Subject) series() []question {
	names := s.seriesNames()
	switch {
	case len(names) == 2 && !s.Ordered:
		return s.selections(names[0], names[1])
	case s.Ordered && len(s.Chart.Values) > 0:
		var all []figure
		unit := metrics.Plain
		if i, ok := s.column(s.Chart.Series); ok {
			unit = s.Table.Columns[i].Unit
		}
		for _, name := range names {
			part := s.only(name)
			part.Chart.Values = s.Chart.Values[:1]
			for _, f := range part.figures() {
				f.name = label("figure", name, unit)
				all = append(all, f)
			}
		}
		return s.ordered(all)
	}
	return nil
}

func (s Subject) seriesNames() []any {
	var names []any
	for row := range s.Table.Rows {
		if name := s.cell(row, s.Chart.Series); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// only is the subject with the figures of the other series taken out; rows keep their places.
func (s Subject) only(name any) Subject {
	rows := make([][]any, len(s.Table.Rows))
	for row, cells := range s.Table.Rows {
		rows[row] = make([]any, len(cells))
		if s.cell(row, s.Chart.Series) == name {
			rows[row] = cells
		}
	}
	s.Table.Rows = rows
	return s
}

// selections compares two series in every category that both have, corrected for the number of categories, and tells the greatest
// of the differences.
func (s Subject) selections(first, second any) []question {
	if len(s.Chart.Values) == 0 {
		return nil
	}
	at, ok := s.column(s.Chart.Values[0])
	if !ok {
		return nil
	}
	mine, okMine := s.only(first).figure(at)
	others, okOthers := s.only(second).figure(at)
	tested := mine.class == rate || mine.class == measure && len(s.Spreads) > 0
	if !okMine || !okOthers || mine.class != others.class || !tested {
		return nil
	}
	return []question{func(level float64) []claim {
		alone := len(mine.marks) == 1 && len(others.marks) == 1
		var pairs [][2]mark
		var p []float64
		for _, a := range s.enough(mine) {
			for _, b := range s.enough(others) {
				if alone || a.label == b.label {
					pairs = append(pairs, [2]mark{a, b})
					if mine.class == rate {
						p = append(p, mine.compare(a, b))
						continue
					}
					chance, _, _ := significance.Welch(s.estimate(a, first), s.estimate(b, second))
					p = append(p, chance)
				}
			}
		}
		var best []claim
		for i, corrected := range significance.Holm(p) {
			a, b := pairs[i][0], pairs[i][1]
			category := a.label
			var claims []claim
			if mine.class == measure {
				claims = s.aheadOnAverage(mine, a, b, first, second, corrected, level)
			} else {
				a.label, b.label = first, second
				claims = s.ahead(mine, a, b, corrected, level)
			}
			if len(claims) == 0 {
				continue
			}
			if !alone {
				claims[0].Kind = AheadIn
				claims[0].Parts = append(claims[0].Parts, s.categoryPart("category", category))
			}
			if len(best) == 0 || claims[0].effect > best[0].effect {
				best = claims
			}
		}
		return best
	}}
}

// enough are the marks whose n is not small; a comparison within the unknown group is as good as any other.
func (s Subject) enough(f figure) []mark {
	return slices.DeleteFunc(slices.Clone(f.marks), func(m mark) bool { return m.n < s.smallN() })
}
