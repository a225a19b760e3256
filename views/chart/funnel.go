package chart

// steps are the bars of a funnel, centred.
func (p Plot) steps() []rect {
	var steps []rect
	for i, m := range p.Marks {
		width := p.stepWidth(i)
		steps = append(steps, rect{X: 50 - width/2, Width: width, Y: i*funnelBand + funnelBand/4, Height: funnelBand / 2, Class: m.class(p.Series[0])})
	}
	return steps
}

// ways join each step of a funnel with the next: polygons whose x is in percent and whose y is in pixels.
func (p Plot) ways() []string {
	var ways []string
	for i := 0; i+1 < len(p.Marks); i++ {
		upper, lower := p.stepWidth(i)/2, p.stepWidth(i+1)/2
		top, bottom := number(float64(i*funnelBand+funnelBand*3/4)), number(float64((i+1)*funnelBand+funnelBand/4))
		ways = append(ways, number(50-upper)+","+top+" "+number(50+upper)+","+top+" "+number(50+lower)+","+bottom+" "+number(50-lower)+","+bottom)
	}
	return ways
}

// stepWidth is the width of a step in percent of the widest.
func (p Plot) stepWidth(i int) float64 {
	if at := p.Marks[i].Values[0].At; at != nil {
		return max(0, *at) / p.widest() * 100
	}
	return 0
}

// widest is the value of the widest step; 1 where all are empty.
func (p Plot) widest() float64 {
	widest := 0.0
	for _, m := range p.Marks {
		if m.Values[0].At != nil {
			widest = max(widest, *m.Values[0].At)
		}
	}
	if widest == 0 {
		return 1
	}
	return widest
}
