package chart

import (
	"slices"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// compared is an example with a row of a second selection, of a hundredth of the figures, under each of its own.
func compared(t *testing.T, name string) (metrics.Visual, metrics.Table) {
	e := example(t, name)
	table := metrics.Table{Columns: append(slices.Clone(e.Table.Columns), metrics.Column{Name: metrics.SelectionColumn, Label: "Selection", Type: metrics.Text})}
	for _, row := range e.Table.Rows {
		second := slices.Clone(row)
		for i, cell := range second {
			switch cell := cell.(type) {
			case int64:
				if e.Table.Columns[i].Name != e.Visual.Chart.Category && e.Table.Columns[i].Name != e.Visual.Chart.Series {
					second[i] = cell / 100
				}
			case float64:
				second[i] = cell / 100
			}
		}
		table.Rows = append(table.Rows, append(slices.Clone(row), metrics.FirstSelection), append(second, metrics.SecondSelection))
	}
	return e.Visual.Versus(), table
}

// TestTwoSelections: both are on every kind of chart, told apart from each other, and neither is added to the other.
func TestTwoSelections(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"bar", "columns", "line", "area", "stacked", "share", "combined", "histogram", "funnel", "heatmap", "box", "scatter", "donut"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, table := compared(t, name)
			p := New(language.English, v, table)
			if !p.Drawn() {
				t.Fatal("nothing is drawn")
			}
			c := p.Visual.Chart
			drawn := map[any]bool{}
			p.every(func(_, _, _ int, cell Cell) {
				if cell.Row >= 0 {
					drawn[table.Rows[cell.Row][len(table.Columns)-1]] = true
				}
			})
			switch {
			case !drawn[metrics.SecondSelection] || !drawn[metrics.FirstSelection]:
				t.Errorf("drawn are %v", drawn)
			case p.Kind == metrics.Box || p.Kind == metrics.Scatter:
				if first, second := p.Names[0].Label, p.Names[1].Label; !strings.HasSuffix(first, ", this selection") || !strings.HasSuffix(second, ", other selection") {
					t.Errorf("they are called %q and %q", first, second)
				}
			case c.Series == metrics.SelectionColumn && (p.stacks() || len(c.Values) > 1):
				t.Error("the selections are series of a chart that stacks them, or that leaves figures out")
			case !slices.Contains([]string{c.Series, c.Panels, c.Category}, metrics.SelectionColumn):
				t.Error("nothing tells the selections apart")
			}
		})
	}
}

// TestSmallChartsStackApart: what is stacked in one small chart does not stand on what is stacked in the one before.
func TestSmallChartsStackApart(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"area", "stacked", "share"} {
		v, table := compared(t, name)
		p := New(language.English, v, table)
		stacks := map[string]int{}
		for _, s := range p.option(p.form(false)).Series {
			if s.Stack != "" {
				stacks[s.Stack]++
			}
		}
		if len(p.Panels) != 2 || len(stacks) != 2 {
			t.Errorf("%s: %d small charts, whose series stand on each other as %v", name, len(p.Panels), stacks)
		}
	}
}

// TestSelectionsAreNamedInFull: the figures beside small funnels leave the marks little room, and the names stand over both.
func TestSelectionsAreNamedInFull(t *testing.T) {
	t.Parallel()
	for _, width := range []int{480, 520, 800} {
		v, table := compared(t, "funnel")
		p := New(language.English, v, table)
		var heads, labels []string
		for _, s := range p.option(form{width: width}).Over {
			if s.RenderItem == "head" {
				heads = append(heads, s.Name)
			}
		}
		for _, panel := range p.Panels {
			labels = append(labels, panel.Label)
		}
		if !slices.Equal(heads, labels) {
			t.Errorf("at %d pixels, %q are called %q", width, labels, heads)
		}
	}
}
