package views

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	yearDimension    = metrics.Dimension{Name: "member_year", Label: "Member since", Type: metrics.Integer, Unit: metrics.Year}
	typeDimension    = metrics.Dimension{Name: "offer_type", Label: "Offer type", Type: metrics.Text}
	channelDimension = metrics.Dimension{Name: "channel", Label: "Channel", Type: metrics.Text}
	receiptsColumn   = metrics.Column{Name: "receipts", Label: "Receipts", Type: metrics.Integer, Unit: metrics.Count}
	rateColumn       = metrics.Column{Name: "rate", Label: "Rate", Type: metrics.Number, Unit: metrics.Percent, Low: "low", High: "high"}
)

func answerOf(columns []metrics.Column, rows ...[]any) metrics.Table {
	return metrics.Table{Columns: columns, Rows: rows}
}

// TestPivot holds pivots against their golden files: totals are those of the answers, not sums of what is shown.
func TestPivot(t *testing.T) {
	t.Parallel()
	year, kind, channel := yearDimension.Column(), typeDimension.Column(), channelDimension.Column()
	side := metrics.Column{Name: metrics.SelectionColumn, Type: metrics.Text}
	for name, test := range map[string]struct {
		visual     metrics.Visual
		dimensions []metrics.Dimension
		levels     []PivotLevel
	}{
		"columns": {
			metrics.Visual{By: []string{"member_year"}, Series: "offer_type", Measures: []string{"receipts", "rate"}},
			[]metrics.Dimension{yearDimension, typeDimension},
			[]PivotLevel{
				{
					answerOf([]metrics.Column{receiptsColumn, rateColumn}, []any{int64(100), 0.5}),
					answerOf([]metrics.Column{kind, receiptsColumn, rateColumn}, []any{"Bogo", int64(60), 0.4}, []any{"Discount", int64(45), 0.6}),
				},
				{
					answerOf([]metrics.Column{year, receiptsColumn, rateColumn}, []any{int64(2017), int64(70), 0.45}, []any{nil, int64(30), nil}),
					answerOf([]metrics.Column{year, kind, receiptsColumn, rateColumn},
						[]any{int64(2017), "Bogo", int64(60), 0.4}, []any{int64(2017), "Discount", int64(12), 0.5}, []any{nil, "Discount", int64(33), nil}),
				},
			},
		},
		"nested": {
			metrics.Visual{By: []string{"channel", "offer_type"}, Measures: []string{"receipts"}},
			[]metrics.Dimension{channelDimension, typeDimension},
			[]PivotLevel{
				{Whole: answerOf([]metrics.Column{receiptsColumn}, []any{int64(10)})},
				{Whole: answerOf([]metrics.Column{channel, receiptsColumn}, []any{"web", int64(9)}, []any{"email", int64(10)})},
				{Whole: answerOf([]metrics.Column{channel, kind, receiptsColumn},
					[]any{"email", "Bogo", int64(6)}, []any{"email", "Discount", int64(4)}, []any{"web", "Bogo", int64(9)})},
			},
		},
		"compared": {
			metrics.Visual{By: []string{"member_year"}, Measures: []string{"receipts"}},
			[]metrics.Dimension{yearDimension},
			[]PivotLevel{
				{Whole: answerOf([]metrics.Column{side, receiptsColumn}, []any{metrics.FirstSelection, int64(3)}, []any{metrics.SecondSelection, int64(5)})},
				{Whole: answerOf([]metrics.Column{year, side, receiptsColumn},
					[]any{int64(2017), metrics.FirstSelection, int64(3)}, []any{int64(2017), metrics.SecondSelection, int64(1)}, []any{int64(2018), metrics.SecondSelection, int64(4)})},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.MarshalIndent(NewPivot(language.English, test.visual, test.dimensions, test.levels), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "pivot-"+name+".json")
			if *update {
				if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: run the test with -update to make it", err)
			}
			if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// TestPivotOfSumsAddsUp: in a pivot of what adds up, over whatever groups, the innermost cells of a group add up to its totals, and the
// cells of a row to that of all columns.
func TestPivotOfSumsAddsUp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		visual, dimensions, levels := randomPivot(random)
		p := NewPivot(language.English, visual, dimensions, levels)
		last := len(p.All.Cells) - 1
		sums := make([]int64, last+1)
		for _, group := range p.Groups {
			own := make([]int64, last+1)
			for _, row := range group.Rows {
				across := int64(0)
				for i, cell := range row.Cells {
					x, _ := cell.Value.(int64)
					if i < last {
						across += x
					}
					if !row.Totals {
						own[i] += x
					}
				}
				if total, _ := row.Cells[last].Value.(int64); total != across {
					t.Fatalf("row %s has %d in all, its cells add up to %d", row.Label, total, across)
				}
			}
			for i, cell := range group.Rows[0].Cells {
				if x, _ := cell.Value.(int64); group.Rows[0].Totals && x != own[i] {
					t.Fatalf("group %s, column %d: the totals say %d, the cells add up to %d", group.Rows[0].Path, i, x, own[i])
				}
				sums[i] += own[i]
			}
		}
		for i, cell := range p.All.Cells {
			if x, _ := cell.Value.(int64); x != sums[i] {
				t.Fatalf("column %d: the totals say %d, the cells add up to %d", i, x, sums[i])
			}
		}
	}
}

// randomPivot makes facts of three dimensions, some of them of nothing known, and answers every level from them.
func randomPivot(random *rand.Rand) (metrics.Visual, []metrics.Dimension, []PivotLevel) {
	dimensions := []metrics.Dimension{channelDimension, yearDimension, typeDimension}
	type fact struct {
		groups [3]any
		n      int64
	}
	facts := make([]fact, 30)
	for i := range facts {
		facts[i] = fact{[3]any{fmt.Sprint("c", random.IntN(3)), int64(2013 + random.IntN(4)), fmt.Sprint("t", random.IntN(3))}, random.Int64N(100)}
		if random.IntN(8) == 0 {
			facts[i].groups[1] = nil
		}
	}
	answer := func(by ...int) metrics.Table {
		var t metrics.Table
		for _, d := range by {
			t.Columns = append(t.Columns, dimensions[d].Column())
		}
		t.Columns = append(t.Columns, receiptsColumn)
		at := map[[3]any]int{}
		for _, f := range facts {
			var key [3]any
			row := make([]any, 0, 4)
			for i, d := range by {
				key[i] = f.groups[d]
				row = append(row, f.groups[d])
			}
			i, ok := at[key]
			if !ok {
				i = len(t.Rows)
				at[key] = i
				t.Rows = append(t.Rows, append(row, int64(0)))
			}
			t.Rows[i][len(by)] = t.Rows[i][len(by)].(int64) + f.n
		}
		return t
	}
	visual := metrics.Visual{By: []string{"channel", "member_year"}, Series: "offer_type", Measures: []string{"receipts"}}
	return visual, dimensions, []PivotLevel{{answer(), answer(2)}, {answer(0), answer(0, 2)}, {answer(0, 1), answer(0, 1, 2)}}
}

// TestPivotIsBounded: of too many rows and columns the first are shown, with the totals, and it is said.
func TestPivotIsBounded(t *testing.T) {
	t.Parallel()
	kind, channel := typeDimension.Column(), channelDimension.Column()
	var rows, columns, cells [][]any
	for i := range 3000 {
		rows = append(rows, []any{fmt.Sprint("row ", i), int64(1)})
	}
	for i := range 100 {
		columns = append(columns, []any{fmt.Sprint("column ", i), int64(1)})
		cells = append(cells, []any{"row 0", fmt.Sprint("column ", i), int64(1)})
	}
	p := NewPivot(language.English, metrics.Visual{By: []string{"channel"}, Series: "offer_type", Measures: []string{"receipts"}}, []metrics.Dimension{channelDimension, typeDimension}, []PivotLevel{
		{answerOf([]metrics.Column{receiptsColumn}, []any{int64(3000)}), answerOf([]metrics.Column{kind, receiptsColumn}, columns...)},
		{answerOf([]metrics.Column{channel, receiptsColumn}, rows...), answerOf([]metrics.Column{channel, kind, receiptsColumn}, cells...)},
	})
	if len(p.Groups) != maxPivotRows || len(p.Groups[0].Rows[0].Cells) != maxPivotColumns || p.All.Cells[maxPivotColumns-1].Value != int64(3000) {
		t.Errorf("%d rows, %d columns", len(p.Groups), len(p.Groups[0].Rows[0].Cells))
	}
	if got, want := p.cut(language.English), "The first 2,000 of 3,000 rows. The first and the totals, 60 of 101 columns."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// TestPivotClosesAtEveryLevel: of a group that is closed its totals stay, whatever it lies within; what is closed within it is so again when it opens.
func TestPivotClosesAtEveryLevel(t *testing.T) {
	t.Parallel()
	one := func(values ...any) []any { return append(values, int64(1)) }
	columns := func(dimensions ...metrics.Dimension) []metrics.Column {
		var all []metrics.Column
		for _, d := range dimensions {
			all = append(all, d.Column())
		}
		return append(all, receiptsColumn)
	}
	dimensions := []metrics.Dimension{channelDimension, yearDimension, typeDimension}
	visual := metrics.Visual{Name: "deep", Kind: metrics.Pivot, By: []string{"channel", "member_year", "offer_type"}, Measures: []string{"receipts"}}
	card := Card{Visual: visual, Path: "/visuals/deep", Pivot: NewPivot(language.English, visual, dimensions, []PivotLevel{
		{Whole: answerOf(columns(), one())},
		{Whole: answerOf(columns(dimensions[:1]...), one("w/eb"), one("email"))},
		{Whole: answerOf(columns(dimensions[:2]...), one("w/eb", int64(2013)), one("w/eb", nil), one("email", int64(2013)))},
		{Whole: answerOf(columns(dimensions...), one("w/eb", int64(2013), "Bogo"), one("w/eb", int64(2013), "Discount"), one("w/eb", nil, "Bogo"), one("email", int64(2013), "Bogo"))},
	})}
	for closed, want := range map[string]string{
		"":                         `w\/eb, w\/eb/2013, w\/eb/2013/Bogo, w\/eb/2013/Discount, w\/eb/Unknown, w\/eb/Unknown/Bogo, email, email/2013, email/2013/Bogo`,
		`w\/eb/2013`:               `w\/eb, w\/eb/2013, w\/eb/Unknown, w\/eb/Unknown/Bogo, email, email/2013, email/2013/Bogo`,
		`w\/eb/Unknown|email/2013`: `w\/eb, w\/eb/2013, w\/eb/2013/Bogo, w\/eb/2013/Discount, w\/eb/Unknown, email, email/2013`,
		`w\/eb|w\/eb/2013`:         `w\/eb, email, email/2013, email/2013/Bogo`,
		`2013|eb/2013|email/`:      `w\/eb, w\/eb/2013, w\/eb/2013/Bogo, w\/eb/2013/Discount, w\/eb/Unknown, w\/eb/Unknown/Bogo, email, email/2013, email/2013/Bogo`,
	} {
		card.Arranged.Closed = nil
		if closed != "" {
			card.Arranged.Closed = strings.Split(closed, "|")
		}
		var got []string
		for _, group := range card.Pivot.Groups {
			for _, row := range card.openRows(group) {
				got = append(got, row.Path)
				if again := (Card{Arranged: card.opened(row)}).opened(row).Closed; len(again) != len(card.Arranged.Closed) {
					t.Errorf("%s turned twice closes %q, as before it was %q", row.Path, again, card.Arranged.Closed)
				}
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("with %q closed it shows\n%s\nwant\n%s", closed, strings.Join(got, ", "), want)
		}
	}
	year := card.Pivot.Groups[0].Rows[4]
	if year.Named != "w/eb, Unknown" || year.Inner != 1 || !year.Totals {
		t.Errorf("the row of an unknown year is %+v", year)
	}
	card.Arranged.Closed = make([]string, MaxClosed)
	if card.turns(year) {
		t.Error("more groups can be closed than an address may name")
	}
	if cut := (PivotGroup{Rows: slices.Clone(card.Pivot.Groups[0].Rows)}).first(3); len(cut) != 3 || cut[0].Inner != 2 || cut[1].Inner != 1 {
		t.Errorf("cut to three rows: %+v", cut)
	}
}
