package metrics

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func loaded(t testing.TB) *Model {
	t.Helper()
	m, err := LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParseSelection(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	tests := map[string]struct {
		query string
		want  Selection
		left  []string
	}{
		"nothing":                  {"", nil, nil},
		"several values":           {"channel=web&channel=social", Selection{{Dimension: "channel", Values: []string{"social", "web"}}}, nil},
		"a range":                  {"day=1..14", Selection{{Dimension: "day", Ranges: []Range{{"1", "14"}}}}, nil},
		"half a range":             {"age=40..", Selection{{Dimension: "age", Ranges: []Range{{"40", ""}}}}, nil},
		"an open range is all":     {"age=..", nil, nil},
		"an empty field":           {"age=&channel=", nil, nil},
		"all others":               {"gender!=Other", Selection{{Dimension: "gender", Not: true, Values: []string{"Other"}}}, nil},
		"dollars":                  {"income=30000..59999.99", Selection{{Dimension: "income", Ranges: []Range{{"3000000", "5999999"}}}}, nil},
		"what is not known":        {"age=Unknown&age=30", Selection{{Dimension: "age", Values: []string{"30", "Unknown"}}}, nil},
		"a text that looks ranged": {"channel=a..b", Selection{{Dimension: "channel", Values: []string{"a..b"}}}, nil},
		"what nobody knows":        {"chanel=web&day=3", Selection{{Dimension: "day", Values: []string{"3"}}}, []string{"chanel"}},
		"the same twice":           {"day=3&day=3", Selection{{Dimension: "day", Values: []string{"3"}}}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			got, left, err := m.ParseSelection(query, "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if !slices.Equal(left, tt.left) {
				t.Errorf("left over are %v, want %v", left, tt.left)
			}
			again, _, err := m.ParseSelection(m.Address(got, "vs."), "vs.")
			if diff := cmp.Diff(got, again, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Errorf("written and read again: %v %s", err, diff)
			}
		})
	}
}

func TestParseSelectionRefuses(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	many := "day=1" + strings.Repeat("&day=1", maxValues)
	for query, want := range map[string]string{
		"day=first":                           "a number is needed, or a range such as 1..14",
		"day=14..1":                           "a range goes from the smaller to the greater",
		"day=1.5":                             "the number has too many decimals",
		"day=1e3":                             "a number is needed",
		"day=1..x":                            "a number is needed",
		"day=99999999999999999999":            "the number is too large",
		"income=1.001":                        "the number has too many decimals",
		"channel=%00":                         "a value must be plain text",
		"channel=%ff":                         "a value must be plain text",
		"channel=" + strings.Repeat("a", 201): "a value has at most 200 bytes",
		"day=1%2F2":                           "a number is needed",
		many:                                  "at most 200 values",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = m.ParseSelection(values, "")
		var refused *ValueError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", query, err, want)
		}
	}
}

// Whatever stands in an address is refused, or read into a selection that its own address gives again.
func FuzzParseSelection(f *testing.F) {
	for _, query := range []string{"channel=web", "day=1..14&gender!=Other", "income=..5", "day=-3..-1", "age=Unknown", "offer=%3Cscript%3E", "day=1&day=..2&day!=7", "vs.channel=web"} {
		f.Add(query)
	}
	m := loaded(f)
	f.Fuzz(func(t *testing.T, text string) {
		query, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		s, _, err := m.ParseSelection(query, "")
		if err != nil {
			return
		}
		again, left, err := m.ParseSelection(m.Address(s, ""), "")
		if err != nil || len(left) > 0 || !cmp.Equal(s, again, cmpopts.EquateEmpty()) {
			t.Errorf("%q: %+v became %+v (%v, %v)", text, s, again, left, err)
		}
		if _, err := m.Statement(Question{Measures: []string{"receipts"}, By: []string{"age_group"}, Where: s}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// In whatever order filters are chosen, the statement is the same.
func TestOrderOfFiltersChangesNothing(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	random := rand.New(rand.NewPCG(3, 4))
	conditions := []Condition{
		{Dimension: "channel", Values: []string{"web", "social"}}, {Dimension: "day", Ranges: []Range{{"1", "9"}, {"12", ""}}},
		{Dimension: "gender", Not: true, Values: []string{"Other"}}, {Dimension: "age_group", Values: []string{"25-40", "Unknown", "41-60"}},
	}
	var want string
	for range 50 {
		var s Selection
		for _, i := range random.Perm(len(conditions)) {
			c := conditions[i]
			c.Values, c.Ranges = slices.Clone(c.Values), slices.Clone(c.Ranges)
			random.Shuffle(len(c.Values), func(i, j int) { c.Values[i], c.Values[j] = c.Values[j], c.Values[i] })
			random.Shuffle(len(c.Ranges), func(i, j int) { c.Ranges[i], c.Ranges[j] = c.Ranges[j], c.Ranges[i] })
			s = s.With(c)
		}
		statement, err := m.Statement(Question{Measures: []string{"completion_rate", "sales"}, By: []string{"income_band"}, Where: s, Summed: true})
		if err != nil {
			t.Fatal(err)
		}
		got := statement.SQL + m.Address(s, "").Encode()
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("another order gives another statement:\n%s\n%s", got, want)
		}
	}
}

// Nothing of an address is ever part of the SQL: values are bound.
func TestValuesAreBound(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	const evil = `'; drop schema warehouse cascade; --`
	var s Selection
	for _, d := range m.Dimensions() {
		if d.Type == Text {
			s = append(s, Condition{Dimension: d.Name, Values: []string{evil}})
		}
	}
	for _, measure := range []string{"receipts", "sales", "members", "published_rate"} {
		for _, c := range s {
			statement, err := m.Statement(Question{Measures: []string{measure}, Where: Selection{c}})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(statement.SQL, "drop") {
				t.Errorf("%s, %s: %s", measure, c.Dimension, statement.SQL)
			}
		}
	}
}
