// Package canned fills the pages with figures that need no database: those of the data set that the published study is about. The
// storybook shows them, and tests read them.
package canned

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

//go:embed tables/*.csv
var tables embed.FS

// Origin is where the canned pages say that they are served.
const Origin = "https://rewards.example.org"

var published = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// sheets are the real declarations; the program cannot start without them either.
var sheets = func() *metrics.Dashboards {
	model, err := metrics.LoadModel()
	if err != nil {
		panic(err)
	}
	all, err := metrics.LoadDashboards(model, nil)
	if err != nil {
		panic(err)
	}
	return all
}()

// Card is the visual of that name with its canned rows.
func Card(l language.Locale, name string) views.Card {
	visual, err := sheets.In(l).Visual(name)
	if err != nil {
		panic("canned: " + err.Error())
	}
	card := views.Card{Visual: visual, Table: table(visual.Name, visual.Columns), Version: 12, Origin: Origin, Span: visual.Size}
	for _, by := range visual.Ask(nil, nil).By {
		dimension, _ := sheets.In(l).Model.Dimension(by) // a visual was held against the model
		card.Dimensions = append(card.Dimensions, dimension)
	}
	if visual.Kind == metrics.Pivot {
		card.Pivot = pivot(l, card)
	}
	return card
}

// table reads the rows of an answer by the names of their columns, so that a new column is empty until it is canned as well.
func table(name string, columns []metrics.Column) metrics.Table {
	t := metrics.Table{Columns: columns, Rows: [][]any{}}
	file, err := tables.Open("tables/" + name + ".csv")
	if err != nil {
		return t
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		panic(err)
	}
	at := map[string]int{}
	for i, name := range records[0] {
		at[name] = i
	}
	for _, record := range records[1:] {
		row := make([]any, len(columns))
		for i, column := range columns {
			if j, ok := at[column.Name]; ok {
				row[i] = cell(record[j], column.Type)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func cell(text string, kind metrics.Type) any {
	var value any
	var err error
	switch {
	case text == "":
		return nil
	case kind == metrics.Integer:
		value, err = strconv.ParseInt(text, 10, 64)
	case kind == metrics.Number:
		value, err = strconv.ParseFloat(text, 64)
	case kind == metrics.Boolean:
		value, err = strconv.ParseBool(text)
	default:
		value = text
	}
	if err != nil {
		panic(fmt.Sprintf("canned cell %q: %v", text, err))
	}
	return value
}
