package chart

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"cafe-rewards/sql/metrics"
)

// The types below are go-echarts' with the fields of ECharts that it lacks. A field that stands outside hides the one of the same
// name inside. Colours are names of tokens (--series-1), and functions are names that marks.js and over.js know.

// option is a whole chart.
type option struct {
	Animation bool           `json:"animation"`
	TextStyle opts.TextStyle `json:"textStyle"`
	Grid      []grid         `json:"grid,omitempty"`
	XAxis     []axis         `json:"xAxis,omitempty"`
	YAxis     []axis         `json:"yAxis,omitempty"`
	Series    []series       `json:"series"`
	Over      []series       `json:"over,omitempty"`   // for over.js, which writes them over ECharts' drawing
	Panels    *panels        `json:"panels,omitempty"` // for marks.js, which lays out small charts
}

type grid struct {
	Left            int    `json:"left"`
	Right           int    `json:"right"`
	Top             int    `json:"top"`
	Bottom          int    `json:"bottom"`
	OuterBoundsMode string `json:"outerBoundsMode"` // none: the margins above are those of the marks, labels stand in them
}

type axis struct {
	opts.XAxis
	AxisLabel     *axisLabel  `json:"axisLabel,omitempty"`
	Interval      float64     `json:"interval,omitempty"`
	NameTextStyle *labelStyle `json:"nameTextStyle,omitempty"`
	NameGap       int         `json:"nameGap,omitempty"`
	Silent        bool        `json:"silent"`
	Wider         []wider     `json:"wider,omitempty"` // for axes.js
}

type axisLabel struct {
	labelStyle
	HideOverlap bool `json:"hideOverlap,omitempty"`
	Interval    *int `json:"interval,omitempty"` // labels that are left out between two
	Margin      int  `json:"margin,omitempty"`
}

// labelStyle is how a text looks. Rich are the styles of its parts, by the name in {name|text}.
type labelStyle struct {
	Show            types.Bool            `json:"show,omitempty"`
	Color           string                `json:"color,omitempty"`
	FontWeight      string                `json:"fontWeight,omitempty"`
	FontSize        int                   `json:"fontSize,omitempty"`
	LineHeight      int                   `json:"lineHeight,omitempty"`
	Width           int                   `json:"width,omitempty"`
	Align           string                `json:"align,omitempty"`
	Position        string                `json:"position,omitempty"`
	Distance        int                   `json:"distance,omitempty"`
	Shift           int                   `json:"shift,omitempty"` // for beside: pixels under the middle of the point
	Formatter       string                `json:"formatter,omitempty"`
	BackgroundColor string                `json:"backgroundColor,omitempty"`
	BorderRadius    int                   `json:"borderRadius,omitempty"`
	Padding         []int                 `json:"padding,omitempty"`
	Opacity         float64               `json:"opacity,omitempty"`
	Rich            map[string]labelStyle `json:"rich,omitempty"`
}

type series struct {
	charts.SingleSeries
	Clip     bool        `json:"clip"` // off: a drawing has no ids for clip paths
	Silent   bool        `json:"silent,omitempty"`
	Z        int         `json:"z,omitempty"`
	Data     []datum     `json:"data"`
	Label    *labelStyle `json:"label,omitempty"`
	Emphasis struct {
		Disabled bool `json:"disabled"`
	} `json:"emphasis"`
	BoxWidth     []int   `json:"boxWidth,omitempty"`
	RenderItem   string  `json:"renderItem,omitempty"`
	Upright      bool    `json:"upright,omitempty"` // for whisker: the value runs up
	Shift        float64 `json:"shift,omitempty"`   // for whisker: pixels beside the middle of the name; for head: beside the marks
	Ends         []end   `json:"ends,omitempty"`    // for ends, legend, list, ramp and whole
	Place        []int   `json:"place,omitempty"`   // for list: pixels from the left and from the top
	PadAngle     int     `json:"padAngle,omitempty"`
	marks        []mark  // of the data, in their order; not drawn
	over         bool    // stands over the drawing
	PercentPlace int     `json:"percentPrecision,omitempty"`
}

// datum is a mark. Its value is a number, "-" for none, or what the series' function takes.
type datum struct {
	Name       string          `json:"name,omitempty"`
	Value      any             `json:"value"`
	ItemStyle  *opts.ItemStyle `json:"itemStyle,omitempty"`
	Label      *labelStyle     `json:"label,omitempty"`
	Symbol     string          `json:"symbol,omitempty"`
	SymbolSize float64         `json:"symbolSize,omitempty"`
}

// MarshalJSON writes a mark that is no more than a number as a number: ECharts reads a thousand of these faster than objects.
func (d datum) MarshalJSON() ([]byte, error) {
	if number, ok := d.Value.(float64); ok && d == (datum{Value: number}) {
		return json.Marshal(number)
	}
	type fields datum
	return json.Marshal(fields(d))
}

// fadedOpacity marks a small group.
const fadedOpacity = 0.45

var (
	yes = opts.Bool(true)
	no  = opts.Bool(false)
)

// option is the chart in one of its two forms.
func (p Plot) option(f form) option {
	var o option
	switch p.Kind {
	case metrics.Bar, metrics.Stacked, metrics.Share:
		o = p.barOption(f)
	case metrics.Columns, metrics.Histogram, metrics.Combined:
		o = p.columnOption(f)
	case metrics.Line, metrics.Area:
		o = p.lineOption(f)
	case metrics.Funnel:
		o = p.funnelOption(f)
	case metrics.HeatMap:
		o = p.heatOption(f)
	case metrics.Box:
		o = p.boxOption(f)
	case metrics.Scatter:
		o = p.scatterOption(f)
	case metrics.Donut:
		o = p.donutOption(f)
	}
	o.TextStyle = opts.TextStyle{FontFamily: "Inter, system-ui, sans-serif", FontSize: fontSize, Color: "--text"}
	if o.Series == nil {
		o.Series = []series{} // all that is drawn stands over the drawing
	}
	for i := range o.Series {
		o.Series[i].Emphasis.Disabled = true // the script marks what is pointed at, the same way for pointer and keyboard
	}
	return o
}

// value is a number for ECharts, which takes "-" for none; a nil would vanish from the JSON and shift the rest.
func value(at *float64) any {
	if at == nil {
		return "-"
	}
	return *at
}

func newSeries(kind, name, colour string) series {
	s := series{}
	s.Type, s.Name = kind, name
	s.SingleSeries.ItemStyle = &opts.ItemStyle{Color: colour}
	return s
}

// custom is a series whose marks are drawn by that function of marks.js.
func custom(function, name, colour string) series {
	s := newSeries("custom", name, colour)
	s.RenderItem = function
	return s
}

// over is what that function of over.js writes.
func over(function, colour string) series {
	s := custom(function, "", colour)
	s.over, s.Data = true, []datum{}
	return s
}

// add adds a series of either kind.
func (o *option) add(s series) {
	if s.over {
		o.Over = append(o.Over, s)
		return
	}
	o.Series = append(o.Series, s)
}

func faded(c Cell) *opts.ItemStyle {
	if c.Small {
		return &opts.ItemStyle{Opacity: opts.Float(fadedOpacity)}
	}
	return nil
}

// muted is the style of words that are not figures.
func muted() labelStyle { return labelStyle{Color: "--text-muted"} }

// names are the labels of the main axis, broken into lines.
func (p Plot) names(width, lines int) []string {
	names := make([]string, len(p.Names))
	for i, name := range p.Names {
		names[i] = balanced(name.Label, width, lines)
	}
	return names
}

// nameAxis has a name per row, the first on top.
func nameAxis(names []string) axis {
	a := axis{AxisLabel: &axisLabel{labelStyle: labelStyle{Color: "--text", LineHeight: 14}, Margin: nameGap, Interval: new(int)}}
	a.Type, a.Data, a.Inverse = "category", names, yes
	a.AxisTick, a.AxisLine = &opts.AxisTick{Show: no}, &opts.AxisLine{Show: no}
	a.Silent = true
	return a
}

// valueAxis is an axis with the ticks of the scale.
func valueAxis(s Scale) axis {
	a := axis{Interval: s.Step, AxisLabel: &axisLabel{labelStyle: muted(), HideOverlap: true}}
	a.AxisLabel.Formatter = s.Format
	a.Type, a.Min, a.Max = "value", s.Min, s.Max
	a.AxisLine, a.AxisTick = &opts.AxisLine{Show: no}, &opts.AxisTick{Show: no}
	a.SplitLine = &opts.SplitLine{Show: yes, LineStyle: &opts.LineStyle{Color: "--grid-line"}}
	a.Silent = true
	return a
}

// lyingAxis is the same for a scale that lies: where its labels would not fit beside each other, every second one is left out.
func lyingAxis(s Scale, room int) axis {
	a := valueAxis(s)
	if (tickWidth(s)+8)*len(s.Ticks) > room {
		a.AxisLabel.Formatter += "|" + strconv.FormatFloat(2*s.Step, 'f', -1, 64)
	}
	return a
}

// tickWidth is the room that the labels of an upright scale take.
func tickWidth(s Scale) int {
	most := 0
	for _, t := range s.Ticks {
		most = max(most, textWidth(t.Label, regular))
	}
	return most + 8
}

// legendFor names the series on top of the drawing; height is what it takes of it.
func (p Plot) legendFor(f form) (l []series, height int) {
	names := make([]end, len(p.Series))
	for i, s := range p.Series {
		names[i] = end{Label: s.Label, Color: s.Token}
	}
	return legendOf(f, names)
}

// legendOf names several series; one needs no name.
func legendOf(f form, names []end) (l []series, height int) {
	if len(names) < 2 {
		return nil, 0
	}
	s := over("legend", "--text-muted")
	s.Ends, s.Label = names, &labelStyle{Color: "--text-muted"}
	lines, at := 1, 0
	for _, name := range names {
		width := 12 + 5 + textWidth(name.Label, regular) + 16
		if at > 0 && at+width-16 > f.width {
			lines, at = lines+1, 0
		}
		at += width
	}
	return []series{s}, lines*legendLine + 6
}
