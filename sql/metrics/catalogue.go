package metrics

import (
	"fmt"
	"slices"
)

// catalogue is a list of things that have names, in their order.
type catalogue[T named] struct {
	what string
	all  []T
	at   map[string]int
}

type named interface{ name() string }

func (t DimensionTable) name() string { return t.Name }
func (f Fact) name() string           { return f.Name }
func (d Dimension) name() string      { return d.Name }
func (s Measure) name() string        { return s.Name }

func newCatalogue[T named](what string, all []T) catalogue[T] {
	at := make(map[string]int, len(all))
	for i, x := range all {
		at[x.name()] = i
	}
	return catalogue[T]{what, all, at}
}

func (c catalogue[T]) find(name string) (T, bool) {
	i, ok := c.at[name]
	if !ok {
		var none T
		return none, false
	}
	return c.all[i], true
}

// get returns what has that name; the error suggests the nearest name.
func (c catalogue[T]) get(name string) (T, error) {
	x, ok := c.find(name)
	if ok {
		return x, nil
	}
	names := make([]string, len(c.all))
	for i, x := range c.all {
		names[i] = x.name()
	}
	return x, unknownName(c.what, name, names)
}

// must is for names that were checked when the model was loaded.
func (c catalogue[T]) must(name string) T {
	x, ok := c.find(name)
	if !ok {
		panic(fmt.Sprintf("metrics: no %s called %q", c.what, name))
	}
	return x
}

// UnknownNameError is an unknown name, with the nearest known one.
type UnknownNameError struct{ What, Name, Nearest string }

func (e *UnknownNameError) Error() string {
	text := fmt.Sprintf("there is no %s called %q", e.What, e.Name)
	if e.Nearest != "" {
		text += fmt.Sprintf("; did you mean %q?", e.Nearest)
	}
	return text
}

func unknownName(what, name string, names []string) error {
	return &UnknownNameError{what, name, nearest(name, names)}
}

// nearest is the name with the smallest edit distance from the given one; empty if more than a third of its letters would change.
func nearest(name string, names []string) string {
	if len(name) > 100 {
		return ""
	}
	best, least := "", 1+len(name)/3
	for _, candidate := range names {
		if d := distance(name, candidate); d <= least && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace that make b of a.
// Source: V. Levenshtein, Soviet Physics Doklady 10 (1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			change := before[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(before[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
