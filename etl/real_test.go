package etl_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

type publishedFigures struct {
	Summary map[string]struct{ Received, Completed int64 } `json:"completion_summary"`
	Channel map[string]struct {
		Received, Completed int64
		Rate                float64 `json:"completion_rate_pct"`
	} `json:"channel_effectiveness"`
	Age map[string]struct {
		Customers, Completed int64
		NotCompleted         int64   `json:"not_completed"`
		Rate                 float64 `json:"completion_rate_pct"`
	} `json:"customer_completion_summary"`
	MeanHours     float64 `json:"mean_hours_to_complete"`
	Pairs         int64   `json:"completed_pairs"`
	NegativePairs int64   `json:"completed_pairs_with_negative_duration"`
	TotalUSD      float64 `json:"transactions_sum_usd"`
}

// auditedFigures are those of one group of receipts, as expected/receipts.json has them and as groupSQL computes them.
type auditedFigures struct {
	Received           int64    `json:"received"`
	Viewed             int64    `json:"viewed"`
	ViewedLate         int64    `json:"viewed_after_expiry"`
	Completed          int64    `json:"completed"`
	AfterView          int64    `json:"completed_after_view"`
	WithoutView        int64    `json:"completed_without_view"`
	Completable        int64    `json:"completable"`
	Rate               *float64 `json:"completion_rate_pct"`
	RateOfAll          *float64 `json:"completion_rate_of_all_receipts_pct"`
	MeanHours          *float64 `json:"mean_hours_to_complete"`
	MedianHours        *float64 `json:"median_hours_to_complete"`
	Customers          int64    `json:"customers"`
	CustomersCompleted int64    `json:"customers_completed"`
	RewardUSD          float64  `json:"reward_usd"`
}

const groupSQL = `
	select %s as name, count(*) as received, count(viewed_time_id) as viewed, count(*) filter (where viewed_late) as viewed_late,
	  count(completed_time_id) as completed, count(*) filter (where completed_after_view) as after_view,
	  count(completed_time_id) filter (where not completed_after_view) as without_view,
	  count(*) filter (where offer_type <> 'informational') as completable,
	  round(100.0 * count(completed_time_id) / nullif(count(*) filter (where offer_type <> 'informational'), 0), 2)::float8 as rate,
	  round(100.0 * count(completed_time_id) / count(*), 2)::float8 as rate_of_all,
	  round(avg(hours_to_complete), 2)::float8 as mean_hours, percentile_cont(0.5) within group (order by hours_to_complete) as median_hours,
	  count(distinct customer_id) as customers, count(distinct customer_id) filter (where completed_time_id is not null) as customers_completed,
	  coalesce(sum(reward) filter (where completed_time_id is not null), 0)::float8 as reward_usd
	from consumption.offer_receipts %s group by 1`

// TestRealData holds every published and audited figure against what comes out of the whole pipeline, from files to consumption.
func TestRealData(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, needRealData(t))
	if err := p.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	t.Run("published", func(t *testing.T) { checkPublished(t, p) })
	t.Run("audited", func(t *testing.T) { checkAudited(t, p) })
	t.Run("accounts", func(t *testing.T) {
		for sql, want := range map[string]int64{
			"select landed from pipeline.row_count where zone = 'trusted' and table_name = 'events'":        306534,
			"select loaded from pipeline.row_count where zone = 'trusted' and table_name = 'events'":        306137,
			"select duplicate from pipeline.row_count where zone = 'trusted' and table_name = 'events'":     397,
			"select count(*) from pipeline.row_count where landed <> loaded + duplicate + rejected":         0,
			"select sum(landed)::bigint from pipeline.row_count where zone = 'enriched'":                    306534,
			"select count(*) from consumption.unmatched_events":                                             0,
			"select count(*) from pipeline.check_result where broken > 0":                                   0,
			"select count(*) from consumption.transactions":                                                 138953,
			"select count(*) from pipeline.run where state = 'published' and version = 1 and message <> ''": 1,
			"select rows from pipeline.stage where stage = 'load'":                                          441302,
			"select count(*) from pipeline.stage where state = 'done' and finished_at >= started_at":        7,
		} {
			if got := figure[int64](t, p.pool, sql); got != want {
				t.Errorf("%s = %d, want %d", sql, got, want)
			}
		}
	})
}

func checkPublished(t *testing.T, p *programme) {
	var want publishedFigures
	expected(t, "published.json", &want)
	for offer, w := range want.Summary {
		if got := figure[int64](t, p.pool, "select offers_received from consumption.completion_summary where offer_id = $1", offer); got != w.Received {
			t.Errorf("offer %s: %d received, want %d", offer, got, w.Received)
		}
		if got := figure[int64](t, p.pool, "select offers_completed from consumption.completion_summary where offer_id = $1", offer); got != w.Completed {
			t.Errorf("offer %s: %d completed, want %d", offer, got, w.Completed)
		}
	}
	for channel, w := range want.Channel {
		got := figure[float64](t, p.pool, "select round(100.0 * sum(offers_completed) / sum(offers_received), 2)::float8 from consumption.completion_summary where "+pgx.Identifier{channel}.Sanitize())
		if got != w.Rate {
			t.Errorf("channel %s: %v %%, want %v %%", channel, got, w.Rate)
		}
	}
	for group, w := range want.Age {
		var customers, completed, not int64
		err := p.pool.QueryRow(t.Context(), "select total_customers, completed_customers, not_completed_customers from consumption.customer_completion_summary where age_group = $1", group).
			Scan(&customers, &completed, &not)
		if err != nil || customers != w.Customers || completed != w.Completed || not != w.NotCompleted {
			t.Errorf("age group %s: %d, %d, %d (%v), want %+v", group, customers, completed, not, err, w)
		}
		if rate := math.Round(float64(completed)/float64(customers)*10000) / 100; rate != w.Rate {
			t.Errorf("age group %s: %v %%, want %v %%", group, rate, w.Rate)
		}
	}
	if got := figure[float64](t, p.pool, "select round(avg(hours_to_complete), 2)::float8 from consumption.time_to_complete"); got != want.MeanHours {
		t.Errorf("%v hours to complete, want %v", got, want.MeanHours)
	}
	if got := figure[int64](t, p.pool, "select count(*) from consumption.time_to_complete"); got != want.Pairs {
		t.Errorf("%d completed pairs, want %d", got, want.Pairs)
	}
	if got := figure[int64](t, p.pool, "select count(*) from consumption.time_to_complete where hours_to_complete < 0"); got != want.NegativePairs {
		t.Errorf("%d negative durations, want %d", got, want.NegativePairs)
	}
	if got := figure[float64](t, p.pool, "select sum(amount)::float8 from consumption.transactions"); got != want.TotalUSD {
		t.Errorf("%v USD of transactions, want %v", got, want.TotalUSD)
	}
}

func checkAudited(t *testing.T, p *programme) {
	var want struct {
		Total      auditedFigures            `json:"total"`
		ByOffer    map[string]auditedFigures `json:"by_offer"`
		ByChannel  map[string]auditedFigures `json:"by_channel"`
		ByAgeGroup map[string]auditedFigures `json:"by_age_group"`
	}
	expected(t, "receipts.json", &want)
	for what, group := range map[string]struct {
		sql  string
		want map[string]auditedFigures
	}{
		"total":     {fmt.Sprintf(groupSQL, "''", ""), map[string]auditedFigures{"": want.Total}},
		"offer":     {fmt.Sprintf(groupSQL, "offer_id", ""), want.ByOffer},
		"channel":   {fmt.Sprintf(groupSQL, "channel", ", unnest(string_to_array(channels, '|')) channel"), want.ByChannel},
		"age group": {fmt.Sprintf(groupSQL, "age_group", ""), want.ByAgeGroup},
	} {
		rows, err := p.pool.Query(t.Context(), group.sql)
		if err != nil {
			t.Fatal(err)
		}
		type row struct {
			Name string
			auditedFigures
		}
		got := make(map[string]auditedFigures)
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			got[r.Name] = r.auditedFigures
		}
		if diff := cmp.Diff(group.want, got); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", what, diff)
		}
	}
}
