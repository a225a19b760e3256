package narrative

import (
	"cmp"
	"math"
	"slices"

	"cafe-rewards/sql/significance"
)

// peaks are a peak and a trough that can be told apart from every other period, with half of the level for each.
func (s Subject) peaks(f figure, level float64) []claim {
	if len(f.marks) < fewestGroups {
		return nil
	}
	sorted := slices.Clone(f.marks)
	slices.SortStableFunc(sorted, func(a, b mark) int { return cmp.Compare(b.x, a.x) })
	if f.class == rate {
		sorted = slices.DeleteFunc(sorted, func(m mark) bool { return m.n < s.smallN() })
	}
	n := len(sorted)
	if n < fewestGroups {
		return nil
	}
	middle := significance.Median(values(sorted))
	var claims []claim
	for _, end := range []struct {
		kind   Kind
		most   mark
		others []mark
	}{{Peak, sorted[0], sorted[1:]}, {Trough, sorted[n-1], sorted[:n-1]}} {
		p := 0.0
		for _, other := range end.others {
			p = max(p, min(1, 2*f.compare(end.most, other)))
		}
		if p <= level {
			claims = append(claims, claim{Sentence{end.kind, f.named(s.members("group", f, end.most)), total(f.marks...), p}, f.size(middle, end.most.x)})
		}
	}
	return claims
}

// unusual are periods far from the median of all, as the spread of the periods goes and as their own counts or shares go. More than
// one in ten is not unusual but a habit.
func (s Subject) unusual(f figure, level float64) []claim {
	n := len(f.marks)
	scaled := values(f.marks)
	if f.class == count || f.class == amount {
		for i, x := range scaled {
			scaled[i] = math.Sqrt(x) // evens out the spread of large and small counts
		}
	}
	p := significance.Outliers(scaled)
	for i, m := range f.marks {
		if f.class != measure {
			p[i] = max(p[i], f.compareAll([]mark{m}, append(f.marks[:i:i], f.marks[i+1:]...)))
		}
	}
	middle := significance.Median(values(f.marks))
	var high, low []mark
	worst := 0.0
	for i, corrected := range significance.Holm(p) {
		m := f.marks[i]
		if corrected > level || f.class == rate && m.n < s.smallN() {
			continue
		}
		worst = max(worst, corrected)
		if m.x > middle {
			high = append(high, m)
		} else {
			low = append(low, m)
		}
	}
	if len(high)+len(low) > min(namedGroups, max(1, n/10)) {
		return nil
	}
	var claims []claim
	for _, side := range []struct {
		kind  Kind
		marks []mark
	}{{UnusualHigh, high}, {UnusualLow, low}} {
		if len(side.marks) == 0 {
			continue
		}
		rests := total(f.marks...)
		if rests == 0 {
			rests = int64(n)
		}
		claims = append(claims, claim{Sentence{side.kind, f.named(s.members("groups", f, side.marks...), Part{Name: "usual", Value: f.value(middle), Unit: f.column.Unit}), rests, worst},
			f.size(middle, mean(side.marks))})
	}
	return claims
}
