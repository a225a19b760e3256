package metrics

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
	"cafe-rewards/etl/lake"
	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

const (
	realData = "../../../shared/data/cafe"
	expected = "../../../shared/expected"
)

// world is the model over a database that holds the real data, published as version 1.
type world struct {
	*Dashboards
	pool *pgxpool.Pool
}

var shared struct {
	sync.Once
	world
	err error
}

// real gives the tests the one database of the real data: they only read it.
func real(t *testing.T) world {
	t.Helper()
	shared.Do(func() {
		shared.err = func() error {
			model, err := LoadModel()
			if err != nil {
				return err
			}
			if shared.Dashboards, err = LoadDashboards(model, nil); err != nil {
				return err
			}
			if _, err := os.Stat(filepath.Join(realData, "customers.csv")); err != nil {
				return fmt.Errorf("the real data are needed in shared/data/cafe beside the project: %w", err)
			}
			home, err := os.MkdirTemp("", "metrics")
			if err != nil {
				return err
			}
			defer os.RemoveAll(home)
			shared.pool = postgrestest.Shared(t)
			ctx := context.Background()
			zones, err := lake.Open(ctx, "file://"+filepath.ToSlash(home)+"/lake")
			if err != nil {
				return err
			}
			pipeline, err := etl.New(etl.Options{Lake: zones, Pool: shared.pool, Source: realData, SampleDir: home, Scratch: filepath.Join(home, "scratch"), KeepVersions: 2, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				return err
			}
			defer pipeline.Close()
			return pipeline.Run(ctx, "start")
		}()
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.world
}

func (w world) ask(t *testing.T, q Question) Table {
	t.Helper()
	table, err := w.Model.Query(t.Context(), w.pool, q, 1)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// total is the one row of a question without groups.
func (w world) total(t *testing.T, measure string, where Selection) any {
	t.Helper()
	table := w.ask(t, Question{Measures: []string{measure}, Where: where})
	if len(table.Rows) != 1 {
		t.Fatalf("%s has %d rows", measure, len(table.Rows))
	}
	return table.Rows[0][0]
}

func (w world) selection(t *testing.T, query string) Selection {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	s, left, err := w.Model.ParseSelection(values, "")
	if err != nil || len(left) > 0 {
		t.Fatalf("%s: %v, left over %v", query, err, left)
	}
	return s
}

// Every measure, dimension and visual that the program carries fits the database that its migrations make.
func TestCheck(t *testing.T) {
	t.Parallel()
	w := real(t)
	if err := w.Check(t.Context(), w.pool); err != nil {
		t.Error(err)
	}
}

// valueOf is a group's value as a condition.
func valueOf(d Dimension, cell any) Condition {
	switch cell := cell.(type) {
	case string:
		return Condition{Dimension: d.Name, Values: []string{cell}}
	case int64:
		return Condition{Dimension: d.Name, Values: []string{fmt.Sprint(cell)}}
	}
	return Condition{Dimension: d.Name, Values: []string{Unknown}}
}

// The figure of a group is that of everything when it is filtered by the group: of every measure, by every dimension that it has,
// distinct customers and medians too. And where a measure adds up, the groups make the whole.
func TestGroupsAreFilters(t *testing.T) {
	t.Parallel()
	w := real(t)
	for _, d := range w.Model.Dimensions() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			measures := w.Model.MeasuresOf(d.Name)
			names := make([]string, len(measures))
			for i, s := range measures {
				names[i] = s.Name
			}
			table := w.ask(t, Question{Measures: names, By: []string{d.Name}, Summed: true})
			whole := w.ask(t, Question{Measures: names, Summed: true})
			random := rand.New(rand.NewPCG(7, 7))
			for _, row := range sampled(random, table.Rows, 2) {
				one := w.ask(t, Question{Measures: names, Where: Selection{valueOf(d, row[0])}, Summed: true})
				for i, got := range one.Rows[0] {
					if want := row[i+1]; !same(got, want) && !nothing(got, want) {
						t.Errorf("%s of %s = %v: grouped %v, filtered %v", table.Columns[i+1].Name, d.Name, row[0], want, got)
					}
				}
			}
			for i, name := range names {
				if !w.Model.AddsUp(name, d.Name) {
					continue
				}
				at := slices.IndexFunc(table.Columns, func(c Column) bool { return c.Name == name })
				sum := int64(0)
				for _, row := range table.Rows {
					n, _ := row[at].(int64)
					sum += n
				}
				if all, _ := whole.Rows[0][at-1].(int64); sum != all {
					t.Errorf("%s by %s makes %d, the whole is %d (measure %d)", name, d.Name, sum, all, i)
				}
			}
		})
	}
}

// sampled are a few of the rows.
func sampled(random *rand.Rand, rows [][]any, most int) [][]any {
	picked := slices.Clone(rows)
	random.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
	return picked[:min(most, len(picked))]
}

func same(a, b any) bool {
	x, isFloat := a.(float64)
	y, both := b.(float64)
	if isFloat && both {
		return x == y || math.Abs(x-y) <= 1e-9*math.Max(math.Abs(x), math.Abs(y))
	}
	return a == b
}

// nothing says that both are none of something: 0 where a group is there, null where it is only filled in, or the other way round.
func nothing(a, b any) bool {
	none := func(x any) bool { return x == nil || x == int64(0) }
	return none(a) && none(b)
}

// A figure that a filter does not apply to is empty; the others beside it are what they are alone.
func TestSilent(t *testing.T) {
	t.Parallel()
	w := real(t)
	for _, query := range []string{"channel=web&age_group=41-60", "offer_type=Discount", "hour=0&segment=Best", "at_completion=At+a+completion&day=1..9", "hours_band=12", "basket_band!=x&channel!=web"} {
		where := w.selection(t, query)
		for _, v := range w.Visuals() {
			q := v.Ask(where, nil)
			silent := map[string]bool{}
			for _, s := range w.Model.Silent(q) {
				silent[s.Measure.Name] = true
			}
			statement, err := w.Model.Statement(q)
			if err != nil {
				t.Fatal(err)
			}
			if statement.SQL == "" && len(silent) < len(q.Measures) {
				t.Errorf("%s, %s: only %v are silent, but there is no statement", query, v.Name, silent)
			}
			if v.Kind != KPI {
				continue
			}
			for _, row := range w.ask(t, q).Rows {
				for i, c := range v.Columns {
					if silent[c.Name] && row[i] != nil {
						t.Errorf("%s, %s: %s is %v, though the filter does not apply to it", query, v.Name, c.Name, row[i])
					}
				}
			}
		}
	}
}

// A second selection beside the first gives what each gives alone; and what is excluded is what is left.
func TestVersus(t *testing.T) {
	t.Parallel()
	w := real(t)
	first, second := w.selection(t, "age_group=41-60&channel=web"), w.selection(t, "age_group!=41-60&channel=web")
	measures := []string{"receipts", "completion_rate", "customers", "reward_cost"}
	both := w.ask(t, Question{Measures: measures, By: []string{"gender"}, Where: first, Versus: &second})
	for _, row := range both.Rows {
		of := first
		if row[1] == SecondSelection {
			of = second
		}
		one := w.ask(t, Question{Measures: measures, Where: of.With(Condition{Dimension: "gender", Values: []string{row[0].(string)}})})
		if !slices.EqualFunc(row[2:], one.Rows[0], same) {
			t.Errorf("%v: together %v, alone %v", row[:2], row[2:], one.Rows[0])
		}
	}
	all, in, out := w.total(t, "receipts", w.selection(t, "channel=web")), w.total(t, "receipts", first), w.total(t, "receipts", second)
	if in.(int64)+out.(int64) != all.(int64) {
		t.Errorf("%v and %v are not %v", in, out, all)
	}
}

// The same under a filter. So without the offers that go out by one channel, those of the others are fewer.
func TestGroupsUnderFilters(t *testing.T) {
	t.Parallel()
	w := real(t)
	measures := []string{"receipts", "viewed", "customers", "completion_rate", "completions"}
	for _, query := range []string{"", "channel!=web", "channel!=social&channel!=mobile&gender=Women", "channel=social&channel!=web", "offer_type!=Discount", "age=20..40&channel!=web"} {
		for _, by := range []string{"channel", "offer", "age_group"} {
			where := w.selection(t, query)
			for _, row := range w.ask(t, Question{Measures: measures, By: []string{by}, Where: where}).Rows {
				group := Condition{Dimension: by, Values: []string{row[0].(string)}}
				alone := w.ask(t, Question{Measures: measures, Where: append(slices.Clone(where), group)})
				if !slices.EqualFunc(row[1:], alone.Rows[0], same) {
					t.Errorf("%s, %s %v: in a group %v, filtered %v", query, by, row[0], row[1:], alone.Rows[0])
				}
			}
		}
	}
}

// The published and the audited figures, to the last digit.
func TestExpected(t *testing.T) {
	t.Parallel()
	w := real(t)
	percent := func(x any) float64 { f, _ := x.(float64); return math.Round(f*1e4) / 100 }
	var published struct {
		Channel map[string]struct {
			Rate float64 `json:"completion_rate_pct"`
		} `json:"channel_effectiveness"`
		Age map[string]struct {
			Rate float64 `json:"completion_rate_pct"`
		} `json:"customer_completion_summary"`
		Hours float64 `json:"mean_hours_to_complete"`
	}
	read(t, "published.json", &published)
	for _, row := range w.ask(t, Question{Measures: []string{"published_rate"}, By: []string{"channel"}}).Rows {
		if want := published.Channel[row[0].(string)].Rate; percent(row[1]) != want {
			t.Errorf("published, %s: %v %%, want %v %%", row[0], percent(row[1]), want)
		}
	}
	for _, row := range w.ask(t, Question{Measures: []string{"published_customer_rate"}, By: []string{"published_age_group"}}).Rows {
		if want := published.Age[row[0].(string)].Rate; percent(row[1]) != want {
			t.Errorf("published, %s: %v %%, want %v %%", row[0], percent(row[1]), want)
		}
	}
	if got := w.total(t, "published_hours_mean", nil).(float64); math.Round(got*100)/100 != published.Hours {
		t.Errorf("published, hours: %v, want %v", got, published.Hours)
	}
	type group map[string]*float64
	var audited struct {
		Total   group            `json:"total"`
		Channel map[string]group `json:"by_channel"`
		Age     map[string]group `json:"by_age_group"`
	}
	read(t, "receipts.json", &audited)
	names := map[string]string{"received": "receipts", "viewed": "viewed", "viewed_after_expiry": "viewed_late", "completed": "completed", "completed_after_view": "completed_after_view",
		"completed_without_view": "completed_without_view", "completable": "completable", "customers": "customers", "customers_completed": "customers_completed"}
	check := func(what string, where Selection, want group) {
		for key, measure := range names {
			if got := w.total(t, measure, where); float64(got.(int64)) != *want[key] {
				t.Errorf("%s, %s: %v, want %v", what, measure, got, *want[key])
			}
		}
		if got := percent(w.total(t, "completion_rate", where)); got != *want["completion_rate_pct"] {
			t.Errorf("%s: %v %%, want %v %%", what, got, *want["completion_rate_pct"])
		}
		if got := w.total(t, "reward_cost", where); float64(got.(int64)) != 100**want["reward_usd"] {
			t.Errorf("%s: reward cost %v, want %v", what, got, *want["reward_usd"])
		}
		if got := w.total(t, "hours_mean", where).(float64); math.Round(got*100)/100 != *want["mean_hours_to_complete"] {
			t.Errorf("%s: mean hours %v, want %v", what, got, *want["mean_hours_to_complete"])
		}
		if got := w.total(t, "hours_median", where).(float64); got != *want["median_hours_to_complete"] {
			t.Errorf("%s: median hours %v, want %v", what, got, *want["median_hours_to_complete"])
		}
	}
	check("total", nil, audited.Total)
	for name, want := range audited.Channel {
		check(name, Selection{{Dimension: "channel", Values: []string{name}}}, want)
	}
	for name, want := range audited.Age {
		check(name, Selection{{Dimension: "age_group", Values: []string{name}}}, want)
	}
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(expected, file))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}
