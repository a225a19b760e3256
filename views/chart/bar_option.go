package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// barOption draws horizontal bars, first row on top; those of one stack stand behind each other.
func (p Plot) barOption(stack string) map[string]any {
	bar := charts.NewBar()
	value, _ := p.valueAxis()
	bar.SetGlobalOptions(append(common("axis"), charts.WithXAxisOpts(value), charts.WithYAxisOpts(p.rowAxis()))...)
	bar.SetXAxis(p.names()).XYReversal()
	for s, series := range p.Series {
		data := make([]opts.BarData, len(p.Marks))
		for i, m := range p.Marks {
			data[i] = opts.BarData{Name: m.Name, Value: cell(m.Values[s].At)}
			if m.Small {
				data[i].ItemStyle = &opts.ItemStyle{Opacity: opts.Float(fadedOpacity)}
			}
		}
		bar.AddSeries(series.Label, data,
			charts.WithBarChartOpts(opts.BarChart{Stack: stack, BarGap: "0%", BarCategoryGap: "50%"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: series.Token}))
	}
	bar.Overlap(p.whiskers())
	bar.Validate()
	return finish(bar.JSON())
}

// fadedOpacity marks a small group.
const fadedOpacity = 0.45

// rowAxis has a name per row, the first on top.
func (p Plot) rowAxis() opts.YAxis {
	return opts.YAxis{Type: "category", Inverse: opts.Bool(true),
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: "--text", FontSize: 12},
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
	}
}

// whiskers are the intervals around the first value of each row, drawn by the script's function of that name.
func (p Plot) whiskers() *charts.Custom {
	custom := charts.NewCustom()
	var data []opts.CustomData
	for i, m := range p.Marks {
		if m.Low != nil && m.High != nil {
			data = append(data, opts.CustomData{Name: m.Name, Value: []any{*m.Low, i, *m.High}})
		}
	}
	if len(data) > 0 {
		custom.AddSeries("95 % interval", data, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.RenderItem = types.FuncStr("whisker")
			s.ItemStyle = &opts.ItemStyle{Color: "--whisker"}
		}))
	}
	return custom
}
