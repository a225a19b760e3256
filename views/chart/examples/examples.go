// Package examples has a small table for every kind of chart, with what makes charts difficult in them: intervals, small groups,
// missing values, long names, markup, groups of unknown name. Tests draw them, and the storybook shows them.
package examples

import (
	"math"

	"cafe-rewards/sql/metrics"
)

// Example is a visual with its table.
type Example struct {
	Visual metrics.Visual
	Table  metrics.Table
}

// All are the examples, each with a name of its own.
func All() []Example {
	return []Example{
		bar(), barGrouped(), columns(), columnsGrouped(), stacked(), share(), lines(), longLines(), lineInterval(), area(), combined(),
		histogram(), funnel(), funnelOfRows(), heatMap(), heatMapLarge(), box(), scatter(), donut(), barPanels(), linePanels(), markup(),
	}
}

func example(name, title, subtitle string, chart metrics.Chart, columns []metrics.Column, rows [][]any) Example {
	return Example{
		metrics.Visual{Name: name, Title: title, Subtitle: subtitle, Definition: "Made up.", Method: "audited", Chart: chart, Columns: columns},
		metrics.Table{Columns: columns, Rows: rows},
	}
}

func text(name, label string) metrics.Column {
	return metrics.Column{Name: name, Label: label, Type: metrics.Text}
}

func count(name, label string) metrics.Column {
	return metrics.Column{Name: name, Label: label, Type: metrics.Integer, Unit: metrics.Count}
}

func percent(name, label string) metrics.Column {
	return metrics.Column{Name: name, Label: label, Type: metrics.Number, Unit: metrics.Percent}
}

// rate is a column of rates with its interval and n, and the three columns that these are.
func rate() []metrics.Column {
	c := percent("rate", "Completion rate")
	c.Low, c.High, c.N = "low", "high", "n"
	return []metrics.Column{c, percent("low", "95 % from"), percent("high", "95 % to"), count("n", "Completable")}
}

func bar() Example {
	return example("bar", "Completion rate by age", "Completed per completable receipt, 95 % interval",
		metrics.Chart{Kind: metrics.Bar, Category: "age", Values: []string{"rate"}},
		append([]metrics.Column{text("age", "Age")}, rate()...), [][]any{
			{"Under 25", 0.4712, 0.4561, 0.4863, int64(4182)},
			{"25–40", 0.5012, 0.4931, 0.5093, int64(14210)},
			{"41–60", 0.5724, 0.5674, 0.5774, int64(38065)},
			{"61 and above", 0.5599, 0.5557, 0.5641, int64(53384)},
			{"Not yet asked", 0.25, 0.089, 0.532, int64(12)},
			{"Nobody", nil, nil, nil, int64(0)},
			{"Unknown", 0.1133, 0.1062, 0.1207, int64(7633)},
		})
}

func barGrouped() Example {
	return example("bar-grouped", "Completion rate by offer type and gender", "Completed per completable receipt, 95 % interval",
		metrics.Chart{Kind: metrics.Bar, Category: "type", Series: "gender", Values: []string{"rate"}},
		append([]metrics.Column{text("type", "Offer type"), text("gender", "Gender")}, rate()...), [][]any{
			{"Discount", "Female", 0.6012, 0.5921, 0.6103, int64(11211)},
			{"Discount", "Male", 0.5502, 0.5422, 0.5582, int64(15021)},
			{"Discount", "Unknown", 0.1911, 0.1780, 0.2042, int64(3802)},
			{"Buy one, get one free", "Female", 0.5834, 0.5743, 0.5925, int64(11190)},
			{"Buy one, get one free", "Male", 0.4701, 0.4621, 0.4781, int64(14998)},
			{"Buy one, get one free", "Unknown", 0.0512, 0.0301, 0.0841, int64(24)},
		})
}

func columns() Example {
	return example("columns", "Receipts per week", "Times that an offer was received",
		metrics.Chart{Kind: metrics.Columns, Category: "week", Values: []string{"receipts"}},
		[]metrics.Column{text("week", "Week"), count("receipts", "Receipts")}, [][]any{
			{"Week 1", int64(12650)}, {"Week 2", int64(12669)}, {"Week 3", int64(0)}, {"Week 4", nil}, {"Week 5", int64(25512)},
		})
}

func columnsGrouped() Example {
	e := example("columns-grouped", "Sales by member since", "Purchases of members, by the year they joined",
		metrics.Chart{Kind: metrics.Columns, Category: "year", Series: "gender", Values: []string{"sales"}},
		[]metrics.Column{text("year", "Year"), text("gender", "Gender"), {Name: "sales", Label: "Sales", Type: metrics.Integer, Unit: metrics.USD}}, nil)
	for i, year := range []string{"2013", "2014", "2015", "2016", "2017", "2018"} {
		e.Table.Rows = append(e.Table.Rows, []any{year, "Female", int64(1_210_000 * (i + 2))}, []any{year, "Male", int64(9_900_00 * (i + 1))})
	}
	e.Table.Rows = append(e.Table.Rows, []any{"2018", "Unknown", int64(1_250_000)})
	return e
}

func stacked() Example {
	return example("stacked", "Customers by age and whether they completed an offer", "Customers with at least one received offer",
		metrics.Chart{Kind: metrics.Stacked, Category: "age", Values: []string{"completed", "not_completed"}},
		[]metrics.Column{text("age", "Age"), count("completed", "Completed"), count("not_completed", "Not completed")}, [][]any{
			{"Under 25", int64(912), int64(410)}, {"25–40", int64(2105), int64(760)}, {"41–60", int64(5012), int64(1203)},
			{"61 and above", int64(5310), int64(1199)}, {"Unknown", int64(900), int64(1270)},
		})
}

func share() Example {
	e := example("share", "How receipts end, by channel", "Share of receipts",
		metrics.Chart{Kind: metrics.Share, Category: "channel", Series: "end", Values: []string{"receipts"}},
		[]metrics.Column{text("channel", "Channel"), text("end", "End"), count("receipts", "Receipts"), count("n", "All receipts")}, nil)
	e.Table.Columns[2].N = "n"
	for i, channel := range []string{"social", "web", "mobile", "email"} {
		n := int64(30000 + 12000*i)
		viewed := n * int64(52-3*i) / 100
		e.Table.Rows = append(e.Table.Rows, []any{channel, "Completed after viewing", viewed, n}, []any{channel, "Completed without viewing", n * 12 / 100, n},
			[]any{channel, "Not completed", n - viewed - n*12/100, n})
	}
	return e
}

// wave is a figure that goes up and down, the same every time.
func wave(i, of int, size float64) int64 {
	return int64(size * (1.2 + math.Sin(float64(i)*2*math.Pi/float64(of))*math.Cos(float64(i)/3)))
}

func day() metrics.Column {
	return metrics.Column{Name: "day", Label: "Day", Type: metrics.Integer, Unit: metrics.Day}
}

func lines() Example {
	e := example("line", "Activity per day", "Receipts, views, completions and purchases on each day of the programme",
		metrics.Chart{Kind: metrics.Line, Category: "day", Values: []string{"received", "viewed", "completed", "purchases"}},
		[]metrics.Column{day(), count("received", "Received"), count("viewed", "Viewed"), count("completed", "Completed"), count("purchases", "Purchases")}, nil)
	for i := range 30 {
		row := []any{int64(i + 1), wave(i, 6, 5000), wave(i, 9, 1500), wave(i, 15, 900), wave(i, 30, 3300)}
		if i == 9 || i == 11 {
			row[2] = nil
		}
		e.Table.Rows = append(e.Table.Rows, row)
	}
	return e
}

func longLines() Example {
	e := example("line-long", "Purchases per hour", "All of them",
		metrics.Chart{Kind: metrics.Line, Category: "hour", Values: []string{"purchases"}},
		[]metrics.Column{{Name: "hour", Label: "Hour", Type: metrics.Integer}, count("purchases", "Purchases")}, nil)
	for i := range 1200 {
		e.Table.Rows = append(e.Table.Rows, []any{int64(i), wave(i, 24, 190)})
	}
	return e
}

func lineInterval() Example {
	e := example("line-interval", "Completion rate by week", "Completed per completable receipt, 95 % interval",
		metrics.Chart{Kind: metrics.Line, Category: "week", Values: []string{"rate"}},
		append([]metrics.Column{text("week", "Week")}, rate()...), nil)
	for i, week := range []string{"Week 1", "Week 2", "Week 3", "Week 4", "Week 5"} {
		at := 0.44 + 0.03*float64(i)
		e.Table.Rows = append(e.Table.Rows, []any{week, at, at - 0.03, at + 0.035, int64(900)})
	}
	return e
}

func area() Example {
	e := example("area", "Sales per day by offer type", "Purchases at completions",
		metrics.Chart{Kind: metrics.Area, Category: "day", Series: "type", Values: []string{"sales"}},
		[]metrics.Column{day(), text("type", "Offer type"), {Name: "sales", Label: "Sales", Type: metrics.Integer, Unit: metrics.USD}}, nil)
	for i := range 30 {
		for j, kind := range []string{"Discount", "Buy one, get one free", "No offer"} {
			e.Table.Rows = append(e.Table.Rows, []any{int64(i + 1), kind, wave(i+j, 6+3*j, 600_000)})
		}
	}
	return e
}

func combined() Example {
	e := example("combined", "Receipts and completion rate per day", "Columns: receipts; line: rate",
		metrics.Chart{Kind: metrics.Combined, Category: "day", Values: []string{"receipts", "rate"}},
		append([]metrics.Column{day(), count("receipts", "Receipts")}, rate()...), nil)
	for i := range 14 {
		at := 0.4 + 0.15*math.Sin(float64(i)/2)
		e.Table.Rows = append(e.Table.Rows, []any{int64(i + 1), wave(i, 7, 8000), at, at - 0.01, at + 0.01, int64(2000)})
	}
	return e
}

func histogram() Example {
	e := example("histogram", "Time from receipt to completion", "Completed receipts by hours since the receipt",
		metrics.Chart{Kind: metrics.Histogram, Category: "hours", Values: []string{"receipts"}},
		[]metrics.Column{text("hours", "Hours"), count("receipts", "Completed receipts")}, nil)
	for i, bin := range []string{"0–12", "12–24", "24–36", "36–48", "48–60", "60–72", "72–84", "84–96", "96–108", "108–120", "120–132", "132–144", "144–156", "156–168",
		"168–180", "180–192", "192–204", "204–216", "216–228", "228–240"} {
		e.Table.Rows = append(e.Table.Rows, []any{bin, int64(5400 * math.Exp(-float64(i)/5))})
	}
	return e
}

func funnel() Example {
	received, viewed, completed := count("received", "Received"), count("viewed", "Viewed"), count("completed", "Completed after viewing")
	viewed.N, completed.N = "received", "completable"
	return example("funnel", "From received to completed", "Receipts",
		metrics.Chart{Kind: metrics.Funnel, Values: []string{"received", "viewed", "completed"}},
		[]metrics.Column{received, viewed, completed, count("completable", "Completable")}, [][]any{
			{int64(76277), int64(57725), int64(23593), int64(61042)},
		})
}

func funnelOfRows() Example {
	return example("funnel-rows", "From received to completed", "Receipts; a step per row",
		metrics.Chart{Kind: metrics.Funnel, Category: "step", Values: []string{"receipts"}},
		[]metrics.Column{text("step", "Step"), count("receipts", "Receipts")}, [][]any{
			{"Received", int64(76277)}, {"Viewed", int64(57725)}, {"Completed", int64(12)}, {"Complained", nil},
		})
}

func heatMap() Example {
	e := example("heatmap", "Completion rate by age and channel", "Completed per completable receipt",
		metrics.Chart{Kind: metrics.HeatMap, Category: "channel", Series: "age", Values: []string{"rate"}},
		append([]metrics.Column{text("channel", "Channel"), text("age", "Age")}, rate()...), nil)
	for i, age := range []string{"Under 25", "25–40", "41–60", "61 and above", "Unknown"} {
		for j, channel := range []string{"social", "web", "mobile", "email"} {
			if i == 4 && j == 0 {
				continue
			}
			at := 0.62 - 0.11*math.Abs(float64(i)-2) - 0.02*float64(j)
			e.Table.Rows = append(e.Table.Rows, []any{channel, age, at, at - 0.02, at + 0.02, int64(9000)})
		}
	}
	return e
}

func heatMapLarge() Example {
	e := example("heatmap-hours", "Purchases by day of the week and hour", "All purchases",
		metrics.Chart{Kind: metrics.HeatMap, Category: "hour", Series: "weekday", Values: []string{"purchases"}},
		[]metrics.Column{{Name: "hour", Label: "Hour", Type: metrics.Integer}, text("weekday", "Day"), count("purchases", "Purchases")}, nil)
	for i, weekday := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"} {
		for hour := range 24 {
			e.Table.Rows = append(e.Table.Rows, []any{int64(hour), weekday, wave(hour+i, 12, 90)})
		}
	}
	return e
}

func box() Example {
	hours := func(name, label string) metrics.Column {
		return metrics.Column{Name: name, Label: label, Type: metrics.Number, Unit: metrics.Hours}
	}
	columns := []metrics.Column{text("type", "Offer type"), hours("least", "Least"), hours("lower", "Lower quartile"), hours("median", "Median"),
		hours("upper", "Upper quartile"), hours("greatest", "Greatest"), count("n", "Completed")}
	columns[3].N = "n"
	return example("box", "Hours to complete by offer type", "Least, quartiles, greatest",
		metrics.Chart{Kind: metrics.Box, Category: "type", Values: []string{"least", "lower", "median", "upper", "greatest"}}, columns, [][]any{
			{"Discount", 0.0, 26.0, 61.5, 110.0, 238.0, int64(17910)},
			{"Buy one, get one free", 0.0, 18.0, 42.0, 84.0, 166.0, int64(15669)},
			{"Tried once", 12.0, 18.0, 40.0, 70.0, 90.0, int64(9)},
			{"Never", nil, nil, nil, nil, nil, int64(0)},
		})
}

func scatter() Example {
	e := example("scatter", "Offers by view rate and completion rate", "A point per offer, as large as its receipts",
		metrics.Chart{Kind: metrics.Scatter, Category: "offer", Values: []string{"viewed", "rate", "receipts"}},
		[]metrics.Column{text("offer", "Offer"), percent("viewed", "View rate"), percent("rate", "Completion rate"), count("receipts", "Receipts")}, nil)
	for i, offer := range []string{"Discount: spend $20, get $5, 10 days", "Discount: spend $7, get $3, 7 days", "Discount: spend $10, get $2, 10 days",
		"Buy one for $10, 7 days", "Buy one for $5, 5 days", "Buy one for $10, 5 days", "Unknown"} {
		e.Table.Rows = append(e.Table.Rows, []any{offer, 0.35 + 0.1*float64(i%6), 0.42 + 0.07*float64((i*2)%5), int64(900 + 2100*i)})
	}
	return e
}

func donut() Example {
	return example("donut", "Receipts by offer type", "All receipts",
		metrics.Chart{Kind: metrics.Donut, Category: "type", Values: []string{"receipts"}},
		[]metrics.Column{text("type", "Offer type"), count("receipts", "Receipts")}, [][]any{
			{"Discount", int64(30543)}, {"Buy one, get one free", int64(30499)}, {"Informational", int64(15235)}, {"Unknown", int64(1200)},
		})
}

func barPanels() Example {
	e := example("bar-panels", "Completion rate by age, channel by channel", "Completed per completable receipt, 95 % interval",
		metrics.Chart{Kind: metrics.Bar, Category: "age", Panels: "channel", Values: []string{"rate"}},
		append([]metrics.Column{text("age", "Age"), text("channel", "Channel")}, rate()...), nil)
	for j, channel := range []string{"social", "web", "mobile", "email", "post"} {
		for i, age := range []string{"Under 25", "25–40", "41–60", "61 and above", "Unknown"} {
			at := 0.62 - 0.11*math.Abs(float64(i)-2) - 0.02*float64(j)
			e.Table.Rows = append(e.Table.Rows, []any{age, channel, at, at - 0.02, at + 0.02, int64(20 + 9000*j)})
		}
	}
	return e
}

func linePanels() Example {
	e := example("line-panels", "Views and completions per day by offer type", "One scale for all",
		metrics.Chart{Kind: metrics.Line, Category: "day", Panels: "type", Values: []string{"viewed", "completed"}},
		[]metrics.Column{day(), text("type", "Offer type"), count("viewed", "Viewed"), count("completed", "Completed")}, nil)
	for j, kind := range []string{"Discount", "Buy one, get one free", "Informational", "No offer"} {
		for i := range 30 {
			e.Table.Rows = append(e.Table.Rows, []any{int64(i + 1), kind, wave(i, 6+j, 900), wave(i, 12+j, 500)})
		}
	}
	return e
}

func markup() Example {
	return example("markup", "Names that are <b>markup</b>", "{a|b} & \"quotes\"",
		metrics.Chart{Kind: metrics.Bar, Category: "name", Values: []string{"n"}},
		[]metrics.Column{text("name", "Name"), count("n", "n")}, [][]any{
			{"<script>alert(1)</script>", int64(9)},
			{"{a|rich} {b} & \"quotes\" ' ]]> --series-1", int64(7)},
			{"A group whose name is so long that it does not fit beside its bar, whatever the width of the window may be", int64(5)},
			{"Größe 数据 🙂", int64(3)},
		})
}
