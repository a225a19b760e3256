package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// What every figure means, written down a second time: over the consumption layer, which does not know the model.
var (
	independentTables = map[string]string{
		"receipts":    "(select *, received_time_id as time_id from consumption.offer_receipts)",
		"views":       "(select *, viewed_time_id as time_id from consumption.offer_receipts where viewed_time_id is not null)",
		"completions": "(select *, completed_time_id as time_id from consumption.offer_receipts where completed_time_id is not null)",
		"purchases":   "consumption.transactions",
		"members":     "consumption.customers",
		"unmatched":   "(select u.*, o.offer_name from consumption.unmatched_events u join consumption.offers o using (offer_id))",
	}
	independentFigures = map[string]string{
		"receipts": "count(*)", "viewed": "count(viewed_time_id)", "viewed_late": "sum(viewed_late::int)", "completable": "sum((offer_type <> 'informational')::int)",
		"completed": "count(completed_time_id)", "completed_after_view": "sum((completed_time_id >= viewed_time_id)::int)",
		"completed_without_view": "sum((completed_time_id is not null and (viewed_time_id is null or viewed_time_id > completed_time_id))::int)",
		"reward_cost":            "sum(case when completed_time_id is not null then reward else 0 end) * 100",
		"customers":              "count(distinct customer_id)", "customers_completed": "count(distinct case when completed_time_id is not null then customer_id end)",
		"offers": "count(distinct offer_id)", "views": "count(*)", "completions": "count(*)",
		"hours_mean": "avg(hours_to_complete)", "hours_least": "min(hours_to_complete)", "hours_greatest": "max(hours_to_complete)",
		"hours_median": "percentile_cont(0.5) within group (order by hours_to_complete)", "hours_lower": "percentile_cont(0.25) within group (order by hours_to_complete)",
		"hours_upper": "percentile_cont(0.75) within group (order by hours_to_complete)",
		"purchases":   "count(*)", "sales": "sum(amount) * 100", "purchases_at_completions": "sum((offers_completed > 0)::int)",
		"sales_at_completions": "sum(case when offers_completed > 0 then amount else 0 end) * 100", "sales_elsewhere": "sum(case when offers_completed > 0 then 0 else amount end) * 100",
		"basket_least": "min(amount) * 100", "basket_lower": "percentile_cont(0.25) within group (order by amount::float8) * 100", "basket_median": "percentile_cont(0.5) within group (order by amount::float8) * 100",
		"basket_upper": "percentile_cont(0.75) within group (order by amount::float8) * 100", "basket_high": "percentile_cont(0.95) within group (order by amount::float8) * 100",
		"buyers": "count(distinct customer_id)", "members": "count(*)", "members_unknown_age": "sum((age is null)::int)", "members_unknown_income": "sum((income is null)::int)",
		"members_unknown_gender": "sum((gender is null)::int)", "unmatched_events": "count(*)", "unmatched_views": "sum((event = 'offer viewed')::int)", "unmatched_completions": "sum((event = 'offer completed')::int)",
	}
	independentGroups = map[string]string{
		"offer_type": "case offer_type when 'bogo' then 'Buy one, get one' else initcap(offer_type) end", "offer": "offer_name", "channel": "unnest(string_to_array(channels, '|'))",
		"age_group": "age_group", "gender": "case gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end", "income_band": "income_band",
		"member_year": "date_part('year', member_since)::bigint", "member_month": "to_char(member_since, 'YYYY-MM')", "day": "(time_id / 24 + 1)::bigint", "hour": "(time_id % 24)::bigint",
		"hours_band": "(hours_to_complete / 12 * 12)::bigint", "at_completion": "case when offers_completed > 0 then 'At a completion' else 'Without a completion' end",
		"basket_band": "case when amount >= 50 then '$50 and above' else '$' || floor(amount / 5) * 5 || '–' || floor(amount / 5) * 5 + 5 end",
		"segment":     "case when n is null then 'Never bought' when l = 3 and f = 3 and s = 3 then 'Best' when f = 3 then 'Loyal' when s = 3 then 'Big baskets' when l = 3 then 'Recent' when l = 1 and (f = 2 or s = 2) then 'Slipping' else 'Occasional' end",
		"recency":     "case l when 3 then 'Lately' when 2 then 'In between' when 1 then 'Long ago' else 'Never' end",
		"frequency":   "case f when 3 then 'Often' when 2 then 'Sometimes' when 1 then 'Seldom' else 'Never' end",
		"spend":       "case s when 3 then 'Much' when 2 then 'Medium' when 1 then 'Little' else 'Nothing' end",
	}
)

const thirds = `with bought as (
  select customer_id, count(*) as n, sum(amount) as spent, max(time_id) as last from consumption.transactions group by customer_id
), thirds as materialized (
  select c.customer_id, b.n,
    ceil(3.0 * count(*) over (partition by b.n is null order by b.last) / count(*) over (partition by b.n is null)) * (b.n * 0 + 1) as l,
    ceil(3.0 * count(*) over (partition by b.n is null order by b.n) / count(*) over (partition by b.n is null)) * (b.n * 0 + 1) as f,
    ceil(3.0 * count(*) over (partition by b.n is null order by b.spent) / count(*) over (partition by b.n is null)) * (b.n * 0 + 1) as s
  from consumption.customers c left join bought b using (customer_id)
) `

// independent computes figures of one fact by groups: measure → group, as text → value.
func (w world) independent(t *testing.T, fact string, measures, by []string) map[string]map[string]float64 {
	t.Helper()
	from := independentTables[fact] + " x"
	groups := []string{"''"}
	for _, name := range by {
		group := independentGroups[name]
		if name == "channel" { // a set stands alone in a select list
			from, group = from+", "+group+" channel", "channel"
		}
		groups = append(groups, group)
	}
	with := ""
	if slices.ContainsFunc(by, func(name string) bool {
		return slices.Contains([]string{"segment", "recency", "frequency", "spend"}, name)
	}) {
		with, from = thirds, from+" join thirds using (customer_id)"
	}
	columns := make([]string, len(measures))
	for i, name := range measures {
		columns[i] = "(" + independentFigures[name] + ")::float8"
	}
	sql := fmt.Sprintf("%sselect concat_ws('|', %s), array[%s] from %s group by 1", with, strings.Join(groups, ", "), strings.Join(columns, ", "), from)
	rows, err := w.pool.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	figures := map[string]map[string]float64{}
	for rows.Next() {
		var group string
		var values []*float64
		if err := rows.Scan(&group, &values); err != nil {
			t.Fatal(err)
		}
		for i, x := range values {
			if figures[measures[i]] == nil {
				figures[measures[i]] = map[string]float64{}
			}
			if x != nil {
				figures[measures[i]][group] = *x
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v by %v: %v\n%s", measures, by, err, sql)
	}
	return figures
}

// Every figure of every dashboard, cell by cell, is that of an independent statement over the consumption layer.
func TestEveryFigureIndependently(t *testing.T) {
	t.Parallel()
	w := real(t)
	checked := 0
	for _, v := range w.Visuals() {
		if v.Method == "published" {
			continue // TestExpected has these
		}
		t.Run(v.Name, func(t *testing.T) {
			q := v.Ask(nil, nil)
			q.Where, q.Summed = nil, true
			table := w.ask(t, q)
			asked := map[string][]string{} // by fact
			for _, c := range table.Columns[len(q.By):] {
				for _, part := range w.partsOf(c) {
					asked[part.Fact] = append(asked[part.Fact], part.Name)
				}
			}
			figures := map[string]map[string]float64{}
			for fact, measures := range asked {
				maps.Copy(figures, w.independent(t, fact, measures, q.By))
			}
			for at, c := range table.Columns[len(q.By):] {
				parts := w.partsOf(c)
				if len(parts) == 0 {
					continue // a bound of an interval
				}
				want := make([]map[string]float64, len(parts))
				for i, part := range parts {
					want[i] = figures[part.Name]
				}
				for _, row := range table.Rows {
					key := make([]string, len(q.By)+1)
					for i := range q.By {
						key[i+1] = fmt.Sprint(row[i])
					}
					group := strings.Join(key, "|")
					x, there := want[0][group]
					if len(parts) == 2 {
						whole := want[1][group]
						x, there = x/whole, whole != 0
					}
					got, given := number(row[len(q.By)+at])
					if there != given && (x != 0 || got != 0) || there && given && !same(got, x) {
						t.Errorf("%s of %s: %v (%v), independently %v (%v)", c.Name, group, got, given, x, there)
					}
					checked++
				}
			}
		})
	}
	if checked < 1500 {
		t.Errorf("only %d figures were checked", checked)
	}
	for name := range independentGroups {
		if !slices.ContainsFunc(w.Visuals(), func(v Visual) bool { return slices.Contains(v.groups(), name) }) {
			t.Errorf("no visual is grouped by %s", name)
		}
	}
}

// partsOf are the figures of facts that a column is made of: itself, or what it divides.
func (w world) partsOf(c Column) []Measure {
	if _, ok := w.Model.measures.find(c.Name); !ok {
		return nil
	}
	return w.Model.base(c.Name)
}

func number(x any) (float64, bool) {
	switch x := x.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}
