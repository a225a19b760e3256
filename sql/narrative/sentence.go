package narrative

import (
	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// Kind is what a sentence says; each has its wording in words.yaml.
type Kind string

const (
	Leader       Kind = "leader"        // one group is ahead of every other
	Leaders      Kind = "leaders"       // several cannot be told apart, each ahead of every other
	Tie          Kind = "tie"           // several lead and cannot be told apart; not each is ahead of every other
	Trailing     Kind = "trailing"      // one group is behind every other
	TrailingTie  Kind = "trailing_tie"  // several cannot be told apart, each behind every other
	Even         Kind = "even"          // no group can be told apart from another: an Answer only
	Only         Kind = "only"          // there is one group: an Answer only
	NotRanked    Kind = "unknown"       // a large group is unknown
	Overlap      Kind = "overlap"       // groups overlap: one is named, none called ahead
	Ahead        Kind = "ahead"         // one of two is ahead, by how much
	AheadIn      Kind = "ahead_in"      // the same, within one category
	Highest      Kind = "highest"       // one group's median is above every other's
	Lowest       Kind = "lowest"        // one group's median is below every other's
	Share        Kind = "share"         // what one or two groups hold of the whole
	Concentrated Kind = "concentration" // what a few hold of the whole
	Neighbours   Kind = "neighbours"    // the same, where they follow each other
	Sparse       Kind = "sparse"        // the few at which anything is
	Rise         Kind = "rise"          // the last period against the one before
	Fall         Kind = "fall"
	TrendUp      Kind = "trend_up" // the last half against the first
	TrendDown    Kind = "trend_down"
	Peak         Kind = "peak"         // one period above every other
	Trough       Kind = "trough"       // one period below every other
	UnusualHigh  Kind = "unusual_high" // periods far above what is usual
	UnusualLow   Kind = "unusual_low"
)

// Sentence is one thing that a table says. Text puts it into words.
type Sentence struct {
	Kind  Kind
	Parts []Part
	N     int64   // what it rests on: trials, events, or for a mean without a count its rows
	P     float64 // the chance of such a difference where there is none, corrected within its question; 1 where none is claimed
}

// Part fills the placeholder of its name in a sentence's wording: with a typed value, or with a list of members which have parts of
// their own.
type Part struct {
	Name  string
	Value any // a cell: a label, a count, a fraction of 1 …, as its Unit says
	Unit  metrics.Unit
	List  [][]Part // instead of Value
	As    string   // the phrase in words.yaml that the value or each member stands in; empty: the value alone
}

// claim is a sentence with its rank among the others.
type claim struct {
	Sentence
	effect float64 // how large the difference is, from 0 to 1
}

func label(name string, value any, unit metrics.Unit) Part {
	return Part{Name: name, Value: value, Unit: unit}
}

// members is a list of marks, each with its value, and with its n where the figure is taken over one.
func (s Subject) members(name string, f figure, marks ...mark) Part {
	part := Part{Name: name, As: "each"}
	for _, m := range marks {
		parts := []Part{{Name: "group", Value: m.label, Unit: s.unit()}, {Name: "value", Value: m.cell, Unit: f.column.Unit}}
		if f.class == rate || f.class == measure && m.n > 0 {
			part.As = "each_n"
			parts = append(parts, Part{Name: "n", Value: m.n, Unit: metrics.Count})
		}
		part.List = append(part.List, parts)
	}
	return part
}

// named puts the figure's name before a sentence, where a table has several.
func (f figure) named(parts ...Part) []Part {
	if f.name.Name == "" {
		return parts
	}
	return append([]Part{f.name}, parts...)
}

func points(name string, difference float64) Part {
	return Part{Name: name, Value: 100 * difference, As: "points"}
}

func total(marks ...mark) (n int64) {
	for _, m := range marks {
		n += m.n
	}
	return n
}

// pooled is the proportion of several marks together, of all their trials.
func pooled(marks ...mark) (all significance.Proportion) {
	for _, m := range marks {
		all.Successes += m.trials.Successes
		all.Trials += m.trials.Trials
	}
	return all
}
