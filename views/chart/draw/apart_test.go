package draw

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/static"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/chart/examples"
	"cafe-rewards/views/language"
)

// TestWordsStandApart: no word of a drawing is written over another, whatever stands beside it, another small chart for one.
func TestWordsStandApart(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 2)
	for _, e := range examples.All() {
		for name, e := range map[string]examples.Example{e.Visual.Name: e, e.Visual.Name + ", compared": versus(e)} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				drawing, err := chart.Draw(t.Context(), d, chart.New(language.English, e.Visual, e.Table))
				if err != nil {
					t.Fatal(err)
				}
				for _, svg := range [][]byte{drawing.Wide, drawing.Narrow} {
					words := wordsOf(t, svg)
					for i, word := range words[:max(len(words)-1, 0)] {
						if next := words[i+1]; next.y == word.y && next.from < word.to {
							t.Errorf("%q ends at %.0f, and %q begins at %.0f", word.text, word.to, next.text, next.from)
						}
					}
				}
			})
		}
	}
}

// versus is an example of two selections with the same figures.
func versus(e examples.Example) examples.Example {
	of := metrics.Table{Columns: append(slices.Clone(e.Table.Columns), metrics.Column{Name: metrics.SelectionColumn, Label: "Selection", Type: metrics.Text})}
	for _, row := range e.Table.Rows {
		of.Rows = append(of.Rows, append(slices.Clone(row), metrics.FirstSelection), append(slices.Clone(row), metrics.SecondSelection))
	}
	e.Visual, e.Table = e.Visual.Versus(), of
	return e
}

type word struct {
	text     string
	y        float64
	from, to float64
}

// wordsOf are the words of a drawing, those on a line beside each other.
func wordsOf(t *testing.T, svg []byte) []word {
	t.Helper()
	var drawn struct {
		Texts []struct {
			X      float64 `xml:"x,attr"`
			Y      float64 `xml:"y,attr"`
			Weight int     `xml:"font-weight,attr"`
			Anchor string  `xml:"text-anchor,attr"`
			Moved  string  `xml:"transform,attr"`
			Words  string  `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.NewDecoder(bytes.NewReader(svg)).Decode(&drawn); err != nil {
		t.Fatal(err)
	}
	var words []word
	for _, text := range drawn.Texts {
		if text.Moved != "" {
			continue // of ECharts' own, the name of a scatter's axis
		}
		weight := cmp.Or(text.Weight, 400)
		wide := 0.0
		for _, letter := range text.Words {
			advance, _ := static.Advance(weight, letter)
			wide += advance * 12 / 1000
		}
		from := text.X - wide*map[string]float64{"middle": 0.5, "end": 1}[text.Anchor]
		words = append(words, word{text.Words, text.Y, from, from + wide})
	}
	slices.SortFunc(words, func(a, b word) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.from, b.from)) })
	return words
}
