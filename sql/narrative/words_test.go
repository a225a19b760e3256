package narrative

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
)

var kinds = []Kind{Leader, Leaders, Tie, Trailing, TrailingTie, Even, Only, NotRanked, Overlap, Ahead, AheadIn, Highest, Lowest, Share,
	Concentrated, Neighbours, Sparse, Rise, Fall, TrendUp, TrendDown, Peak, Trough, UnusualHigh, UnusualLow}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

func places(template string) []string {
	found := placeholder.FindAllString(template, -1)
	slices.Sort(found)
	return found
}

// Every language has every kind, with the same places for the same parts.
func TestWords(t *testing.T) {
	t.Parallel()
	english := words()["en"]
	for locale, w := range words() {
		if w.Comma == "" || w.And == "" || len(w.Sentences) != len(kinds) || len(w.Phrases) != len(english.Phrases) {
			t.Errorf("%s: %d kinds of %d, %d phrases of %d", locale, len(w.Sentences), len(kinds), len(w.Phrases), len(english.Phrases))
		}
		for _, kind := range kinds {
			if w.Sentences[kind] == "" {
				t.Errorf("%s: %s has no words", locale, kind)
			}
			if diff := cmp.Diff(places(english.Sentences[kind]), places(w.Sentences[kind])); diff != "" {
				t.Errorf("%s: %s has other places than in English:\n%s", locale, kind, diff)
			}
		}
		for name, phrase := range english.Phrases {
			if diff := cmp.Diff(places(phrase), places(w.Phrases[name])); diff != "" {
				t.Errorf("%s: the phrase %s has other places than in English:\n%s", locale, name, diff)
			}
		}
	}
}

// Whatever is said in a test of this package, no place is left open and no phrase is missing.
func TestNoPlaceIsLeftOpen(t *testing.T) {
	t.Parallel()
	for name, s := range examples() {
		for _, locale := range []string{"en", "es"} {
			for _, text := range texts(s, locale) {
				if open := placeholder.FindString(text); open != "" {
					t.Errorf("%s: %q leaves %s open", name, text, open)
				}
			}
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	list := func(names ...any) Sentence {
		part := Part{Name: "groups", As: "each"}
		for _, name := range names {
			part.List = append(part.List, []Part{{Name: "group", Value: name}, {Name: "value", Value: 0.5, Unit: metrics.Percent}})
		}
		return Sentence{Kind: Tie, Parts: []Part{part}}
	}
	tests := map[string]struct {
		sentence     Sentence
		locale, want string
	}{
		"three":                               {list("a", "b", "c"), "en", "A (50.00 %), b (50.00 %) and c (50.00 %) lead and cannot be told apart."},
		"a region of the language":            {list("a", "b"), "es-MX", "A (50.00 %) y b (50.00 %) van en cabeza y no se distinguen entre sí."},
		"another language":                    {list("a", "b"), "ja", "A (50.00 %) and b (50.00 %) lead and cannot be told apart."},
		"y before an i":                       {list("a", "Información"), "es", "A (50.00 %) e Información (50.00 %) van en cabeza y no se distinguen entre sí."},
		"a label that looks like one of ours": {list("{value}", "{groups}"), "en", "{value} (50.00 %) and {groups} (50.00 %) lead and cannot be told apart."},
		"a label of two bytes":                {list("über", "b"), "en", "Über (50.00 %) and b (50.00 %) lead and cannot be told apart."},
		"a figure's name":                     {Sentence{Kind: Peak, Parts: []Part{{Name: "figure", Value: "sales"}, {Name: "group", Value: int64(150), Unit: metrics.USD}}}, "en", "Sales: highest: $1.50."},
		"nothing":                             {Sentence{}, "en", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Text(tt.sentence, tt.locale, write); got != tt.want {
				t.Errorf("Text = %q, want %q", got, tt.want)
			}
		})
	}
}
