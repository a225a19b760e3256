package narrative

import (
	"cmp"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// fewestGroups is how many groups a whole has at least, to speak of shares.
const fewestGroups = 3

// shares asks of figures that add up what the greatest hold of the whole.
func (s Subject) shares() []question {
	if !s.AddsUp {
		return nil
	}
	var all []question
	for _, f := range s.figures() {
		if f.class == count || f.class == amount {
			all = append(all, func(level float64) []claim { return s.share(f, level) })
		}
	}
	return all
}

// share says where most of the whole is: at the few where anything is, at one or two, or at a quarter of the groups at most. Each is
// tested against a whole that is spread evenly, times the number of ways in which so many groups could have been picked.
func (s Subject) share(f figure, level float64) []claim {
	n := len(f.marks)
	whole, rests := f.sum()
	if n < fewestGroups || !(whole > 0) || rests < s.smallN() {
		return nil
	}
	sorted := slices.Clone(f.marks)
	slices.SortStableFunc(sorted, func(a, b mark) int { return cmp.Compare(b.x, a.x) })
	sentence := func(kind Kind, k int, parts ...Part) claim {
		held := 0.0
		for _, m := range sorted[:k] {
			held += m.x / whole
		}
		p := f.chance(sorted, k)
		parts = append(parts, label("total", f.value(whole), f.column.Unit), label("share", held, metrics.Percent),
			label("k", int64(k), metrics.Count), label("of", int64(n), metrics.Count))
		return claim{Sentence{kind, f.named(parts...), rests, p}, held - float64(k)/float64(n)}
	}
	speak := func(c claim) []claim {
		if c.P <= level {
			return []claim{c}
		}
		return nil
	}

	nonZero := 0
	for nonZero < n && sorted[nonZero].x > 0 {
		nonZero++
	}
	if 2*nonZero <= n {
		if nonZero > 8 {
			return speak(sentence(Concentrated, nonZero))
		}
		at := slices.DeleteFunc(slices.Clone(f.marks), func(m mark) bool { return m.x == 0 }) // in the order of the category
		return speak(sentence(Sparse, nonZero, s.members("groups", f, at...)))
	}
	half, held := 0, 0.0
	for held < whole/2 {
		held += sorted[half].x
		half++
	}
	// Whoever is named must be told apart from the next one.
	apart := func(k int) bool { return f.compare(sorted[k-1], sorted[k]) <= level && !anyUnknown(sorted[:k]) }
	switch {
	case half <= 2 && 4*half <= n+1 && apart(half):
		return speak(sentence(Share, half, s.members("groups", f, sorted[:half]...)))
	case half > 2 && 4*half <= n+1:
		if from, to, ok := s.neighbours(f, sorted[:half]); ok {
			return speak(sentence(Neighbours, half, from, to))
		}
		return speak(sentence(Concentrated, half))
	case sorted[0].x/whole >= 1.5/float64(n) && apart(1):
		return speak(sentence(Share, 1, s.members("groups", f, sorted[0])))
	}
	return nil
}

// neighbours are the first and the last of groups that follow each other, where groups have an order: so they are named without a list.
func (s Subject) neighbours(f figure, marks []mark) (from, to Part, ok bool) {
	if !s.Ordered && s.Chart.Kind != metrics.Histogram || anyUnknown(marks) {
		return from, to, false
	}
	f.marks = slices.SortedFunc(slices.Values(f.marks), func(a, b mark) int { return cmp.Compare(a.row, b.row) })
	f.sort(true)
	among := func(m mark) bool {
		return slices.ContainsFunc(marks, func(other mark) bool { return other.row == m.row })
	}
	first := slices.IndexFunc(f.marks, among)
	last := first + len(marks) - 1
	if last >= len(f.marks) || slices.ContainsFunc(f.marks[first:last+1], func(m mark) bool { return !among(m) }) {
		return from, to, false
	}
	return s.categoryPart("from", f.marks[first].label), s.categoryPart("to", f.marks[last].label), true
}

// chance is that of so large a share of the greatest k where the whole is spread evenly.
func (f figure) chance(sorted []mark, k int) float64 {
	n := len(sorted)
	worth := max(f.worth(sorted...), f.worth(sorted[:k]...))
	tail := significance.AtLeast(events(sorted[:k], worth), events(sorted, worth), float64(k)/float64(n))
	if tail == 0 {
		return 0 // however many ways: of a thousand groups they are more than a number can hold
	}
	return min(1, significance.Subsets(n, k)*tail)
}

func anyUnknown(marks []mark) bool {
	return slices.ContainsFunc(marks, func(m mark) bool { return m.unknown() })
}
