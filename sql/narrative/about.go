package narrative

import "cafe-rewards/sql/metrics"

// About is the subject of a visual's table, with what the model knows. What it does not know, the caller adds: Overlapping, where two selections
// that are compared may share rows, Spreads, and the Effects that were measured; until then only customers tell anything.
func About(m *metrics.Model, v metrics.Visual, t metrics.Table) Subject {
	s := Subject{Table: t, Chart: v.Chart, Effects: m.Unmeasured(), AddsUp: true}
	if category, err := m.Dimension(v.Chart.Category); err == nil {
		s.Ordered = category.Time
	}
	s.Overlapping = m.Overlaps(v.Chart.Category) || m.Overlaps(v.Chart.Series)
	for _, name := range v.Chart.Values {
		measure, err := m.Measure(name)
		if err != nil {
			continue
		}
		if measure.Fact != "" { // a quotient never adds up, and no share of it is spoken of
			s.AddsUp = s.AddsUp && m.AddsUp(name, v.Chart.Category)
		}
	}
	return s
}
