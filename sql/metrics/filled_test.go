package metrics

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFilled: a day between others on which nothing happened is 0, and one that a selection leaves out has no value.
func TestFilled(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	columns := []Column{{Name: "day", Type: Integer}, {Name: "selection", Type: Text}, {Name: "sales", Type: Integer}}
	for _, tt := range []struct {
		where, versus, lock string
		want                []any // of days 1 to 4
		other               []any
	}{
		{"", "gender=Men", "", []any{int64(5), int64(0), int64(0), int64(0)}, []any{int64(0), int64(0), int64(0), int64(7)}},
		{"day=1..2", "day=3..4", "", []any{int64(5), int64(0), nil, nil}, []any{nil, nil, int64(0), int64(7)}},
		{"day=1&day=4", "day!=2", "", []any{int64(5), nil, nil, int64(0)}, []any{int64(0), nil, int64(0), int64(7)}},
		{"day=..1", "day!=..2", "", []any{int64(5), nil, nil, nil}, []any{nil, nil, int64(0), int64(7)}},
		{"", "day!=3", "day!=2", []any{int64(5), nil, int64(0), int64(0)}, []any{int64(0), nil, nil, int64(7)}},
	} {
		versus := selection(t, m, tt.versus)
		q := Question{Measures: []string{"sales"}, By: []string{"day"}, Where: selection(t, m, tt.where), Versus: &versus, Lock: selection(t, m, tt.lock)}
		rows := [][]any{{int64(1), FirstSelection, int64(5)}, {int64(4), SecondSelection, int64(7)}}
		var got, other []any
		for _, row := range m.filled(q, Table{Columns: columns, Rows: rows}, 1).Rows {
			if row[1] == FirstSelection {
				got = append(got, row[2])
			} else {
				other = append(other, row[2])
			}
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(other, tt.other) {
			t.Errorf("%+v: %v and %v", tt, got, other)
		}
	}
}

// Months without anybody stand between those with somebody, over the end of a year too; who joined at no known time comes last.
func TestFilledMonths(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	q := Question{Measures: []string{"customers"}, By: []string{"member_month"}, Where: selection(t, m, "member_month!=2017-12")}
	columns := []Column{{Name: "member_month", Type: Text}, {Name: "customers", Type: Integer}}
	rows := [][]any{{"2017-11", int64(4)}, {"2018-02", int64(7)}, {Unknown, int64(9)}}
	want := [][]any{{"2017-11", int64(4)}, {"2017-12", nil}, {"2018-01", int64(0)}, {"2018-02", int64(7)}, {Unknown, int64(9)}}
	if got := m.filled(q, Table{Columns: columns, Rows: rows}, 1).Rows; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
