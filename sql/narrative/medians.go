package narrative

import (
	"math"

	"cafe-rewards/sql/significance"
)

// medians asks of box plots whose median is highest and whose lowest. Values are least, lower quartile, median, upper quartile and
// greatest; without an n in one of their columns nothing can be said.
func (s Subject) medians() []question {
	if len(s.Chart.Values) != 5 {
		return nil
	}
	return []question{func(level float64) []claim {
		at, ok := s.column(s.Chart.Values[2])
		if !ok {
			return nil
		}
		for _, value := range s.Chart.Values { // the n may stand with any of the five
			if i, ok := s.column(value); ok && s.Table.Columns[at].N == "" {
				s.Table.Columns = append(s.Table.Columns[:0:0], s.Table.Columns...)
				s.Table.Columns[at].N = s.Table.Columns[i].N
			}
		}
		f, ok := s.figure(at)
		if !ok || f.class != measure {
			return nil
		}
		f.name = Part{}
		marks := s.ranked(f)
		if len(marks) < 2 || len(marks) > maxGroups {
			return nil
		}
		step := s.grid()
		r := rank(marks, func(a, b mark) float64 { return significance.TwoMedians(s.middle(a, step), s.middle(b, step)) }, level)
		var claims []claim
		if len(r.Leaders) == 1 && r.Ahead {
			claims = append(claims, s.extreme(Highest, f, pick(marks, r.Leaders)[0], marks, r.leaderP))
		}
		if len(r.Trailing) == 1 && r.Behind && len(marks) > 2 {
			claims = append(claims, s.extreme(Lowest, f, pick(marks, r.Trailing)[0], marks, r.trailingP))
		}
		return claims
	}}
}

// extreme is the sentence of one median; its effect is the distance from the median of all medians.
func (s Subject) extreme(kind Kind, f figure, m mark, marks []mark, p float64) claim {
	return claim{Sentence{kind, f.named(s.members("group", f, m)), total(marks...), p}, relative(m.x, significance.Median(values(marks)))}
}

// middle has the quartiles of a row, and as many of its n as are independent of each other; nothing can be said where a quartile is missing.
func (s Subject) middle(m mark, step float64) significance.Middle {
	lower, hasLower := number(s.cell(m.row, s.Chart.Values[1]))
	upper, hasUpper := number(s.cell(m.row, s.Chart.Values[3]))
	if !hasLower || !hasUpper {
		return significance.Middle{}
	}
	return significance.Middle{Lower: lower, Median: m.x, Upper: upper, N: int64(float64(m.n) / m.effect), Step: step}
}

// grid is the greatest step that all five figures of all rows are multiples of: whole hours, or six hours as in the events. It is 0
// where they are not whole: then medians do not jump.
func (s Subject) grid() float64 {
	step := int64(0)
	for row := range s.Table.Rows {
		for _, value := range s.Chart.Values {
			x, ok := number(s.cell(row, value))
			if !ok {
				continue
			}
			if x != math.Trunc(x) || math.Abs(x) > 1<<53 {
				return 0
			}
			for a := int64(math.Abs(x)); a != 0; { // the greatest common divisor
				step, a = a, step%a
			}
		}
	}
	return float64(step)
}

func values(marks []mark) []float64 {
	all := make([]float64, len(marks))
	for i, m := range marks {
		all[i] = m.x
	}
	return all
}

// relative is how far apart two figures are, from 0 to 1.
func relative(a, b float64) float64 {
	if size := math.Abs(a) + math.Abs(b); size > 0 {
		return math.Abs(a-b) / size
	}
	return 0
}
