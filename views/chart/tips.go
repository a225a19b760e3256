package chart

import (
	"strings"

	"cafe-rewards/sql/metrics"
)

// tips say what is under the pointer: the mark's name, then a line per value.
func (p Plot) tips() []string {
	tips := make([]string, len(p.Marks))
	for i, m := range p.Marks {
		lines := []string{m.Name}
		for s, series := range p.Series {
			lines = append(lines, series.Label+"  "+m.Values[s].Label)
		}
		if m.Share != "" {
			lines = append(lines, "Share  "+m.Share)
		}
		if m.Range != "" {
			lines = append(lines, "95 % interval  "+m.Range)
		}
		if m.N != "" && p.Kind != metrics.Funnel {
			lines = append(lines, "n  "+m.N)
		}
		tips[i] = strings.Join(lines, "\n")
	}
	return tips
}
