package views

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// groups is a card whose rows are in the order of age, as those of the dimension are.
func groups() Card {
	age := metrics.Dimension{Name: "age_group", Label: "Age group", Type: metrics.Text, Order: "min(age)"}
	low := metrics.Column{Name: "low", Label: "95 % from", Type: metrics.Number, Unit: metrics.Percent}
	high := metrics.Column{Name: "high", Label: "95 % to", Type: metrics.Number, Unit: metrics.Percent}
	return Card{
		Visual: metrics.Visual{Name: "ages"}, Path: "/visuals/ages", Dimensions: []metrics.Dimension{age},
		Table: metrics.Table{Columns: []metrics.Column{age.Column(), receiptsColumn, rateColumn, low, high}, Rows: [][]any{
			{"Under 25", int64(5), 0.5, 0.4, 0.6},
			{"25-40", int64(1200), 0.25, 0.2, 0.3},
			{"100 and above", int64(5), nil, nil, nil},
			{"Unknown", int64(7), 0.9, 0.8, 0.95},
		}},
		Totals: metrics.Table{Columns: []metrics.Column{receiptsColumn, rateColumn, low, high}, Rows: [][]any{{int64(1217), 0.3, 0.25, 0.35}}},
	}
}

func TestArrangedRows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arranged Arrangement
		want     string // the first letters of the groups, in their order
	}{
		"as asked":                       {Arrangement{}, "Un 25 10 Un"},
		"groups keep their own order":    {Arrangement{Sort: "age_group"}, "Un 25 10 Un"},
		"turned round, unknown last":     {Arrangement{Sort: "age_group", Down: true}, "10 25 Un Un"},
		"level rows stay in their order": {Arrangement{Sort: "receipts"}, "Un 10 Un 25"},
		"greatest first":                 {Arrangement{Sort: "receipts", Down: true}, "25 Un Un 10"},
		"nothing is last, rising":        {Arrangement{Sort: "rate"}, "25 Un Un 10"},
		"nothing is last, falling":       {Arrangement{Sort: "rate", Down: true}, "Un Un 25 10"},
		"found as it is written":         {Arrangement{Find: "1,200"}, "25"},
		"found in an interval":           {Arrangement{Find: "40.0–60.0 %"}, "Un"},
		"found in any case":              {Arrangement{Find: "uNDER"}, "Un"},
		"no pattern":                     {Arrangement{Find: ".*"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			card := groups()
			card.Arranged = test.arranged
			before := fmt.Sprint(card.Table.Rows)
			var got []string
			for _, row := range card.arranged(language.English) {
				got = append(got, row[0].(string)[:2])
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("the rows are %q, want %q", text, test.want)
			}
			if fmt.Sprint(card.Table.Rows) != before {
				t.Error("the table has changed: it belongs to the cache")
			}
		})
	}
}

// TestSortTurns: a head leads one way, then the other, then back.
func TestSortTurns(t *testing.T) {
	t.Parallel()
	a := Arrangement{Page: 3, Find: "x"}
	var got []string
	for range 3 {
		a = a.turned(receiptsColumn)
		got = append(got, a.Address("ages").Encode())
	}
	want := []string{"ages.find=x&ages.sort=-receipts", "ages.find=x&ages.sort=receipts", "ages.find=x"}
	if !slices.Equal(got, want) {
		t.Errorf("it turns %q, want %q", got, want)
	}
}

func TestListing(t *testing.T) {
	t.Parallel()
	card := groups()
	card.Arranged, card.Kept = Arrangement{Sort: "receipts", Down: true}, url.Values{"channel": {"web"}}
	l, pager := card.listing(language.English)
	var heads, foot []string
	for _, c := range l.columns {
		heads = append(heads, c.Label+" "+c.order())
		foot = append(foot, l.footText(c, l.foot[0]))
	}
	if got, want := strings.Join(heads, ", "), "Age group none, Receipts descending, Rate none, 95 % interval none"; got != want {
		t.Errorf("the heads are %q, want %q", got, want)
	}
	if got, want := strings.Join(foot, ", "), "All, 1,217, 30.00 %, 25.0–35.0 %"; got != want {
		t.Errorf("the foot says %q, want %q", got, want)
	}
	if got, want := l.columns[1].sort, "/visuals/ages?ages.sort=receipts&channel=web#ages-table"; got != want {
		t.Errorf("the head leads to %q, want %q", got, want)
	}
	if got, want := pager.text(language.English), "1–4 of 4"; got != want {
		t.Errorf("the pager says %q, want %q", got, want)
	}
	if columns := len(card.Table.Columns); columns != 5 {
		t.Errorf("exports have %d columns", columns)
	}
}

func TestPager(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		page int
		all  int64
		want string
	}{
		{0, 0, "No rows"}, {1, 1, "1 of 1"}, {1, 50, "1–50 of 50"}, {2, 51, "51 of 51"}, {61, 3003, "3,001–3,003 of 3,003"}, {9_999, 3003, "3,001–3,003 of 3,003"}, {-4, 70, "1–50 of 70"},
	} {
		if got := NewPager(test.page, test.all, nil).text(language.English); got != test.want {
			t.Errorf("page %d of %d rows says %q, want %q", test.page, test.all, got, test.want)
		}
	}
}
