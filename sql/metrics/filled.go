package metrics

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// stepOf is a SELECT of how far apart the groups of a question are; empty where their values do not follow each other in steps.
func (m *Model) stepOf(q Question) string {
	if len(q.By) == 0 {
		return ""
	}
	step := m.dimensions.must(q.By[0]).Step
	if step == stepMonth {
		return "select 1::bigint" // of the months that monthPlace counts
	}
	if _, err := strconv.Atoi(step); err == nil {
		return "select " + step + "::bigint"
	}
	if step != "" {
		return "select (" + step + ")::bigint"
	}
	return ""
}

// stepMonth is the Step of a dimension of months, as texts such as 2018-03.
const stepMonth = "month"

const monthLayout = "2006-01"

// numberPlace is where a value stands on the line of numbers; false where it is none.
func numberPlace(value any) (int64, bool) {
	n, ok := value.(int64)
	return n, ok
}

// monthPlace is the same of a month, by its number since the year 0.
func monthPlace(value any) (int64, bool) {
	text, _ := value.(string)
	month, err := time.Parse(monthLayout, text)
	return int64(month.Year())*12 + int64(month.Month()) - 1, err == nil
}

func monthAt(place int64) any {
	return time.Date(int(place/12), time.Month(place%12+1), 1, 0, 0, 0, 0, time.UTC).Format(monthLayout)
}

// filled adds empty groups between the groups of an answer: without them, a chart over time would show a steeper or flatter course than there
// was. Counts and sums are 0 there, and quotients have no value. Where the selection excludes the group, nothing has a value: what was not
// looked at is not zero.
func (m *Model) filled(q Question, t Table, step int64) Table {
	if step <= 0 || len(t.Rows) == 0 {
		return t
	}
	groups := len(q.By)
	if q.Versus != nil {
		groups++
	}
	type group struct{ rows [][]any }
	placeOf, valueAt := numberPlace, func(n int64) any { return n }
	if m.dimensions.must(q.By[0]).Step == stepMonth {
		placeOf, valueAt = monthPlace, monthAt
	}
	byValue := map[int64]*group{}
	var others [][]any // the other groups that there are, each once, in their order
	var nulls [][]any
	least, most := int64(0), int64(0)
	for _, row := range t.Rows {
		value, ok := placeOf(row[0])
		if !ok {
			nulls = append(nulls, row)
			continue
		}
		if len(byValue) == 0 {
			least, most = value, value
		}
		least, most = min(least, value), max(most, value)
		if byValue[value] == nil {
			byValue[value] = &group{}
		}
		byValue[value].rows = append(byValue[value].rows, row)
		if other := row[1:groups]; !slices.ContainsFunc(others, func(o []any) bool { return slices.Equal(o, other) }) {
			others = append(others, other)
		}
	}
	if len(byValue) == 0 || ((most-least)/step+1)*int64(len(others)) > MaxRows {
		return t
	}
	all := make([][]any, 0, len(t.Rows))
	for place := least; place <= most; place += step {
		var there [][]any
		if g := byValue[place]; g != nil {
			there = g.rows
		}
		for _, other := range others {
			i := slices.IndexFunc(there, func(row []any) bool { return slices.Equal(row[1:groups], other) })
			if i >= 0 {
				all = append(all, there[i])
				continue
			}
			where := q.Where
			if q.Versus != nil && other[len(other)-1] == SecondSelection {
				where = *q.Versus
			}
			value := valueAt(place)
			all = append(all, m.nothing(t.Columns, value, other, q.locked(where).leaves(q.By[0], fmt.Sprint(value))))
		}
	}
	return Table{Columns: t.Columns, Rows: append(all, nulls...)}
}

// nothing is the row of a group without anything in it, which was looked at or not.
func (m *Model) nothing(columns []Column, value any, other []any, looked bool) []any {
	row := make([]any, len(columns))
	row[0] = value
	copy(row[1:], other)
	for i, c := range columns {
		if s, ok := m.measures.find(c.Name); ok && looked && s.Fact != "" && c.Type == Integer && s.AddsUp.any() {
			row[i] = int64(0)
		}
	}
	return row
}

func (a addsUp) any() bool { return a.all || len(a.tables) > 0 }
