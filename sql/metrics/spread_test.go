package metrics

import (
	"fmt"
	"math"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestSpreads: what means vary by is what an independent statement over the consumption layer finds: the sums to the last cent, and where each
// customer counts once, the mean with Postgres' own variance.
func TestSpreads(t *testing.T) {
	t.Parallel()
	w := real(t)
	for _, c := range []struct {
		measure, by, group string
		n                  string // of a customer
		members            bool
	}{
		{"basket_mean", "age_group", "age_group", "count(*)", false},
		{"sales_per_buyer", "income_band", "income_band", "1", false},
		{"sales_per_buyer", "member_year", "date_part('year', member_since)::bigint", "1", false},
		{"basket_mean", "day", "(time_id / 24 + 1)::bigint", "count(*)", false},
		{"sales_per_member", "age_group", "age_group", "null::bigint", true},
	} {
		q := Question{Measures: []string{c.measure}, By: []string{c.by}, Where: Selection{{Dimension: "gender", Values: []string{"Women"}}}, Versus: &Selection{{Dimension: "gender", Values: []string{"Men"}}}}
		spreads, err := w.Model.Spreads(t.Context(), w.pool, q, 1)
		if err != nil {
			t.Fatal(err)
		}
		independently := w.spreads(t, c.n, c.group)
		seen := 0
		for _, s := range spreads {
			gender := "F"
			if s.Side == SecondSelection {
				gender = "M"
			}
			found, ok := independently[gender+" "+fmt.Sprint(s.Group)]
			if !ok {
				t.Fatalf("%s of %v, %v: independently there are no customers", c.measure, s.Group, s.Side)
			}
			units, sums, mean, squaredError := found.units, found.sums, found.mean, found.squaredError
			got := [5]string{s.Sums.X.String(), "", s.Sums.XX.String(), "", ""}
			if !c.members {
				got = [5]string{s.Sums.X.String(), s.Sums.N.String(), s.Sums.XX.String(), s.Sums.XN.String(), s.Sums.NN.String()}
			}
			if units != s.Sums.Units || got != sums {
				t.Errorf("%s of %v, %v: %d customers with %v, independently %d with %v", c.measure, s.Group, s.Side, s.Sums.Units, got, units, sums)
			}
			if c.n == "1" && squaredError != nil {
				if e := s.Sums.Ratio(); math.Abs(e.Mean / *mean - 1) > 1e-12 || math.Abs(e.SquaredError / *squaredError - 1) > 1e-9 {
					t.Errorf("%s of %v, %v: %+v, independently %v with %v", c.measure, s.Group, s.Side, e, *mean, *squaredError)
				}
			}
			seen++
		}
		if seen < 8 {
			t.Errorf("%s by %s: only %d groups", c.measure, c.by, seen)
		}
	}
}

// spread is what amounts in cents, and their numbers, vary by among the customers of a gender and a group.
type spread struct {
	units              int64
	sums               [5]string // as Sums has them
	mean, squaredError *float64
}

// spreads are those of all groups, found at once: to look through all purchases again for each group takes most of a test's time.
func (w world) spreads(t *testing.T, n, group string) map[string]spread {
	t.Helper()
	rows, err := w.pool.Query(t.Context(), fmt.Sprintf(`
		select gender || ' ' || by, count(*), sum(x)::bigint::text, coalesce(sum(n)::bigint::text, ''), sum(x * x)::bigint::text, coalesce(sum(x * n)::bigint::text, ''), coalesce(sum(n * n)::bigint::text, ''),
		       avg(x)::float8, (var_samp(x) / count(*))::float8
		from (select gender, (%[2]s)::text as by, sum(amount) * 100 as x, %[1]s as n from consumption.transactions where gender in ('F', 'M') group by gender, (%[2]s)::text, customer_id) customers
		where by is not null
		group by gender, by`, n, group))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]spread{}
	var of string
	var s spread
	if _, err := pgx.ForEachRow(rows, []any{&of, &s.units, &s.sums[0], &s.sums[1], &s.sums[2], &s.sums[3], &s.sums[4], &s.mean, &s.squaredError}, func() error {
		all[of] = s
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNoSpread: of what is no mean, and of one selection, nothing is asked.
func TestNoSpread(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	other := Selection{{Dimension: "gender", Values: []string{"Men"}}}
	for _, q := range []Question{
		{Measures: []string{"basket_mean"}, By: []string{"age_group"}}, {Measures: []string{"basket_mean"}, Versus: &other}, {Measures: []string{"sales"}, By: []string{"age_group"}, Versus: &other},
		{Measures: []string{"completion_rate"}, By: []string{"age_group"}, Versus: &other}, {Measures: []string{"sales_share"}, By: []string{"age_group"}, Versus: &other},
	} {
		if s, err := m.SpreadStatement(q); err != nil || s.SQL != "" {
			t.Errorf("%v: %v %s", q.Measures, err, s.SQL)
		}
	}
}
