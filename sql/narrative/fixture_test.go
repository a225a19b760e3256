package narrative

import (
	"fmt"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// write is how the tests write cells: roughly as pages do.
func write(cell any, unit metrics.Unit) string {
	switch unit {
	case metrics.Day:
		return fmt.Sprintf("Day %v", cell)
	case metrics.Percent:
		x, _ := number(cell)
		return fmt.Sprintf("%.2f %%", 100*x)
	case metrics.USD:
		x, _ := number(cell)
		return fmt.Sprintf("$%.2f", x/100)
	case metrics.Hours:
		return fmt.Sprintf("%v h", cell)
	}
	switch x := cell.(type) {
	case int64:
		digits := strconv.FormatInt(x, 10)
		for at := len(digits) - 3; at > 0; at -= 3 {
			digits = digits[:at] + "," + digits[at:]
		}
		return digits
	case float64:
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return fmt.Sprint(cell)
}

func texts(s Subject, locale string) []string {
	var all []string
	for _, sentence := range s.Sentences() {
		all = append(all, Text(sentence, locale, write))
	}
	return all
}

// group is a row of a table of rates.
type group struct {
	name         any
	successes, n int64
}

// rates is a table of rates by group.
func rates(label string, unit metrics.Unit, groups ...group) Subject {
	s := Subject{
		Chart:   metrics.Chart{Kind: metrics.Bar, Category: "group", Values: []string{"rate"}},
		Effects: even(1),
	}
	s.Table.Columns = []metrics.Column{
		{Name: "group", Label: label, Type: metrics.Text, Unit: unit},
		{Name: "rate", Label: "Completion rate", Type: metrics.Number, Unit: metrics.Percent, Low: "low", High: "high", N: "n"},
		{Name: "n", Label: "n", Type: metrics.Integer, Unit: metrics.Count},
	}
	for _, g := range groups {
		row := []any{g.name, nil, g.n}
		if g.n > 0 {
			row[1] = float64(g.successes) / float64(g.n)
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

// even are design effects that are the same of all figures and groups.
type even float64

func (e even) Of(_, _, _ string) float64    { return float64(e) }
func (e even) Together(_, _ string) float64 { return float64(e) }

// receiptRates is the same where the trials are receipts, of which a customer has six that end alike.
func receiptRates(label string, groups ...group) Subject {
	s := rates(label, "", groups...)
	s.Effects = even(6)
	return s
}

// daily is a line of counts by day, one per name.
func daily(names string, series ...[]int64) Subject {
	s := Subject{Chart: metrics.Chart{Kind: metrics.Line, Category: "day"}, Ordered: true, Effects: even(1), AddsUp: true}
	s.Table.Columns = []metrics.Column{{Name: "day", Label: "Day", Type: metrics.Integer, Unit: metrics.Day}}
	for _, name := range strings.Fields(names) {
		s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: strings.ToLower(name), Label: name, Type: metrics.Integer, Unit: metrics.Count})
		s.Chart.Values = append(s.Chart.Values, strings.ToLower(name))
	}
	for day := range series[0] {
		row := []any{int64(day + 1)}
		for _, counts := range series {
			row = append(row, counts[day])
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

// The real figures.
var (
	ageByCustomer = []group{
		{name: "Under 25", successes: 609, n: 876}, {name: "25-40", successes: 1823, n: 2426}, {name: "41-60", successes: 4920, n: 5979},
		{name: "61 and above", successes: 4634, n: 5539}, {name: "Unknown", successes: 788, n: 2174},
	}
	ageByReceipt = []group{
		{name: "Under 25", successes: 1466, n: 3170}, {name: "25-40", successes: 4673, n: 8789},
		{name: "41-60", successes: 13463, n: 21402}, {name: "61 and above", successes: 12842, n: 19840},
		{name: "Unknown", successes: 1135, n: 7841},
	}
	offers = []group{
		{name: "Discount: spend $10, get $2, 10 days", successes: 5317, n: 7597},
		{name: "Discount: spend $7, get $3, 7 days", successes: 5156, n: 7646},
		{name: "Buy one, get one: spend $5, get $5, 5 days", successes: 4296, n: 7571},
		{name: "Buy one, get one: spend $5, get $5, 7 days", successes: 4354, n: 7677},
		{name: "Discount: spend $10, get $2, 7 days", successes: 4017, n: 7632},
		{name: "Buy one, get one: spend $10, get $10, 7 days", successes: 3688, n: 7658},
		{name: "Discount: spend $20, get $5, 10 days", successes: 3420, n: 7668},
		{name: "Buy one, get one: spend $10, get $10, 5 days", successes: 3331, n: 7593},
		{name: "Information: 3 days", n: 0}, {name: "Information: 4 days", n: 0},
	}
	channels = []group{
		{name: "social", successes: 21788, n: 38065}, {name: "mobile", successes: 30159, n: 53374},
		{name: "web", successes: 29891, n: 53384}, {name: "email", successes: 33579, n: 61042},
	}
	received = []int64{12650, 0, 0, 0, 0, 0, 0, 12669, 0, 0, 0, 0, 0, 0, 12711, 0, 0, 12778, 0, 0, 0, 12704, 0, 0, 12765, 0, 0, 0, 0, 0}
	viewed   = []int64{5474, 2168, 1006, 549, 357, 229, 160, 5729, 2098, 949, 551, 366, 256, 155, 5639, 2157, 967, 5928, 2125, 1008, 602, 5799, 2076, 1063, 5794, 2197, 1053, 615, 415, 240}
	complete = []int64{1014, 1025, 848, 655, 480, 358, 278, 1429, 1309, 937, 678, 510, 357, 289, 1562, 1251, 1000, 2327, 1861, 1393, 895, 2244, 1790, 1288, 2444, 1942, 1367, 951, 646, 451}
	purchase = []int64{3159, 4006, 4190, 4035, 3814, 3484, 3235, 4211, 4671, 4928, 4367, 4059, 3703, 3433, 4484, 4943, 5054, 5634, 5887, 5506, 5030, 5525, 5656, 5407, 5655, 5866, 5510, 5044, 4529, 3928}
)
