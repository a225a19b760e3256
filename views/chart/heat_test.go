package chart

import (
	"testing"

	"cafe-rewards/views/language"
)

// TestRampOfOneValue: where all cells are alike, a scale of shades from that value to that value would say nothing.
func TestRampOfOneValue(t *testing.T) {
	t.Parallel()
	e := example(t, "heatmap")
	for rows, want := range map[int]bool{1: false, len(e.Table.Rows): true} {
		table := e.Table
		table.Rows = table.Rows[:rows]
		ramp := false
		p := New(language.English, e.Visual, table)
		for _, s := range p.option(p.form(false)).Over {
			ramp = ramp || s.RenderItem == "ramp"
		}
		if ramp != want {
			t.Errorf("%d rows: a scale of shades is there: %t", rows, ramp)
		}
	}
}
