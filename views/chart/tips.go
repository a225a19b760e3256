package chart

import "cafe-rewards/sql/metrics"

// Tip says what is under the pointer: the mark's name, and a label with a figure per row.
type Tip struct {
	Name string      `json:"name"`
	Rows [][2]string `json:"rows"`
}

func (p Plot) tips() []Tip {
	tips := make([]Tip, len(p.Marks))
	for i, m := range p.Marks {
		tip := Tip{Name: m.Name}
		add := func(label, figure string) {
			if figure != "" {
				tip.Rows = append(tip.Rows, [2]string{label, figure})
			}
		}
		for s, series := range p.Series {
			add(series.Label, m.Values[s].Label)
		}
		add("Total", m.Total)
		add("95 % interval", m.Range)
		if p.Kind == metrics.Funnel {
			add("Share", m.Share)
			add("Of", m.N)
		} else {
			add("n", m.N)
		}
		tips[i] = tip
	}
	return tips
}
