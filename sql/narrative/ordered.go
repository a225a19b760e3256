package narrative

import (
	"math"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// fewestPeriods is how many periods there are at least to speak of halves, or of what is usual.
const fewestPeriods = 8

// ordered asks of each figure along its order: what moved last, which way it goes, what peaks, and what is unusual.
func (s Subject) ordered(figures []figure) []question {
	var all []question
	for _, f := range figures {
		f.marks = slices.DeleteFunc(f.marks, func(m mark) bool { return m.unknown() })
		if f.sparse() {
			continue // sends happen on a few days; what happens between two of them is no movement
		}
		var questions []func(figure, float64) []claim
		if f.class != measure {
			questions = append(questions, s.peaks)
		}
		if s.unit() != metrics.Hour { // a day goes round: its last hour is not where it has come to
			questions = append(questions, s.mover)
			if len(f.marks) >= fewestPeriods {
				questions = append(questions, s.trend, s.unusual)
			}
		}
		for _, ask := range questions {
			all = append(all, func(level float64) []claim { return ask(f, level) })
		}
	}
	return all
}

// sparse says that half of the periods or more have nothing.
func (f figure) sparse() bool {
	if f.class != count && f.class != amount {
		return false
	}
	zero := 0
	for _, m := range f.marks {
		if m.x == 0 {
			zero++
		}
	}
	return 2*zero >= len(f.marks)
}

// mover compares the last period with the one before: by a test of their counts or shares; of a mean, whose spread the table does
// not have, by how much it moves otherwise.
func (s Subject) mover(f figure, level float64) []claim {
	n := len(f.marks)
	if n < 2 || !f.adjacent() {
		return nil
	}
	before, after := f.marks[n-2], f.marks[n-1]
	p := f.compare(before, after)
	if f.class == measure {
		moves := make([]float64, n-1)
		for i := range moves {
			moves[i] = f.marks[i+1].x - f.marks[i].x
		}
		p = significance.Outliers(moves)[n-2]
	}
	if f.class == rate && min(before.n, after.n) < s.smallN() || f.class != rate && !(before.x > 0) || !(p <= level) {
		return nil
	}
	kind := Rise
	if after.x < before.x {
		kind = Fall
	}
	rests := total(before, after)
	if rests == 0 {
		rests = 2
	}
	return []claim{{Sentence{kind, f.named(s.members("before", f, before), s.members("after", f, after), f.change(before.x, after.x)), rests, p},
		f.size(before.x, after.x)}}
}

// adjacent says that no period is missing between the last two, as far as numbers tell.
func (f figure) adjacent() bool {
	n := len(f.marks)
	last, ok := number(f.marks[n-1].label)
	before, both := number(f.marks[n-2].label)
	if !ok || !both || n < 3 {
		return true
	}
	least := math.Inf(1)
	for i := range n - 1 {
		a, _ := number(f.marks[i].label)
		b, _ := number(f.marks[i+1].label)
		least = min(least, b-a)
	}
	return last-before == least
}

// trend compares the last half with the first; of an odd number, the one between them belongs to neither. It must be more than the
// counts or shares leave to chance, and more than periods differ within the halves.
func (s Subject) trend(f figure, level float64) []claim {
	n := len(f.marks)
	first, last := f.marks[:n/2], f.marks[n-n/2:]
	p := significance.TwoMeans(values(first), values(last))
	if f.class != measure {
		p = max(p, f.compareAll(first, last))
	}
	was, is := s.half(f, first), s.half(f, last)
	if !(p <= level) || !(was > 0) || (is > was) != (mean(last) > mean(first)) {
		return nil
	}
	kind := TrendUp
	if is < was {
		kind = TrendDown
	}
	rests := total(f.marks...)
	if rests == 0 {
		rests = int64(n)
	}
	return []claim{{Sentence{kind, f.named(s.span("first", f, first), s.span("last", f, last), f.change(was, is)), rests, p}, f.size(was, is)}}
}

// half is the figure of several periods: their sum where it adds up, the rate of all their trials, else the mean.
func (s Subject) half(f figure, marks []mark) float64 {
	switch {
	case f.class == rate:
		successes := 0.0
		for _, m := range marks {
			successes += math.Round(m.x * float64(m.n))
		}
		return successes / float64(total(marks...))
	case s.AddsUp && f.column.Type == metrics.Integer:
		return mean(marks) * float64(len(marks))
	}
	return mean(marks)
}

// span is a run of periods with its figure.
func (s Subject) span(name string, f figure, marks []mark) Part {
	from, to := s.categoryPart("from", marks[0].label), s.categoryPart("to", marks[len(marks)-1].label)
	value := Part{Name: "value", Value: f.value(s.half(f, marks)), Unit: f.column.Unit}
	return Part{Name: name, As: "half", List: [][]Part{{from, to, value}}}
}

// change is a difference in points of a rate, else relative to what was.
func (f figure) change(was, is float64) Part {
	if f.class == rate {
		return points("change", math.Abs(is-was))
	}
	return Part{Name: "change", Value: math.Abs(is-was) / was, Unit: metrics.Percent}
}

// size is that of a difference, from 0 to 1.
func (f figure) size(was, is float64) float64 {
	if f.class == rate {
		return math.Abs(is - was)
	}
	return relative(was, is)
}

func (s Subject) categoryPart(name string, value any) Part {
	return Part{Name: name, Value: value, Unit: s.unit()}
}

// unit is that of the category.
func (s Subject) unit() metrics.Unit {
	if i, ok := s.column(s.Chart.Category); ok {
		return s.Table.Columns[i].Unit
	}
	return metrics.Plain
}

func mean(marks []mark) float64 {
	sum := 0.0
	for _, m := range marks {
		sum += m.x
	}
	return sum / float64(len(marks))
}
