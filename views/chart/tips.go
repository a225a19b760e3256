package chart

import (
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Tip says what a mark, or all marks of a name, show: what they are, and a label with a figure per row.
type Tip struct {
	Name string      `json:"name"`
	Rows [][2]string `json:"rows"`
}

// grouped says whether one tip speaks of all marks of a name.
func (p Plot) grouped() bool { return p.along() != "" }

// tipOf is the place of a mark's tip among those of tips.
func (p Plot) tipOf(m mark) int {
	if p.grouped() || p.Kind == metrics.Scatter || p.Kind == metrics.Donut {
		return m.name
	}
	return (m.panel*len(p.Names)+m.name)*len(p.Series) + m.series
}

func (p Plot) tips() []Tip {
	var tips []Tip
	for panel, names := range p.cells {
		for n, cells := range names {
			if p.grouped() || p.Kind == metrics.Scatter || p.Kind == metrics.Donut {
				tips = append(tips, p.tip(n, cells))
				continue
			}
			for i, c := range cells {
				tip := Tip{Name: p.Names[n].Label}
				if p.panelled() {
					tip.Name = p.Panels[panel].Label + " · " + tip.Name
				}
				if p.Kind == metrics.HeatMap {
					tip.Name += " · " + p.Series[i].Label
					tip.add(p.Series[i].Column.Label, c.Label)
				} else {
					tip.add(p.Series[i].Label, c.Label)
				}
				if p.Kind == metrics.Funnel {
					tip.add(p.in.Text("Share"), p.stepShare(panel, n))
				}
				tip.basis(p.in, c)
				tips = append(tips, tip)
			}
		}
	}
	return tips
}

// tip is about all series of a name.
func (p Plot) tip(n int, cells []Cell) Tip {
	tip := Tip{Name: p.Names[n].Label}
	if p.Kind == metrics.Donut {
		cells = cells[:1]
	}
	for i, c := range cells {
		tip.add(p.Series[i].Label, c.Label)
		if len(cells) > 1 && c.Range != "" {
			tip.add(p.in.Text("95 % interval"), c.Range)
		}
	}
	switch {
	case p.Kind == metrics.Funnel:
		if share := p.stepShare(0, n); share != "" {
			tip.add(p.in.Text("Share"), share)
		}
	case p.Kind == metrics.Donut:
		if sum := p.sum(); sum > 0 && cells[0].At != nil {
			tip.add(p.in.Text("Share"), format.Share(p.in, max(0, *cells[0].At)/sum))
		}
	case p.Kind == metrics.Stacked || p.Kind == metrics.Area:
		tip.add(p.in.Text("Total"), p.total(cells))
	case p.Kind == metrics.Share || p.Kind == metrics.Box:
		tip.add("n", cells[0].N)
	case len(cells) == 1:
		tip.basis(p.in, cells[0])
	}
	return tip
}

func (t *Tip) add(label, figure string) {
	if figure != "" {
		t.Rows = append(t.Rows, [2]string{label, figure})
	}
}

// basis adds what a figure rests on.
func (t *Tip) basis(l language.Locale, c Cell) {
	t.add(l.Text("95 % interval"), c.Range)
	t.add("n", c.N)
}
