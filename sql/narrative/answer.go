package narrative

import "cafe-rewards/sql/significance"

// Ranking ranks the groups of the first rate; false where there is none, or where groups overlap or are no groups, but times or series.
func (s Subject) Ranking() (Ranking, bool) {
	f, marks := s.firstRate()
	if len(marks) == 0 || len(marks) > maxGroups || s.Overlapping || s.Ordered || s.Chart.Series != "" || s.repeats() {
		return Ranking{}, false
	}
	return rank(marks, f.compare, significance.Level), true
}

// Answer is the answer to "who is first?": unlike Sentences, it also says that nobody is, and names all who lead. It is false where
// there is nothing to say: no rate, or no group that is known and not small.
func (s Subject) Answer() (Sentence, bool) {
	if s.Overlapping {
		for _, c := range s.overlap()[0](significance.Level) {
			return c.Sentence, true
		}
		return Sentence{}, false
	}
	f, marks := s.firstRate()
	r, ok := s.Ranking()
	if !ok {
		return Sentence{}, false
	}
	if len(marks) == 1 {
		return Sentence{Only, f.named(s.members("groups", f, marks...)), total(marks...), 1}, true
	}
	if len(r.Leaders) < len(marks) {
		return s.lead(f, r, pick(marks, r.Leaders))
	}
	return Sentence{Even, f.named(s.members("groups", f, marks...)), total(marks...), r.leaderP}, true
}

func (s Subject) firstRate() (figure, []mark) {
	s.Chart.Values = s.Chart.Values[:min(1, len(s.Chart.Values))]
	for _, f := range s.figures() {
		if f.class == rate {
			return f, s.ranked(f)
		}
	}
	return figure{}, nil
}
