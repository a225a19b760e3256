package narrative

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/sql/metrics"
)

var update = flag.Bool("update", false, "write the golden files anew")

// examples are tables whose sentences are in testdata/sentences.txt: the real figures, and what these do not show.
func examples() map[string]Subject {
	overlapping := receiptRates("Channel", channels...)
	overlapping.Overlapping = true
	hours := daily("Receipts", []int64{4336, 4234, 3871, 3454, 2939, 2563, 2112, 1897, 1709, 1433, 1252, 996, 711, 650, 433, 220, 215, 211, 164, 128, 51})
	hours.Chart.Kind, hours.Ordered, hours.Effects = metrics.Histogram, false, even(6)
	perOffer := daily("Receipts", []int64{7597, 7646, 7571, 7677, 7632, 7658, 7668, 7593, 7618, 7617})
	perOffer.Ordered, perOffer.Chart.Kind = false, metrics.Bar
	oneHolds := daily("Receipts", []int64{500, 120, 90, 110, 100})
	oneHolds.Ordered, oneHolds.Chart.Kind = false, metrics.Donut
	twoHold := daily("Receipts", []int64{500, 90, 400, 110, 100, 80, 70, 100})
	twoHold.Ordered, twoHold.Chart.Kind = false, metrics.Bar
	unusual := slices.Clone(purchase)
	unusual[11], unusual[19] = 400, 19000

	selected := rates("Who", "", group{name: "a", successes: 4634, n: 5539})
	selected.Table.Columns = append(selected.Table.Columns, metrics.Column{Name: "who", Label: "Who", Type: metrics.Text})
	selected.Chart.Series, selected.Chart.Category = "who", "who"
	selected.Table.Rows = [][]any{
		{nil, 13463.0 / 21402, int64(21402), "selection"},
		{nil, 20116.0 / 39640, int64(39640), "everybody else"},
	}
	selected.Effects = even(6)
	perGroup := selected
	perGroup.Chart.Category = "group"
	perGroup.Table.Rows = [][]any{
		{"Under 25", 0.42, int64(1000), "selection"}, {"Under 25", 0.41, int64(3000), "everybody else"},
		{"25-40", 0.42, int64(1000), "selection"}, {"25-40", 0.61, int64(3000), "everybody else"},
	}

	box := boxTable()
	box.Table.Rows = [][]any{
		{"Under 25", 0.0, 30.0, 60.0, 102.0, 240.0, int64(1466)}, {"25-40", 0.0, 24.0, 48.0, 90.0, 246.0, int64(4673)},
		{"41-60", 0.0, 24.0, 48.0, 84.0, 246.0, int64(13463)}, {"Unknown", 0.0, 60.0, 96.0, 132.0, 240.0, int64(1135)},
	}

	falling := make([]group, 12)
	for i := range falling {
		falling[i] = group{name: int64(i + 1), successes: int64(800 - 30*i - 10*(i%3)), n: 1200}
	}
	byDay := rates("Day", metrics.Day, falling...)
	byDay.Ordered = true

	even := rates("Age", "", group{name: "Under 25", successes: 50, n: 100}, group{name: "25-40", successes: 55, n: 100}, group{name: "41-60", successes: 52, n: 100})
	return map[string]Subject{
		"age groups, by customers":         rates("Age", "", ageByCustomer...),
		"age groups, by receipts":          receiptRates("Age", ageByReceipt...),
		"offers, by receipts":              receiptRates("Offer", offers...),
		"channels, which overlap":          overlapping,
		"activity by day":                  daily("Received Viewed Completed Purchases", received, viewed, complete, purchase),
		"receipts by day: six days":        daily("Received", received),
		"views by day":                     daily("Viewed", viewed),
		"purchases by day":                 daily("Purchases", purchase),
		"purchases with two unusual days":  daily("Purchases", unusual),
		"hours to complete":                hours,
		"receipts per offer, all alike":    perOffer,
		"one holds most":                   oneHolds,
		"two hold most":                    twoHold,
		"a selection":                      selected,
		"a selection, by age":              perGroup,
		"medians":                          box,
		"a rate that falls":                byDay,
		"nothing to tell":                  even,
		"one group":                        rates("Age", "", ageByCustomer[0]),
		"no rows":                          rates("Age", ""),
		"only small groups":                rates("Age", "", group{name: "a", successes: 1, n: 20}, group{name: "b", successes: 19, n: 20}),
		"two groups":                       rates("Age", "", ageByCustomer[0], ageByCustomer[2]),
		"too few receipts to speak of any": daily("Received", []int64{0, 3, 0, 0, 0, 0, 2, 0, 0, 0}),
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	all := examples()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		s := all[name]
		fmt.Fprintf(&b, "# %s\n", name)
		if answer, ok := s.Answer(); ok {
			fmt.Fprintf(&b, "answer: %s\n", Text(answer, "en", write))
		}
		for _, sentence := range s.Sentences() {
			fmt.Fprintf(&b, "en: %s [n = %d, p = %.2g]\nes: %s\n", Text(sentence, "en", write), sentence.N, sentence.P, Text(sentence, "es", write))
		}
		b.WriteString("\n")
	}
	const file = "testdata/sentences.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update to make it", err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}

// The order of the rows changes nothing, where the category is not text with an order of its own.
func TestOrderOfRows(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	for name, s := range examples() {
		want := texts(s, "en")
		for range 5 {
			shuffled := s
			shuffled.Table.Rows = slices.Clone(s.Table.Rows)
			random.Shuffle(len(shuffled.Table.Rows), func(i, j int) {
				shuffled.Table.Rows[i], shuffled.Table.Rows[j] = shuffled.Table.Rows[j], shuffled.Table.Rows[i]
			})
			if diff := cmp.Diff(want, texts(shuffled, "en")); diff != "" {
				t.Errorf("%s: the order of the rows matters (-was +is):\n%s", name, diff)
			}
		}
	}
}

// Ten times as much of the same makes no difference less certain: whoever was ahead still is.
func TestMoreOfTheSame(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		groups, more := make([]group, 3), make([]group, 3)
		for i := range groups {
			n := 30 + random.Int64N(300)
			groups[i] = group{name: fmt.Sprint("g", i), successes: random.Int64N(n + 1), n: n}
			more[i] = group{name: groups[i].name, successes: 10 * groups[i].successes, n: 10 * n}
		}
		was, _ := rates("Group", "", groups...).Ranking()
		is, _ := rates("Group", "", more...).Ranking()
		if was.Ahead && len(was.Leaders) == 1 && (!is.Ahead || !slices.Equal(was.Leaders, is.Leaders)) {
			t.Fatalf("of %v, %v leads; ten times as many, %v", groups, was, is)
		}
	}
}

// Every sentence says what it rests on, claims at 5 % at most, and there are never more than three or two of one topic.
func TestEverySentence(t *testing.T) {
	t.Parallel()
	for name, s := range examples() {
		topics := map[Kind]bool{}
		sentences := s.Sentences()
		if len(sentences) > 3 {
			t.Errorf("%s: %d sentences", name, len(sentences))
		}
		for _, sentence := range sentences {
			if sentence.N <= 0 || !(sentence.P >= 0 && (sentence.P <= 0.05 || sentence.P == 1)) {
				t.Errorf("%s: %q has n = %d and p = %v", name, Text(sentence, "en", write), sentence.N, sentence.P)
			}
			if topics[topic(sentence.Kind)] {
				t.Errorf("%s: two sentences of %s", name, sentence.Kind)
			}
			topics[topic(sentence.Kind)] = true
		}
	}
}

// No table makes the package panic, whatever its cells hold; and every sentence is whole.
func TestAnyTable(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(15, 16))
	cell := func() any {
		return []any{nil, "", "Unknown", "a", true, int64(0), int64(-5), random.Int64N(1000), int64(math.MaxInt64), 0.5, 1.5, -1.0, random.Float64(), math.NaN(), math.Inf(1), 1e300}[random.IntN(16)]
	}
	kinds := []metrics.Kind{metrics.Bar, metrics.Line, metrics.Histogram, metrics.Box, metrics.HeatMap, metrics.Donut, ""}
	units := []metrics.Unit{metrics.Plain, metrics.Count, metrics.Percent, metrics.USD, metrics.Hours, metrics.Day}
	columns := []string{"a", "b", "c", "d", "e", "f", "none", ""}
	for range 3000 {
		s := Subject{Ordered: random.IntN(2) == 0, Overlapping: random.IntN(5) == 0, Effects: []Effects{even(1), even(6), nil}[random.IntN(3)], AddsUp: random.IntN(2) == 0, SmallN: random.Int64N(3)}
		pick := func() string { return columns[random.IntN(len(columns))] }
		s.Chart = metrics.Chart{Kind: kinds[random.IntN(len(kinds))], Category: pick(), Values: columns[:random.IntN(7)]}
		if random.IntN(3) == 0 {
			s.Chart.Series = pick()
		}
		for _, name := range columns[:6] {
			s.Table.Columns = append(s.Table.Columns, metrics.Column{Name: name, Label: name, Unit: units[random.IntN(len(units))], N: pick(),
				Type: []metrics.Type{metrics.Integer, metrics.Number}[random.IntN(2)]})
		}
		for range random.IntN(20) {
			row := make([]any, 6)
			for i := range row {
				row[i] = cell()
			}
			s.Table.Rows = append(s.Table.Rows, row)
		}
		Marks(s)
		sentences := s.Sentences()
		if answer, ok := s.Answer(); ok {
			sentences = append(sentences, answer)
		}
		for _, sentence := range sentences {
			if text := Text(sentence, "en", write); text == "" || placeholder.MatchString(text) || !(sentence.P >= 0 && sentence.P <= 1) {
				t.Fatalf("%q with p = %v of %+v", text, sentence.P, s)
			}
		}
	}
}

// Kinds of charts without groups that could be compared get no sentence, whatever their table.
func TestSilentKinds(t *testing.T) {
	t.Parallel()
	for _, kind := range []metrics.Kind{metrics.KPI, metrics.Funnel, metrics.Scatter, metrics.HeatMap, metrics.Pivot} {
		s := rates("Age", "", ageByCustomer...)
		s.Chart.Kind = kind
		if got := texts(s, "en"); got != nil {
			t.Errorf("%s: %q", kind, got)
		}
	}
	twoDimensions := rates("Channel", "", group{name: "web", successes: 100, n: 1000}, group{name: "web", successes: 500, n: 1000}, group{name: "email", successes: 900, n: 1000})
	if got := texts(twoDimensions, "en"); got != nil {
		t.Errorf("rows of two dimensions: %q", got)
	}
	ofAmounts := rates("Age", "", ageByCustomer...)
	ofAmounts.Table.Columns[1].Low, ofAmounts.Table.Columns[1].High = "", ""
	if got := texts(ofAmounts, "en"); got != nil {
		t.Errorf("a percentage that is no proportion, so has no interval: %q", got)
	}
	panels := rates("Age", "", ageByCustomer...)
	panels.Chart.Panels = "group"
	if got := texts(panels, "en"); got != nil {
		t.Errorf("panels: %q", got)
	}
}

// TestWhatIsTested: silence about one group, or about two selections of counts, or of means of which nobody knows what they vary by, is no sign of chance.
func TestWhatIsTested(t *testing.T) {
	t.Parallel()
	means := averages(100, average{"A", 1010, 1000})
	unknown, overlapping, counts := means, means, means
	unknown.Spreads, overlapping.Overlapping = nil, true
	counts.Chart.Values = []string{"n"}
	groups := rates("Age", "", ageByCustomer...)
	for name, c := range map[string]struct {
		subject Subject
		want    bool
	}{"means": {means, true}, "what varies is not known": {unknown, false}, "selections that share a row": {overlapping, false}, "counts": {counts, false}, "groups": {groups, true}, "one group": {rates("Age", "", ageByCustomer[0]), false}} {
		if got := c.subject.Tests(); got != c.want {
			t.Errorf("%s: tested %t, want %t", name, got, c.want)
		}
	}
}
