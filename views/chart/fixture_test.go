package chart

import "cafe-rewards/sql/metrics"

// fixture is a small table that has everything: an interval, small groups, a missing value, markup.
type fixture struct {
	visual metrics.Visual
	table  metrics.Table
}

func (f fixture) plot() Plot { return New(f.visual, f.table) }

var rates = metrics.Table{
	Columns: []metrics.Column{
		{Name: "group", Label: "Group", Type: metrics.Text},
		{Name: "n", Label: "Receipts", Type: metrics.Integer, Unit: metrics.Count},
		{Name: "rate", Label: "Completion rate", Type: metrics.Number, Unit: metrics.Percent, Low: "low", High: "high", N: "n"},
		{Name: "low", Label: "95 % from", Type: metrics.Number, Unit: metrics.Percent},
		{Name: "high", Label: "95 % to", Type: metrics.Number, Unit: metrics.Percent},
	},
	Rows: [][]any{
		{"social", int64(38065), 0.5724, 0.5674, 0.5774},
		{"web", int64(53384), 0.5599, 0.5557, 0.5641},
		{"<b>\"few\"</b>", int64(12), 0.25, 0.089, 0.532},
		{"none", int64(0), nil, nil, nil},
	},
}

var days = metrics.Table{
	Columns: []metrics.Column{
		{Name: "day", Label: "Day", Type: metrics.Integer, Unit: metrics.Day},
		{Name: "received", Label: "Received", Type: metrics.Integer, Unit: metrics.Count},
		{Name: "sent", Label: "Sent", Type: metrics.Integer, Unit: metrics.Count},
	},
	Rows: [][]any{
		{int64(1), int64(12650), int64(40)},
		{int64(2), int64(0), int64(90)},
		{int64(3), nil, int64(70)},
		{int64(4), int64(400), int64(20)},
	},
}

// fixtures has one drawing of every kind.
var fixtures = map[string]fixture{
	"bar": {metrics.Visual{Title: "Completion rate by group", Chart: metrics.Chart{
		Kind: metrics.Bar, Category: "group", Values: []string{"rate"}}}, rates},
	"bar-grouped": {metrics.Visual{Title: "Received and sent", Chart: metrics.Chart{
		Kind: metrics.Bar, Category: "day", Values: []string{"received", "sent"}}}, days},
	"stacked": {metrics.Visual{Title: "Received and sent", Chart: metrics.Chart{
		Kind: metrics.Stacked, Category: "day", Values: []string{"received", "sent"}}}, days},
	"line": {metrics.Visual{Title: "Activity per day", Chart: metrics.Chart{
		Kind: metrics.Line, Category: "day", Values: []string{"received", "sent"}}}, days},
	"histogram": {metrics.Visual{Title: "Received per day", Chart: metrics.Chart{
		Kind: metrics.Histogram, Category: "day", Values: []string{"sent"}}}, days},
	"funnel": {metrics.Visual{Title: "From received to completed", Chart: metrics.Chart{
		Kind: metrics.Funnel, Category: "step", Values: []string{"receipts"}}}, metrics.Table{
		Columns: []metrics.Column{
			{Name: "step", Label: "Step", Type: metrics.Text},
			{Name: "receipts", Label: "Receipts", Type: metrics.Integer, Unit: metrics.Count, N: "of"},
			{Name: "of", Label: "Taken over", Type: metrics.Integer, Unit: metrics.Count},
		},
		Rows: [][]any{{"Received", int64(76277), int64(76277)}, {"Viewed", int64(57725), int64(76277)}, {"Completed", int64(12), int64(20)}},
	}},
}
