package server

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// visualJSON is the answer to /visuals/{name}.json.
type visualJSON struct {
	Visual      string            `json:"visual"`
	Title       string            `json:"title"`
	DataVersion int               `json:"data_version"`
	Sample      bool              `json:"sample"`
	Filters     map[string]string `json:"filters"`
	Columns     []columnJSON      `json:"columns"`
	Rows        [][]any           `json:"rows"`
}

type columnJSON struct {
	Name        string       `json:"name"`
	Label       string       `json:"label"`
	Type        metrics.Type `json:"type"`
	Unit        metrics.Unit `json:"unit"`
	Description string       `json:"description,omitempty"`
}

// toJSON writes a visual for programs. Fractions stay fractions of 1; money is in dollars, exact to the cent.
func toJSON(v metrics.Visual, t metrics.Table, e *edition) ([]byte, error) {
	out := visualJSON{Visual: v.Name, Title: v.Title, DataVersion: e.version, Sample: e.sample, Filters: map[string]string{},
		Columns: make([]columnJSON, len(t.Columns)), Rows: make([][]any, len(t.Rows))}
	for i, c := range t.Columns {
		out.Columns[i] = columnJSON{c.Name, c.Label, c.Type, c.Unit, c.Description}
		if c.Unit == metrics.USD {
			out.Columns[i].Type = metrics.Number
		}
	}
	for i, row := range t.Rows {
		out.Rows[i] = make([]any, len(row))
		for j, cell := range row {
			out.Rows[i][j] = cell
			if t.Columns[j].Unit == metrics.USD && cell != nil {
				out.Rows[i][j] = json.RawMessage(number(cell, metrics.USD))
			}
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("write visual %s as JSON: %w", v.Name, err)
	}
	return append(text, '\n'), nil
}

// toCSV writes a visual for spreadsheets: numbers exact and without grouping, text that a spreadsheet would run as a formula
// made harmless.
func toCSV(t metrics.Table, withBOM bool) ([]byte, error) {
	var out bytes.Buffer
	if withBOM {
		out.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&out)
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Name
	}
	w.Write(record) // a bytes.Buffer takes everything; Flush would say otherwise
	for _, row := range t.Rows {
		for i, cell := range row {
			record[i] = csvCell(cell, t.Columns[i].Unit)
		}
		w.Write(record)
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

const byteOrderMark = "\uFEFF"

func csvCell(cell any, unit metrics.Unit) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case string:
		return guarded(cell)
	case bool:
		return strconv.FormatBool(cell)
	}
	return number(cell, unit)
}

// number writes an int64 or float64 exactly; cents as dollars.
func number(cell any, unit metrics.Unit) string {
	switch cell := cell.(type) {
	case int64:
		if unit != metrics.USD {
			return strconv.FormatInt(cell, 10)
		}
		text := strconv.FormatInt(cell, 10)
		sign := ""
		if text[0] == '-' {
			sign, text = "-", text[1:]
		}
		for len(text) < 3 {
			text = "0" + text
		}
		return sign + text[:len(text)-2] + "." + text[len(text)-2:]
	case float64:
		if unit == metrics.USD {
			cell /= 100
		}
		return strconv.FormatFloat(cell, 'f', -1, 64)
	}
	return ""
}

// formulaStarts are the first characters by which spreadsheets take a cell for a formula, whatever its quotes.
const formulaStarts = "=+-@\t\r\n"

// guarded puts an apostrophe before text that a spreadsheet would run.
func guarded(text string) string {
	if text != "" && strings.IndexByte(formulaStarts, text[0]) >= 0 {
		return "'" + text
	}
	return text
}
