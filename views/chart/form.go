package chart

import "cafe-rewards/sql/metrics"

// form is one of the two forms of a drawing: on a phone there is less room for words.
type form struct {
	narrow bool
	width  int // pixels that the words can count on
}

// narrowWidth is the width for which the narrow form is drawn: a card on a phone of 390 pixels. Narrower than Narrow, it is used.
const (
	narrowWidth = 324
	Narrow      = 480
	usualWidth  = 617 // of a card that takes half of the page
	widestCard  = 2400
)

// form is one of the two. Words in the wide one count on a little less than its width, for the script draws it in less room as well.
func (p Plot) form(inNarrow bool) form {
	if inNarrow {
		return form{narrow: true, width: narrowWidth}
	}
	return form{width: max(Narrow, p.width*4/5)}
}

// widest is the form in the widest card that it is drawn for.
func (f form) widest() form {
	if f.narrow {
		return form{narrow: true, width: Narrow}
	}
	return form{width: widestCard}
}

// Sizes in pixels.
const (
	barWide     = 18  // a bar
	barApart    = 2   // between bars of one name
	barBand     = 36  // a row with one bar
	funnelBand  = 44  // a step
	cellBand    = 26  // a row of a heat map
	columnsHigh = 240 // a chart whose values run up
	pointsHigh  = 320 // a chart of points
	largeHigh   = 380 // the same on a page of its own
	panelHigh   = 130 // a small one
	donutHigh   = 220
	nameGap     = 12
	tickLine    = 24 // the labels of an axis that lies
	legendLine  = 20
	listLine    = 22 // of the list beside a donut, at most
	listStep    = 20 // from one of its lines to the next
	panelHead   = 26
	panelGap    = 20
)

// band is the height of a row of bars that lie.
func (p Plot) band() int {
	switch {
	case p.Kind == metrics.Funnel:
		return funnelBand
	case p.Kind == metrics.HeatMap:
		return cellBand
	case p.Kind == metrics.Bar && len(p.Series) > 1:
		return len(p.Series)*(barWide+barApart) + 16
	case p.panelled():
		return 28
	}
	return barBand
}

// nameWidth is the room for names beside bars that lie.
func (p Plot) nameWidth(f form) int {
	most := 200
	if f.narrow {
		most = 126
	}
	texts := make([]string, len(p.Names))
	for i, name := range p.Names {
		texts[i] = name.Label
	}
	width := widest(regular, texts...)
	if width <= most {
		return width
	}
	return widest(regular, p.names(most, 2)...)
}

// high is the height of the marks of a chart whose values run up. Points need more than columns: their names stand among them.
func (p Plot) high() int {
	switch {
	case p.large:
		return largeHigh
	case p.Kind == metrics.Scatter:
		return pointsHigh
	}
	return columnsHigh
}

// Height is how many pixels the drawing takes, in its narrow form or its wide one.
func (p Plot) Height(inNarrow bool) int {
	f := p.form(inNarrow)
	if !p.Drawn() {
		return 0
	}
	_, legend := p.legendFor(f)
	if p.panelled() {
		rows := (len(p.Panels) + p.across(f) - 1) / p.across(f)
		return legend + p.panelTop() + rows*(p.panelHeight()+panelHead) + (rows-1)*8 + p.panelFoot(f)
	}
	switch p.Kind {
	case metrics.Bar, metrics.Stacked, metrics.Share:
		return legend + len(p.Names)*p.band() + tickLine
	case metrics.Box:
		return len(p.Names)*p.band() + tickLine
	case metrics.Funnel:
		return len(p.Names) * funnelBand
	case metrics.HeatMap:
		return heatHead + len(p.Series)*cellBand + p.nameLines(f)
	case metrics.Donut:
		if f.narrow {
			return donutHigh + 8 + len(p.Names)*listLine
		}
		return max(donutHigh, len(p.Names)*listLine+8)
	}
	return p.high() + 32
}
