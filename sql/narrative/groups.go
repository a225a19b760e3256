package narrative

import (
	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// namedGroups is how many groups a sentence names at most.
const namedGroups = 4

// groups asks of each rate who leads and who trails, and who could not be ranked.
func (s Subject) groups() []question {
	var all []question
	for _, f := range s.figures() {
		if f.class == rate {
			all = append(all, func(level float64) []claim { return append(s.leading(f, level), s.unranked(f)...) })
		}
	}
	return all
}

// ranked are the marks that take part in a ranking.
func (s Subject) ranked(f figure) []mark {
	var all []mark
	for _, m := range f.marks {
		if !m.unknown() && m.n >= s.smallN() {
			all = append(all, m)
		}
	}
	return all
}

// pick returns the marks of these rows, in that order.
func pick(marks []mark, rows []int) []mark {
	picked := make([]mark, 0, len(rows))
	for _, row := range rows {
		for _, m := range marks {
			if m.row == row {
				picked = append(picked, m)
			}
		}
	}
	return picked
}

func (s Subject) leading(f figure, level float64) []claim {
	marks := s.ranked(f)
	switch {
	case len(marks) < 2 || len(marks) > maxGroups:
		return nil
	case len(marks) == 2:
		return s.ahead(f, marks[0], marks[1], f.compare(marks[0], marks[1]), level)
	}
	r := rank(marks, f.compare, level)
	leaders, trailing := pick(marks, r.Leaders), pick(marks, r.Trailing)
	rest := append(pick(marks, r.Rest), trailing...)
	if len(rest) == 0 {
		return nil
	}
	var claims []claim
	if sentence, ok := s.lead(f, r, leaders); ok && len(leaders) <= namedGroups {
		claims = append(claims, claim{sentence, pooled(leaders...).Rate() - pooled(rest...).Rate()})
	}
	saidAlready := len(claims) > 0 && r.Ahead && len(r.Rest) == 0 // whoever does not lead trails
	if r.Behind && len(trailing) > 0 && len(trailing) <= namedGroups && !saidAlready {
		kind := Trailing
		if len(trailing) > 1 {
			kind = TrailingTie
		}
		above := append(leaders[:len(leaders):len(leaders)], pick(marks, r.Rest)...)
		claims = append(claims, claim{
			Sentence{kind, f.named(s.members("groups", f, trailing...)), total(marks...), r.trailingP},
			pooled(above...).Rate() - pooled(trailing...).Rate(),
		})
	}
	return claims
}

// lead is the sentence of who leads; false where the tests contradict each other, which only groups of very unlike size could do.
func (s Subject) lead(f figure, r Ranking, leaders []mark) (Sentence, bool) {
	sentence := Sentence{Tie, f.named(s.members("groups", f, leaders...)), total(s.ranked(f)...), r.leaderP}
	switch {
	case len(leaders) == 1 && !r.Ahead:
		return Sentence{}, false
	case len(leaders) == 1:
		sentence.Kind = Leader
	case r.Ahead:
		sentence.Kind = Leaders
	}
	return sentence, true
}

// ahead compares two: by how much the first is ahead of the second, or the other way round.
func (s Subject) ahead(f figure, first, second mark, p, level float64) []claim {
	if first.x < second.x {
		first, second = second, first
	}
	low, high := significance.Difference(f.trials(first), f.trials(second))
	if !(p <= level) || !(low > 0) {
		return nil
	}
	difference := first.x - second.x
	return []claim{{Sentence{Ahead, f.named(
		s.members("group", f, first), s.members("other", f, second),
		points("difference", difference), label("low", 100*low, metrics.Plain), label("high", 100*high, metrics.Plain),
	), total(first, second), p}, difference}}
}

// unranked mentions the unknown group where at least one in twenty belongs to it.
func (s Subject) unranked(f figure) []claim {
	whole := total(f.marks...)
	for _, m := range f.marks {
		if m.unknown() && m.n >= s.smallN() && 20*m.n >= whole && m.n < whole {
			return []claim{{Sentence{NotRanked, f.named(
				label("n", m.n, metrics.Count), label("total", whole, metrics.Count), label("value", m.cell, f.column.Unit),
			), m.n, 1}, 0}}
		}
	}
	return nil
}

// overlap names the highest of groups that overlap, and says that they do.
func (s Subject) overlap() []question {
	return []question{func(float64) []claim {
		for _, f := range s.figures() {
			var top mark
			known := 0
			for _, m := range f.marks {
				if m.unknown() || m.n < s.smallN() {
					continue
				}
				if known++; known == 1 || m.x > top.x {
					top = m
				}
			}
			if known > 1 { // of one alone nothing is highest
				return []claim{{Sentence{Overlap, f.named(s.members("group", f, top)), top.n, 1}, 0}}
			}
		}
		return nil
	}}
}
