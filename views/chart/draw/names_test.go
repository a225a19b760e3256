package draw

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/language"
)

// TestNamesAreWrittenWhereThereIsRoom: a wide card names every column and has each name whole, a narrow one as many as it can; and what the server
// draws for a width is what the browser draws in it, from the option for all widths.
func TestNamesAreWrittenWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 2)
	var rows [][]any
	for i := range 11 {
		rows = append(rows, []any{fmt.Sprintf("$%d–%d", 5*i, 5*i+5), int64(1000 - 90*i)})
	}
	visual := metrics.Visual{Name: "bands", Chart: metrics.Chart{Kind: metrics.Columns, Category: "band", Values: []string{"purchases"}}}
	table := metrics.Table{Rows: rows, Columns: []metrics.Column{
		{Name: "band", Label: "Amount", Type: metrics.Text}, {Name: "purchases", Label: "Purchases", Type: metrics.Integer, Unit: metrics.Count}}}
	plot := chart.New(language.English, visual, table)
	for width, want := range map[int]int{617: 11, 1200: 11, 481: 6} {
		option, err := plot.Option(false)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := d.SVG(t.Context(), option, width, plot.Height(false))
		if err != nil {
			t.Fatal(err)
		}
		if named := strings.Count(string(svg), "–"); named != want {
			t.Errorf("%d pixels: %d of 11 columns are named, want %d", width, named, want)
		}
	}
}

// TestNamesAreNotCutWhereThereIsRoom: nor broken into more lines than they need, and the columns have what the lines leave.
func TestNamesAreNotCutWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 1)
	names := []string{"Menos de 40.000\u00a0$", "40.000–59.999\u00a0$", "60.000–79.999\u00a0$", "80.000–99.999\u00a0$", "100.000\u00a0$ o más", "Desconocido"}
	for _, kind := range []metrics.Kind{metrics.Columns, metrics.Line} {
		visual := metrics.Visual{Name: "income", Chart: metrics.Chart{Kind: kind, Category: "income", Values: []string{"sales"}}}
		table := metrics.Table{Columns: []metrics.Column{
			{Name: "income", Label: "Ingresos", Type: metrics.Text}, {Name: "sales", Label: "Ventas", Type: metrics.Integer, Unit: metrics.Count}}}
		for i, name := range names {
			table.Rows = append(table.Rows, []any{name, int64(i)})
		}
		drawing, err := chart.Draw(t.Context(), d, chart.New(language.Spanish, visual, table))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(drawing.Wide), ">Desconocido<") {
			t.Errorf("%s: the last name is cut", kind)
		}
		wide, err := chart.Draw(t.Context(), d, chart.New(language.Spanish, visual, table).Within(1200))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.Contains(string(wide.Wide), ">"+name+"<") {
				t.Errorf("%s: %q is not written in a line", kind, name)
			}
		}
	}
}

// TestIntervalsStandApart: the ends of the intervals of 85 columns do not touch each other.
func TestIntervalsStandApart(t *testing.T) {
	t.Parallel()
	visual := metrics.Visual{Name: "ages", Chart: metrics.Chart{Kind: metrics.Columns, Category: "age", Values: []string{"rate"}}}
	table := metrics.Table{Columns: []metrics.Column{
		{Name: "age", Label: "Age", Type: metrics.Integer}, {Name: "rate", Label: "Rate", Type: metrics.Number, Unit: metrics.Percent, N: "n", Low: "low", High: "high"},
		{Name: "n", Label: "n", Type: metrics.Integer, Unit: metrics.Count}, {Name: "low", Label: "Low", Type: metrics.Number, Unit: metrics.Percent}, {Name: "high", Label: "High", Type: metrics.Number, Unit: metrics.Percent}}}
	for age := range 85 {
		table.Rows = append(table.Rows, []any{int64(18 + age), 0.5, int64(100), 0.4, 0.6})
	}
	drawing, err := chart.Draw(t.Context(), newDrawer(t, 1), chart.New(language.English, visual, table).Within(380))
	if err != nil {
		t.Fatal(err)
	}
	last := 0.0
	for _, ends := range regexp.MustCompile(`"M[^ML]+L[^ML]+M([\d.]+),[\d.]+L([\d.]+),[\d.]+M[^ML]+L[^ML]+"`).FindAllSubmatch(drawing.Wide, -1) {
		from, _ := strconv.ParseFloat(string(ends[1]), 64)
		to, _ := strconv.ParseFloat(string(ends[2]), 64)
		if from <= last {
			t.Errorf("an interval begins at %.1f, where the one before ends at %.1f", from, last)
		}
		last = to
	}
	if last == 0 {
		t.Error("there are no intervals")
	}
}
