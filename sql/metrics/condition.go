package metrics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// conditions are the WHERE of a branch, and the SQL whose tables it needs joined; false where the fact lacks a dimension of the
// selection.
func (w *writer) conditions(f source, where Selection, spokenOf *[]string) ([]string, bool) {
	expressions := make([]string, len(where))
	for i, c := range where { // before any value is bound: a branch that is not written binds none
		var ok bool
		if expressions[i], ok = w.model.expression(w.model.dimensions.must(c.Dimension), f); !ok {
			return nil, false
		}
	}
	var all []string
	for i, c := range where {
		d, expression := w.model.dimensions.must(c.Dimension), expressions[i]
		text := w.condition(d, c, expression)
		table, many := w.model.many(d)
		switch {
		case many && (c.Not || !slices.Contains(w.question.By, d.Name)):
			// A row counts once, however many of the table's rows it has; and what is left out is the row, under each group it is in.
			text = fmt.Sprintf(table.Exists, text)
		default:
			*spokenOf = append(*spokenOf, expression)
		}
		all = append(all, turned(c, text))
	}
	return all, true
}

func (w *writer) condition(d Dimension, c Condition, expression string) string {
	if d.Type == Text {
		return fmt.Sprintf("(%s) = any(%s::text[])", expression, w.arg(c.Values))
	}
	var any []string
	var numbers []int64
	for _, value := range c.Values {
		if value == Unknown {
			any = append(any, "("+expression+") is null")
			continue
		}
		n, _ := strconv.ParseInt(value, 10, 64) // ParseSelection has read it
		numbers = append(numbers, n)
	}
	if len(numbers) > 0 {
		any = append(any, fmt.Sprintf("(%s) = any(%s::bigint[])", expression, w.arg(numbers)))
	}
	for _, r := range c.Ranges {
		var both []string
		if r.From != "" {
			both = append(both, fmt.Sprintf("(%s) >= %s::bigint", expression, w.bound(r.From)))
		}
		if r.To != "" {
			both = append(both, fmt.Sprintf("(%s) <= %s::bigint", expression, w.bound(r.To)))
		}
		any = append(any, "("+strings.Join(both, " and ")+")")
	}
	return "(" + strings.Join(any, " or ") + ")"
}

func (w *writer) bound(text string) string {
	n, _ := strconv.ParseInt(text, 10, 64) // ParseSelection has read it
	return w.arg(n)
}
