package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/chart/examples"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// example is the one of that name.
func example(t *testing.T, name string) examples.Example {
	t.Helper()
	for _, e := range examples.All() {
		if e.Visual.Name == name {
			return e
		}
	}
	t.Fatalf("there is no example %s", name)
	return examples.Example{}
}

func plot(t *testing.T, name string) Plot {
	e := example(t, name)
	return New(language.English, e.Visual, e.Table)
}

func TestAlt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bar": "Completion rate by age. 7 rows. Completion rate is highest for 41–60: 57.24 % (56.7–57.7 %, n = 38,065)" +
			" and lowest for Unknown: 11.33 % (10.6–12.1 %, n = 7,633).",
		"bar-grouped": "Completion rate by offer type and gender. Discount: Female 60.12 %, Male 55.02 %, Unknown 19.11 %; " +
			"Buy one, get one free: Female 58.34 %, Male 47.01 %, Unknown 5.12 %.",
		"columns":       "Receipts per week. 5 rows. Receipts is highest for Week 5: 25,512 and lowest for Week 3: 0.",
		"line-interval": "Completion rate by week. Week 1 to Week 5. Completion rate is highest on Week 5 (56.00 %) and lowest on Week 1 (44.00 %).",
		"histogram":     "Time from receipt to completion. 0–12 to 228–240. The tallest of 20 columns is 0–12 with 5,400.",
		"funnel": "From received to completed. Received: 76,277; Viewed: 57,725 (75.7 % of 76,277); " +
			"Completed after viewing: 23,593 (38.7 % of 61,042).",
		"funnel-rows": "From received to completed. Received: 76,277; Viewed: 57,725 (75.7 %); Completed: 12 (0.0 %); Complained: –.",
		"heatmap":     "Completion rate by age and channel. 4 by 5 cells. Highest: social, 41–60, 62.00 %; lowest: email, Under 25, 34.00 %.",
		"box": "Hours to complete by offer type. Discount: median 61.5 h, half of all from 26 h to 110 h; Buy one, get one free: median 42 h, " +
			"half of all from 18 h to 84 h; Tried once: median 40 h, half of all from 18 h to 70 h; Never: median –, half of all from – to –.",
		"donut":      "Receipts by offer type. Discount: 30,543 (39.4 %); Buy one, get one free: 30,499 (39.4 %); Informational: 15,235 (19.7 %); Unknown: 1,200 (1.5 %).",
		"bar-panels": "Completion rate by age, channel by channel. 5 small charts, social to post. Highest: social, 41–60, 62.00 %; lowest: post, Under 25, 32.00 %.",
	} {
		if got := plot(t, name).Alt(); got != want {
			t.Errorf("%s says\n%q, want\n%q", name, got, want)
		}
	}
	e := example(t, "bar")
	e.Table.Rows = nil
	if got, want := New(language.English, e.Visual, e.Table).Alt(), "Completion rate by age: no figures."; got != want {
		t.Errorf("without rows: %q, want %q", got, want)
	}
}

func TestNothingIsDrawnWithoutRowsOrColumns(t *testing.T) {
	t.Parallel()
	for _, e := range examples.All() {
		for what, spoil := range map[string]func(*examples.Example){
			"no rows":      func(e *examples.Example) { e.Table.Rows = nil },
			"no columns":   func(e *examples.Example) { e.Table = metrics.Table{} },
			"no values":    func(e *examples.Example) { e.Visual.Chart.Values = []string{"gone"} },
			"unknown kind": func(e *examples.Example) { e.Visual.Chart.Kind = "" },
			"a table":      func(e *examples.Example) { e.Visual.Chart.Kind = metrics.TableOnly },
			"figures":      func(e *examples.Example) { e.Visual.Chart.Kind = metrics.KPI },
		} {
			spoiled := e
			spoil(&spoiled)
			p := New(language.English, spoiled.Visual, spoiled.Table)
			if p.Drawn() || p.Height(false) != 0 || p.Notes() != nil {
				t.Errorf("%s with %s is drawn", e.Visual.Name, what)
			}
		}
	}
}

// TestOneRowOfNothing: a single row, without a value, is drawn by every kind.
func TestOneRowOfNothing(t *testing.T) {
	t.Parallel()
	for _, e := range examples.All() {
		e.Table.Rows = [][]any{make([]any, len(e.Table.Columns))}
		p := New(language.English, e.Visual, e.Table)
		if _, err := p.Spec(); err != nil {
			t.Errorf("%s: %v", e.Visual.Name, err)
		}
		if !strings.HasSuffix(p.Alt(), ".") {
			t.Errorf("%s says %q", e.Visual.Name, p.Alt())
		}
	}
}

// TestFiguresThatAreNone: what a computation may leave behind is drawn as no value, not as broken JSON.
func TestFiguresThatAreNone(t *testing.T) {
	t.Parallel()
	for _, e := range examples.All() {
		for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			var rows [][]any
			for _, row := range e.Table.Rows {
				row = append([]any{}, row...)
				for i, c := range e.Table.Columns {
					if c.Type == metrics.Number {
						row[i] = x
					}
				}
				rows = append(rows, row)
			}
			if _, err := New(language.English, e.Visual, metrics.Table{Columns: e.Table.Columns, Rows: rows}).Spec(); err != nil {
				t.Errorf("%s: %v", e.Visual.Name, err)
			}
		}
	}
}

func TestLongTablesAreDrawnInPart(t *testing.T) {
	t.Parallel()
	e := example(t, "bar")
	rows := e.Table.Rows
	e.Table.Rows = nil
	for range 3000 {
		e.Table.Rows = append(e.Table.Rows, rows[0])
	}
	p := New(language.English, e.Visual, e.Table)
	if len(p.Names) != maxBars || len(p.Notes()) != 1 || p.Notes()[0] != "Only the first 40 of 3,000 rows are drawn; the table has more." {
		t.Errorf("%d of 3,000 rows are drawn, and the reader learns %q", len(p.Names), p.Notes())
	}
}

// TestTheWholeStaysWhole: what a donut has no colour for is one part, so that the others are not made larger.
func TestTheWholeStaysWhole(t *testing.T) {
	t.Parallel()
	e := example(t, "donut")
	e.Table.Rows = nil
	for i := range 20 {
		e.Table.Rows = append(e.Table.Rows, []any{string(rune('a' + i)), int64(10)})
	}
	p := New(language.English, e.Visual, e.Table)
	if len(p.Names) != maxSeries || p.sum() != 200 || p.Names[maxSeries-1].Label != "14 others" || p.cells[0][maxSeries-1][0].Label != "140" {
		t.Errorf("20 parts of 10 are drawn as %v, %v in all", p.Names, p.sum())
	}
}

func TestMoreSeriesThanColours(t *testing.T) {
	t.Parallel()
	e := example(t, "bar-grouped")
	for i := range 9 {
		e.Table.Rows = append(e.Table.Rows, []any{"Discount", string(rune('a' + i)), 0.5, 0.4, 0.6, int64(100)})
	}
	p := New(language.English, e.Visual, e.Table)
	if len(p.Series) != maxSeries || !strings.Contains(strings.Join(p.Notes(), " "), "the first 7 of 12 series") {
		t.Errorf("%d series are drawn, and the reader learns %q", len(p.Series), p.Notes())
	}
}

func TestUnknownIsGrey(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"bar", "bar-grouped", "donut", "scatter"} {
		text, err := plot(t, name).Option(false)
		if err != nil || strings.Count(string(text), `"--neutral"`) == 0 {
			t.Errorf("in %s nothing is grey (%v)", name, err)
		}
	}
}

// TestLongForm: the cells of a table with a row per name and series stand where they belong, and those without a row are empty.
func TestLongForm(t *testing.T) {
	t.Parallel()
	p := plot(t, "heatmap")
	if len(p.Names) != 4 || len(p.Series) != 5 {
		t.Fatalf("%d by %d cells", len(p.Names), len(p.Series))
	}
	if c := p.cells[0][0][4]; c.At != nil || c.Row != -1 {
		t.Errorf("social × Unknown has no row, but is %+v", c)
	}
	if c := p.cells[0][3][2]; c.Label != "56.00 %" || c.N != "9,000" {
		t.Errorf("email × 41–60 is %+v", c)
	}
}

func TestSharesAddUp(t *testing.T) {
	t.Parallel()
	e := example(t, "share")
	for _, row := range e.Table.Rows {
		row[3] = row[3].(int64) * 2 // receipts are part of more than what is shared out
	}
	p := New(language.English, e.Visual, e.Table)
	for n, cells := range p.cells[0] {
		sum, whole := 0.0, int64(0)
		for i, c := range cells {
			sum += *c.At
			at := slices.IndexFunc(e.Table.Columns, func(column metrics.Column) bool { return column.Name == p.Series[i].Column.Name })
			whole += e.Table.Rows[c.Row][at].(int64)
		}
		if _, count, _ := p.figure(n); count != format.Count(language.English, whole) {
			t.Errorf("the shares of %s are of %d, and n is %s", p.Names[n].Label, whole, count)
		}
		if math.Abs(sum-100) > 1e-9 {
			t.Errorf("the shares of %s add up to %v", p.Names[n].Label, sum)
		}
	}
}

// TestMoneyIsNoNumberOfTrials: what a sum of money is part of is no n, but a step is a share of it.
func TestMoneyIsNoNumberOfTrials(t *testing.T) {
	t.Parallel()
	table := metrics.Table{
		Columns: []metrics.Column{{Name: "gender", Type: metrics.Text}, {Name: "part", Label: "Part", Type: metrics.Integer, Unit: metrics.USD, N: "whole"}, {Name: "whole", Type: metrics.Integer, Unit: metrics.USD}},
		Rows:    [][]any{{"Women", int64(50_00), int64(200_00)}, {"Men", int64(40_00), int64(200_00)}},
	}
	v := metrics.Visual{Name: "money", By: []string{"gender"}, Measures: []string{"part"}}
	for _, kind := range []metrics.Kind{metrics.Bar, metrics.Funnel} {
		v.Chart = metrics.Chart{Kind: kind, Category: "gender", Values: []string{"part"}}
		p := New(language.English, v, table)
		if _, count, _ := p.figure(1); count != "" {
			t.Errorf("%s: n is %s", kind, count)
		}
		if got := p.stepShare(0, 1); kind == metrics.Funnel && got != "20.0 %" {
			t.Errorf("the second step is %s", got)
		}
	}
}

// TestScaleHoldsItsValues: whatever the values are, they are on the scale, it has few round ticks, and they rise.
func TestScaleHoldsItsValues(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	units := []metrics.Unit{metrics.Plain, metrics.Count, metrics.Percent, metrics.USD, metrics.Hours}
	for range 5000 {
		size := math.Pow(10, random.Float64()*14-4)
		low, high := 0.0, random.Float64()*size
		if random.IntN(3) == 0 {
			low = -random.Float64() * size
		}
		s := Plot{}.newScale(low, high, units[random.IntN(len(units))])
		if s.Min > low+1e-9*size || s.Max < high-1e-9*size || s.Min > 0 || s.Max < 0 {
			t.Fatalf("%v to %v is not within %v to %v", low, high, s.Min, s.Max)
		}
		if len(s.Ticks) < 2 || len(s.Ticks) > 9 {
			t.Fatalf("%v to %v has %d ticks", low, high, len(s.Ticks))
		}
		for i, tick := range s.Ticks {
			if i > 0 && tick.At <= s.Ticks[i-1].At || tick.Label == "" {
				t.Fatalf("the ticks of %v to %v are %v", low, high, s.Ticks)
			}
		}
		if last := s.Ticks[len(s.Ticks)-1].At; math.Abs(last-s.Max) > s.Step*1e-6 {
			t.Fatalf("the last tick of %v to %v is %v, the scale ends at %v", low, high, last, s.Max)
		}
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at, greatest float64
		unit         metrics.Unit
		want         string
	}{
		{0, 60, metrics.Percent, "0 %"},
		{12_500, 20_000, metrics.Count, "12.5k"},
		{0, 20_000, metrics.USD, "$0"},
		{2_000_000, 5_000_000, metrics.USD, "$2M"},
		{-5_000, 20_000, metrics.USD, "−$5k"},
		{8_000, 8_000, metrics.Count, "8,000"},
		{62.5, 100, metrics.Hours, "62.5 h"},
		{3, 30, metrics.Day, "Day 3"},
	} {
		if got := tickFormat(language.English, c.greatest, c.unit).label(c.at); got != c.want {
			t.Errorf("%v on an axis to %v %s is %q, want %q", c.at, c.greatest, c.unit, got, c.want)
		}
	}
	for _, c := range []struct {
		at, greatest float64
		unit         metrics.Unit
		want, format string
	}{
		{12_500, 20_000, metrics.Count, "12,5 mil", "tick||1000| mil||.,"},
		{0, 20_000, metrics.USD, "0 $", "tick||1000| mil| $|.,"},
		{2_500_000, 5_000_000, metrics.USD, "2,5 M $", "tick||1000000| M| $|.,"},
		{2e9, 2e9, metrics.USD, "2.000 M $", "tick||1000000| M| $|.,"},
		{-5_000, 20_000, metrics.USD, "−5 mil $", "tick||1000| mil| $|.,"},
		{8_000, 8_000, metrics.Count, "8.000", "tick||1|||.,"},
		{62.5, 100, metrics.Hours, "62,5 h", "tick||1|| h|.,"},
		{3, 30, metrics.Day, "Día 3", "tick|Día |1|||.,"},
	} {
		format := tickFormat(language.Spanish, c.greatest, c.unit)
		if got := format.label(c.at); got != c.want || format.String() != c.format {
			t.Errorf("in Spanish %v on an axis to %v %s is %q by %q, want %q by %q", c.at, c.greatest, c.unit, got, format.String(), c.want, c.format)
		}
	}
}

// TestWhole: what is longer than a line is cut, and what can be broken after a dash is not.
func TestWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"$40,000–59,999", 69, "$40,000–59,999"},
		{"$40,000–59,999", 200, "$40,000–59,999"},
		{"$40,000–59,999", 40, "$40…"},
		{"Under $40,000", 69, "Under $40,000"},
		{"Hochpreisiges Sortiment", 69, "Hochprei… Sortiment"},
		{"", 69, ""},
	} {
		if got := whole(c.text, c.width); got != c.want {
			t.Errorf("%q in %d pixels is %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	long := "A group whose name is so long that it does not fit beside its bar"
	for _, c := range []struct {
		text         string
		width, lines int
		want         string
	}{
		{"Discount", 100, 2, "Discount"},
		{"Buy one, get one free", 100, 2, "Buy one, get one\nfree"},
		{long, 120, 2, "A group whose\nname is so long th…"},
		{strings.Repeat("x", 40), 100, 2, strings.Repeat("x", 15) + "\n" + strings.Repeat("x", 13) + "…"},
		{"", 100, 2, ""},
		{"Descuento: gaste 10\u00a0$", 108, 2, "Descuento: gaste\n10\u00a0$"},
		{"数据数据数据", 30, 1, "数…"},
	} {
		got := wrap(c.text, c.width, c.lines)
		if got != c.want {
			t.Errorf("%q in %d pixels is %q, want %q", c.text, c.width, got, c.want)
		}
		if w := widest(regular, got); w > c.width {
			t.Errorf("%q is %d pixels wide, more than %d", got, w, c.width)
		}
	}
}

// TestColumnNamesFitAPhone: however many days there are, their names do not meet, and more than two weeks are named by the week.
func TestColumnNamesFitAPhone(t *testing.T) {
	t.Parallel()
	e := example(t, "line")
	rows := e.Table.Rows
	for days := 1; days <= len(rows); days++ {
		e.Table.Rows = rows[:days]
		p := New(language.English, e.Visual, e.Table)
		every := p.under(280).every
		if days > 14 && every%7 != 0 {
			t.Errorf("%d days are named every %d", days, every)
		}
		if width := textWidth("Day 30", regular); width > 280*every/days {
			t.Errorf("of %d days every %d. is named: the names meet", days, every)
		}
	}
}

// TestNamesOfColumnsAreWhole: on a phone as many names are written as can be whole, and no number is cut, which would read as another one.
func TestNamesOfColumnsAreWhole(t *testing.T) {
	t.Parallel()
	english := []string{"Under $40,000", "$40,000–59,999", "$60,000–79,999", "$80,000–99,999", "$100,000 and above", "Unknown"}
	spanish := []string{"Menos de 40.000\u00a0$", "40.000–59.999\u00a0$", "60.000–79.999\u00a0$", "80.000–99.999\u00a0$", "100.000\u00a0$ o más"}
	words := []string{"Informational offers", "Discounts and rebates", "Buy one, get one"}
	for name, c := range map[string]struct {
		names []string
		room  int
		want  []string
	}{
		"cells":        {english, 232, []string{"Under\n$40,000", "", "$60,000–\n79,999", "", "$100,000\nand above", ""}},
		"wide cells":   {english, 800, []string{"Under $40,000", "$40,000–59,999", "$60,000–79,999", "$80,000–99,999", "$100,000 and above", "Unknown"}},
		"columns":      {spanish, 264, []string{"Menos de 40.000\u00a0$", "", "", "80.000–99.999\u00a0$", ""}},
		"words":        {words, 170, []string{"Informa…\noffers", "Disco…\nand\nrebates", "Buy one,\nget one"}},
		"one is wider": {[]string{"Under 25", "25-40", "61 and above", "Unknown"}, 4 * 52, []string{"Under\n25", "25-40", "61 and\nabove", "Unknown"}},
		"small charts": {english[:4], 130, []string{"Under\n$40,000", "", "$60,000–\n79,999", ""}},
	} {
		if got, _ := brokenNames(c.names, c.room); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func BenchmarkSpec(b *testing.B) {
	e := examples.All()[0]
	for b.Loop() {
		if _, err := New(language.English, e.Visual, e.Table).Spec(); err != nil {
			b.Fatal(err)
		}
	}
}
