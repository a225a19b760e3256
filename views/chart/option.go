package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
)

// Spec is what the static script needs to draw a Plot with ECharts and to say what is under the pointer.
type Spec struct {
	Option map[string]any `json:"option"`
	Tips   []Tip          `json:"tips"` // one per mark
}

// Spec gives the plot as data for the static script. Colours in it are names of tokens, and the renderItem of a custom series is the
// name of a function in the script.
func (p Plot) Spec() Spec { return Spec{Option: p.option(), Tips: p.tips()} }

func (p Plot) option() map[string]any {
	switch p.Kind {
	case metrics.Bar:
		return p.barOption("")
	case metrics.Stacked:
		return p.barOption("all")
	case metrics.Histogram:
		return p.histogramOption()
	case metrics.Line:
		return p.lineOption()
	case metrics.Funnel:
		return p.funnelOption()
	}
	return nil
}

// common are the settings of every chart. The tooltip is drawn on the canvas: an HTML one would need inline styles.
func common(trigger string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}), // the page has its own, which works without the script
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: trigger, AxisPointer: &opts.AxisPointer{Type: "shadow"}}),
		charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: "0", Right: "0", Top: "0", Bottom: "0", ContainLabel: opts.Bool(true)}),
	}
}

// finish leaves out what ECharts would take for a component of its own, and adds what go-echarts has no field for.
func finish(option map[string]any) map[string]any {
	for _, empty := range []string{"title", "toolbox", "color"} {
		delete(option, empty)
	}
	tooltip := option["tooltip"].(opts.Tooltip)
	option["tooltip"] = struct {
		opts.Tooltip
		RenderMode string `json:"renderMode"`
		Confine    bool   `json:"confine"`
	}{tooltip, "richText", true}
	return option
}

func (p Plot) names() []string {
	names := make([]string, len(p.Marks))
	for i, m := range p.Marks {
		names[i] = m.Name
	}
	return names
}

// cell is a value for ECharts, which takes "-" for none; a nil would vanish from the JSON and shift the rest.
func cell(at *float64) any {
	if at == nil {
		return "-"
	}
	return *at
}

func (p Plot) valueAxis() (opts.XAxis, opts.YAxis) {
	split := len(p.Scale.Ticks) - 1
	label := &opts.AxisLabel{Show: opts.Bool(true), Color: "--text-muted", FontSize: 12, Formatter: axisFormat(p.Series[0].Unit)}
	grid := &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "--grid-line"}}
	return opts.XAxis{Type: "value", Min: p.Scale.Min, Max: p.Scale.Max, SplitNumber: split, AxisLabel: label, SplitLine: grid},
		opts.YAxis{Type: "value", Min: p.Scale.Min, Max: p.Scale.Max, SplitNumber: split, AxisLabel: label, SplitLine: grid}
}
