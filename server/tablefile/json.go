package tablefile

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"cafe-rewards/sql/metrics"
)

// headJSON is what stands before the rows.
type headJSON struct {
	Visual      string              `json:"visual"`
	Title       string              `json:"title"`
	DataVersion int                 `json:"data_version"`
	Sample      bool                `json:"sample"`
	Filters     map[string][]string `json:"filters"`
	Columns     []columnJSON        `json:"columns"`
}

type columnJSON struct {
	Name        string       `json:"name"`
	Label       string       `json:"label"`
	Type        metrics.Type `json:"type"`
	Unit        metrics.Unit `json:"unit"`
	Description string       `json:"description,omitempty"`
}

// forPrograms describes the columns as the JSON has their cells: money is a number, in dollars.
func forPrograms(columns []metrics.Column) []columnJSON {
	out := make([]columnJSON, len(columns))
	for i, c := range columns {
		out[i] = columnJSON{c.Name, c.Label, c.Type, c.Unit, c.Description}
		if c.Unit == metrics.USD {
			out[i].Type = metrics.Number
		}
	}
	return out
}

func (h Head) selection() map[string][]string {
	if h.Selection == nil {
		return map[string][]string{}
	}
	return h.Selection
}

// writeJSON writes for programs. Fractions stay fractions of 1; money is in dollars, exact to the cent.
func writeJSON(out io.Writer, head Head, columns []metrics.Column, rows Rows) error {
	text, err := json.Marshal(headJSON{head.Visual, head.Title, head.DataVersion, head.Sample, head.selection(), forPrograms(columns)})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out) // keeps the first error, and tells it in Flush
	w.Write(text[:len(text)-1])
	w.WriteString(`,"rows":[`)
	cells := make([]any, len(columns))
	separator := ""
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range row {
			switch value := cell.(type) {
			case time.Time:
				cell = moment(value, columns[i].Type)
			case int64, float64:
				if columns[i].Unit == metrics.USD {
					cell = json.RawMessage(number(value, metrics.USD))
				}
			}
			cells[i] = cell
		}
		text, err := json.Marshal(cells)
		if err != nil {
			return err
		}
		w.WriteString(separator)
		if _, err := w.Write(text); err != nil {
			return err
		}
		separator = ","
	}
	w.WriteString("]}\n")
	return w.Flush()
}
