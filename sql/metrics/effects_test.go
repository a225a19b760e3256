package metrics

import (
	"fmt"
	"math"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestEffects: design effects are those that an independent statement over the consumption layer finds customer by customer.
func TestEffects(t *testing.T) {
	t.Parallel()
	w := real(t)
	read, err := w.Model.Effects(t.Context(), w.pool, 1)
	if err != nil {
		t.Fatal(err)
	}
	if read.Len() < 1000 {
		t.Errorf("there are %d effects", read.Len())
	}
	const gender = "case gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end"
	receipts, purchases := "consumption.offer_receipts", "consumption.transactions"
	for _, c := range []struct {
		figure, dimension string
		from, where       string
		group, x, n       string
		rate              bool
	}{
		{"completion_rate", "", receipts, "offer_type <> 'informational'", "''", "count(completed_time_id)", "count(*)", true},
		{"completion_rate", "gender", receipts, "offer_type <> 'informational'", gender, "count(completed_time_id)", "count(*)", true},
		{"completion_rate", "offer", receipts, "offer_type <> 'informational'", "offer_name", "count(completed_time_id)", "count(*)", true},
		{"view_rate", "age_group", receipts, "true", "age_group", "count(viewed_time_id)", "count(*)", true},
		{"hours_median", "offer", receipts, "completed_time_id is not null", "offer_name", "count(*) filter (where hours_to_complete <= 48)", "count(*)", true},
		{"receipts", "day", receipts, "true", "(received_time_id / 24 + 1)::text", "count(*)", "count(*)", false},
		{"views", "day", receipts, "viewed_time_id is not null", "(viewed_time_id / 24 + 1)::text", "count(*)", "count(*)", false},
		{"purchases", "gender", purchases, "true", gender, "count(*)", "count(*)", false},
		{"purchases", "day", purchases, "true", "(time_id / 24 + 1)::text", "count(*)", "count(*)", false},
		{"sales", "income_band", purchases, "true", "income_band", "sum(amount)", "count(*)", false},
		{"sales", "basket_band", purchases, "amount < 5", "'$0–5'", "sum(amount)", "count(*)", false},
	} {
		sql := "count(*) * var_samp(x - n * p) / (select sum(n) from part where grp = g) / min(p * (1 - p))"
		if !c.rate {
			sql = "(var_pop(x) + avg(x) ^ 2) * sum(n) / avg(x) / sum(x)"
		}
		rows, err := w.pool.Query(t.Context(), fmt.Sprintf(`
			with part as (select (%s)::text as grp, (%s)::float8 as x, (%s)::float8 as n from %s where %s group by 1, customer_id)
			select g, (%s)::float8 from (select grp as g, x, n, sum(x) over (partition by grp) / sum(n) over (partition by grp) as p from part) each group by g`,
			c.group, c.x, c.n, c.from, c.where, sql))
		if err != nil {
			t.Fatal(err)
		}
		var value string
		var effect float64
		found := 0
		if _, err := pgx.ForEachRow(rows, []any{&value, &effect}, func() error {
			found++
			if got := read.Of(c.figure, c.dimension, value); math.Abs(got-max(1, effect)) > 0.001 {
				t.Errorf("%s of %s %q: %v, independently %v", c.figure, c.dimension, value, got, effect)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if found == 0 {
			t.Errorf("%s by %s: independently there is nothing", c.figure, c.dimension)
		}
	}
}

// TestEffectsOfGroups: what was not measured is taken from everything, or is not known; few customers do not count; spans of days lack what their
// customers have in common; and a selection of those who have more raises what it is about.
func TestEffectsOfGroups(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	e := m.effects([]effect{
		{"purchases", "", "", 900, 10}, {"purchases", "gender", "Women", 400, 9}, {"purchases", "gender", "Other", 29, 25}, {"purchases", "day", "1", 100, 1.5},
		{"purchases", "frequency", "Often", 300, 15}, {"purchases", "frequency", "Seldom", 300, 2}, {"purchases", "half", "true", 500, 5}, {"purchases", "half", "false", 500, 6.5},
		{"completions", "", "", 29, 3}, {"view_rate", "", "", 900, 0.8},
	})
	often := Question{Where: Selection{{Dimension: "frequency", Values: []string{"Often"}}}}
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"of a group", e.Of("purchases", "gender", "Women"), 9},
		{"measured on few", e.Of("purchases", "gender", "Other"), 10},
		{"not measured", e.Of("purchases", "age", "33"), 10},
		{"of a day", e.Of("purchases", "day", "1"), 1.5},
		{"of spans of days", e.Together("purchases", "day"), 1.5},
		{"of several groups", e.Together("purchases", "gender"), 10},
		{"everything measured on few", e.Of("completions", "", ""), math.Inf(1)},
		{"not known", e.Of("unmatched_views", "offer", "x"), math.Inf(1)},
		{"below 1", e.Of("view_rate", "", ""), 1},
		{"customers", e.Of("buyers", "gender", "Women"), 1},
		{"a rate of customers", m.Unmeasured().Of("customer_completion_rate", "age_group", "Unknown"), 1},
		{"customers of whom some came on several days", e.Together("buyers", "day"), 1.5},
		{"of those who have more", e.Under(often).Of("purchases", "gender", "Women"), 13.5},
		{"of those who have less", e.Under(Question{Where: Selection{{Dimension: "frequency", Values: []string{"Seldom"}}}}).Of("purchases", "gender", "Women"), 9},
		{"without those who have less", e.Under(Question{Where: Selection{{Dimension: "frequency", Not: true, Values: []string{"Seldom"}}}}).Of("purchases", "day", "1"), 2.25},
		{"in the other selection", e.Under(Question{Versus: &often.Where}).Of("purchases", "day", "1"), 2.25},
		{"under a lock", e.Under(Question{Lock: often.Where}).Together("purchases", "day"), 2.25},
		{"of the groups that are selected", e.Under(often).Of("purchases", "frequency", "Often"), 15},
	} {
		if math.Abs(c.got-c.want) > 1e-12 && c.got != c.want {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
}
