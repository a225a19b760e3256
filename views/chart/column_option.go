package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// histogramOption draws columns that touch, because what they count is continuous.
func (p Plot) histogramOption() map[string]any {
	bar := charts.NewBar()
	_, value := p.valueAxis()
	bar.SetGlobalOptions(append(common("axis"), charts.WithXAxisOpts(p.columnAxis()), charts.WithYAxisOpts(value))...)
	bar.SetXAxis(p.names())
	for s, series := range p.Series {
		data := make([]opts.BarData, len(p.Marks))
		for i, m := range p.Marks {
			data[i] = opts.BarData{Name: m.Name, Value: cell(m.Values[s].At)}
		}
		bar.AddSeries(series.Label, data,
			charts.WithBarChartOpts(opts.BarChart{BarGap: "0%", BarCategoryGap: "2%"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: series.Token}))
	}
	bar.Validate()
	return finish(bar.JSON())
}

// lineOption draws a line per series over columns of equal width.
func (p Plot) lineOption() map[string]any {
	line := charts.NewLine()
	_, value := p.valueAxis()
	line.SetGlobalOptions(append(common("axis"), charts.WithXAxisOpts(p.columnAxis()), charts.WithYAxisOpts(value))...)
	line.SetXAxis(p.names())
	for s, series := range p.Series {
		data := make([]opts.LineData, len(p.Marks))
		for i, m := range p.Marks {
			data[i] = opts.LineData{Name: m.Name, Value: cell(m.Values[s].At)}
		}
		line.AddSeries(series.Label, data,
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(len(p.Marks) == 1), Symbol: "circle", SymbolSize: 6}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: series.Token, Width: 2}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: series.Token}))
	}
	line.Validate()
	return finish(line.JSON())
}

// funnelOption draws a centred bar per step and the way from each to the next, by the script's function of that name. The value
// of a step carries the next one's, so that the function needs to know nothing else.
func (p Plot) funnelOption() map[string]any {
	custom := charts.NewCustom()
	value, _ := p.valueAxis()
	value.Min, value.Max = 0, p.widest()
	value.SplitLine, value.AxisLabel = &opts.SplitLine{Show: opts.Bool(false)}, &opts.AxisLabel{Show: opts.Bool(false)}
	rows := p.rowAxis()
	rows.Data = p.names()
	custom.SetGlobalOptions(append(common("item"), charts.WithXAxisOpts(value), charts.WithYAxisOpts(rows))...)
	data := make([]opts.CustomData, len(p.Marks))
	for i, m := range p.Marks {
		next := any("-")
		if i+1 < len(p.Marks) {
			next = cell(p.Marks[i+1].Values[0].At)
		}
		data[i] = opts.CustomData{Name: m.Name, Value: []any{cell(m.Values[0].At), i, next}}
	}
	custom.AddSeries(p.Series[0].Label, data, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.RenderItem = types.FuncStr("funnel")
		s.ItemStyle = &opts.ItemStyle{Color: p.Series[0].Token}
	}))
	custom.Validate()
	return finish(custom.JSON())
}

func (p Plot) columnAxis() opts.XAxis {
	return opts.XAxis{Type: "category",
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: "--text-muted", FontSize: 12, HideOverlap: opts.Bool(true)},
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "--axis-line"}},
		AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
	}
}
