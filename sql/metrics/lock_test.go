package metrics

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func selection(t testing.TB, m *Model, text string) Selection {
	t.Helper()
	query, err := url.ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	s, left, err := m.ParseSelection(query, "")
	if err != nil || len(left) > 0 {
		t.Fatalf("%s: %v, left over %v", text, err, left)
	}
	return s
}

func TestUnder(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	for _, tt := range []struct{ chosen, lock, want string }{
		{"", "channel=web", "channel=web"},
		{"gender=Men", "channel=web", "channel=web&gender=Men"},
		{"channel=web", "channel=web&channel=social", "channel=web"},
		{"channel=email", "channel=web", "wider"},
		{"channel=web&channel=email", "channel=web", "wider"},
		{"channel!=web", "channel=web", "channel=web&channel!=web"},
		{"channel!=web&channel!=email", "channel!=web", "channel!=web&channel!=email"},
		{"channel!=email", "channel!=web", "wider"},
		{"channel=web", "channel!=web", "channel=web&channel!=web"},
		{"day=3..5", "day=1..14", "day=3..5"},
		{"day=3", "day=1..14", "day=3"},
		{"day=14&day=2..3", "day=1..14", "day=14&day=2..3"},
		{"day=1..15", "day=1..14", "wider"},
		{"day=1..", "day=1..14", "wider"},
		{"day=..3", "day=1..14", "wider"},
		{"day=20", "day=1..14", "wider"},
		{"day=1..14", "day=1..7&day=8..14", "wider"},
		{"day=Unknown", "day=1..14", "wider"},
		{"day=5..", "day=1..", "day=5.."},
		{"day!=1..20", "day!=1..14", "day!=1..20"},
		{"day!=3", "day!=1..14", "wider"},
		{"age=30", "income=10000..20000.50", "age=30&income=10000..20000.50"},
	} {
		got, err := m.Under(selection(t, m, tt.chosen), selection(t, m, tt.lock))
		var wider *WiderError
		if errors.As(err, &wider) != (tt.want == "wider") {
			t.Errorf("%s under %s: %v", tt.chosen, tt.lock, err)
		}
		if err == nil && m.Address(got, "").Encode() != m.Address(selection(t, m, tt.want), "").Encode() {
			t.Errorf("%s under %s is %s, want %s", tt.chosen, tt.lock, m.Address(got, "").Encode(), tt.want)
		}
	}
}

// locks and filters are of every type of dimension, and turned round.
var (
	locks   = []string{"channel=web", "channel=social&channel=email", "gender=Women", "gender!=Other", "day=1..14", "day!=8..30", "age=20..40&age=Unknown", "offer_type!=Informational", "income=30000..60000"}
	filters = []string{"", "channel=web", "channel=email&channel=social&channel=mobile", "channel!=web", "gender=Men", "gender!=Men&gender!=Women", "day=1..", "day=29", "day=3..4", "age=..99", "age=Unknown",
		"age_group=41-60", "offer_type=Informational", "offer_type=Discount", "income=..1000000", "income=Unknown"}
)

// TestNothingBeyondALock: of every visual, by whatever it is grouped and whatever is chosen and compared, each branch of the statement has
// all conditions of the lock. Nothing is asked for here by way of Under: the lock holds by itself.
func TestNothingBeyondALock(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	dashboards, err := LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) Selection {
		return selection(t, m, strings.Trim(from[r.IntN(len(from))]+"&"+from[r.IntN(len(from))], "&"))
	}
	branches, versus, aggregated := 0, 0, 0
	for _, v := range dashboards.Visuals() {
		for range 60 {
			lock := pick(locks)
			var second *Selection
			if r.IntN(2) == 0 {
				other := pick(filters)
				second = &other
			}
			q := v.Ask(pick(filters), second)
			q.Lock, q.Summed = lock, r.IntN(2) == 0
			if d := m.Dimensions()[r.IntN(len(m.Dimensions()))]; len(v.By) == 1 && v.Series == "" && v.Panels == "" && r.IntN(2) == 0 {
				q.By = []string{d.Name}
			}
			s, err := m.Statement(q)
			var inapplicable *InapplicableError
			if errors.As(err, &inapplicable) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.SQL == "" {
				continue
			}
			for _, branch := range branchesOf(s.SQL) {
				branches++
				for _, c := range lock {
					if !slices.ContainsFunc(conjuncts(branch), func(text string) bool { return isCondition(text, c, s.Args) }) {
						t.Fatalf("%s: nothing in a branch holds %+v\n%s\n%v", v.Name, c, s.SQL, s.Args)
					}
				}
			}
			if second != nil && strings.Contains(s.SQL, SecondSelection) {
				versus++
			}
			if q.Summed && strings.Contains(s.SQL, "agg_") {
				aggregated++
			}
		}
	}
	if branches < 1000 || versus < 200 || aggregated < 50 {
		t.Errorf("only %d branches were looked at, %d statements of two selections, %d over aggregates", branches, versus, aggregated)
	}
}

// branchesOf are the SELECTs over facts of a statement.
func branchesOf(sql string) []string {
	inner, _, several := strings.Cut(sql, "\n), figures as (")
	if !several {
		inner, _, _ = strings.Cut(sql, "\n)\nselect ")
	}
	return strings.Split(inner, "\n  union all\n")
}

// conjuncts are what must hold of its rows, and of the customers in its sets.
func conjuncts(branch string) (all []string) {
	for _, where := range strings.Split(branch, "\n  where ")[1:] {
		where, _, _ = strings.Cut(where, "\n  group by ")
		all = append(all, strings.Split(where, "\n    and ")...)
	}
	return all
}

var bound = regexp.MustCompile(`\$(\d+)`)

// isCondition says whether a part of a WHERE is the condition: it binds just its values, in its order, and is turned round as it is.
func isCondition(text string, c Condition, args []any) bool {
	if strings.HasPrefix(text, "not coalesce(") != c.Not {
		return false
	}
	var values []string
	unknown := strings.Contains(text, "is null")
	for _, m := range bound.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		switch arg := args[n-1].(type) {
		case []string:
			values = append(values, arg...)
		case []int64:
			for _, number := range arg {
				values = append(values, strconv.FormatInt(number, 10))
			}
		case int64:
			values = append(values, strconv.FormatInt(arg, 10))
		}
	}
	var want []string
	for _, value := range c.Values {
		if value == Unknown && strings.Contains(text, "is null") {
			unknown = false
			continue
		}
		want = append(want, value)
	}
	for _, r := range c.Ranges {
		for _, bound := range []string{r.From, r.To} {
			if bound != "" {
				want = append(want, bound)
			}
		}
	}
	return !unknown && slices.Equal(values, want)
}
