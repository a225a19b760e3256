package enriched_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// receiptFigures are the figures of expected/receipts.json for one group of receipts.
type receiptFigures struct {
	Received         int      `json:"received"`
	Viewed           int      `json:"viewed"`
	ViewedLate       int      `json:"viewed_after_expiry"`
	Completed        int      `json:"completed"`
	AfterView        int      `json:"completed_after_view"`
	WithoutView      int      `json:"completed_without_view"`
	Completable      int      `json:"completable"`
	Rate             *percent `json:"completion_rate_pct"`
	RateOfAll        *percent `json:"completion_rate_of_all_receipts_pct"`
	MeanHours        *percent `json:"mean_hours_to_complete"`
	MedianHours      *percent `json:"median_hours_to_complete"`
	Customers        int      `json:"customers"`
	CustomersCompled int      `json:"customers_completed"`
	RewardDollars    int64    `json:"reward_usd"`
}

// percent is a figure of two decimals, as a text: no rounding hides in a comparison of floats.
type percent string

func (p *percent) UnmarshalJSON(b []byte) error {
	var f float64
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	*p = percent(fmt.Sprintf("%.2f", f))
	return nil
}

func ratio(part, whole float64) *percent {
	if whole == 0 {
		return nil
	}
	p := percent(fmt.Sprintf("%.2f", part/whole))
	return &p
}

// receiptGroup gathers receipts into figures.
type receiptGroup struct {
	figures              receiptFigures
	hours                []int32
	customers, completed map[int32]bool
	rewardCents          int64
}

func (g *receiptGroup) add(r *enriched.Receipt, o *trusted.Offer) {
	if g.customers == nil {
		g.customers, g.completed = map[int32]bool{}, map[int32]bool{}
	}
	f := &g.figures
	g.customers[r.CustomerKey] = true
	f.Received++
	if enriched.Completable(o) {
		f.Completable++
	}
	if r.Viewed != enriched.None {
		f.Viewed++
	}
	if r.ViewedLate {
		f.ViewedLate++
	}
	if r.Completed == enriched.None {
		return
	}
	f.Completed++
	if r.CompletedAfterView {
		f.AfterView++
	} else {
		f.WithoutView++
	}
	g.completed[r.CustomerKey] = true
	g.hours = append(g.hours, r.Completed-r.Received)
	g.rewardCents += o.RewardCents
}

func (g *receiptGroup) result() receiptFigures {
	f := g.figures
	f.Customers, f.CustomersCompled, f.RewardDollars = len(g.customers), len(g.completed), g.rewardCents/100
	f.Rate = ratio(100*float64(f.Completed), float64(f.Completable))
	f.RateOfAll = ratio(100*float64(f.Completed), float64(f.Received))
	sum := 0
	for _, h := range g.hours {
		sum += int(h)
	}
	f.MeanHours = ratio(float64(sum), float64(len(g.hours)))
	if n := len(g.hours); n > 0 {
		slices.Sort(g.hours)
		f.MedianHours = ratio(float64(g.hours[(n-1)/2]+g.hours[n/2]), 2)
	}
	return f
}

func TestRealDataByTheAuditedMethod(t *testing.T) {
	t.Parallel()
	type figures struct {
		Total       receiptFigures            `json:"total"`
		Views       int                       `json:"unmatched_views"`
		Completions int                       `json:"unmatched_completions"`
		ByOffer     map[string]receiptFigures `json:"by_offer"`
		ByChannel   map[string]receiptFigures `json:"by_channel"`
		ByAgeGroup  map[string]receiptFigures `json:"by_age_group"`
	}
	var want figures
	readExpected(t, "receipts.json", &want)

	built, offers := buildReal(t)
	var total receiptGroup
	byOffer, byChannel, byAge := groups{}, groups{}, groups{}
	var got figures
	cleaned, _ := readReal(t)
	for i, b := range built {
		assertConstraints(t, b, cleaned[i], len(offers))
		ages := map[int32]string{}
		for _, c := range b.Customers {
			ages[c.Key] = c.AgeGroup
		}
		for i := range b.Receipts {
			r := &b.Receipts[i]
			o := &offers[r.Offer]
			total.add(r, o)
			byOffer.of(o.ID).add(r, o)
			byAge.of(ages[r.CustomerKey]).add(r, o)
			for _, channel := range o.Channels {
				byChannel.of(channel).add(r, o)
			}
		}
		for _, u := range b.Unmatched {
			if u.Completed {
				got.Completions++
			} else {
				got.Views++
			}
		}
	}
	got.Total, got.ByOffer, got.ByChannel, got.ByAgeGroup = total.result(), byOffer.results(), byChannel.results(), byAge.results()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("expected first:\n%s", diff)
	}
}

type groups map[string]*receiptGroup

func (g groups) of(name string) *receiptGroup {
	if g[name] == nil {
		g[name] = &receiptGroup{}
	}
	return g[name]
}

func (g groups) results() map[string]receiptFigures {
	results := map[string]receiptFigures{}
	for name, group := range g {
		results[name] = group.result()
	}
	return results
}

func TestRealDataByThePublishedMethod(t *testing.T) {
	t.Parallel()
	type completion struct {
		Received  int `json:"received"`
		Completed int `json:"completed"`
	}
	type channel struct {
		completion
		Rate *percent `json:"completion_rate_pct"`
	}
	type age struct {
		Customers    int      `json:"customers"`
		Completed    int      `json:"completed"`
		NotCompleted int      `json:"not_completed"`
		Rate         *percent `json:"completion_rate_pct"`
	}
	type figures struct {
		Sales      json.Number           `json:"transactions_sum_usd"`
		Offers     map[string]completion `json:"completion_summary"`
		Channels   map[string]channel    `json:"channel_effectiveness"`
		Ages       map[string]age        `json:"customer_completion_summary"`
		MeanHours  *percent              `json:"mean_hours_to_complete"`
		Completed  int                   `json:"completed_pairs"`
		Negative   int                   `json:"completed_pairs_with_negative_duration"`
		Pairs      int                   `json:"customer_offer_pairs"`
		RawEvents  map[string]int64      `json:"raw_events"`
		Duplicates map[string]int64      `json:"exact_duplicate_events"`
	}
	var want figures
	readExpected(t, "published.json", &want)

	built, offers := buildReal(t)
	got := figures{Offers: map[string]completion{}, Channels: map[string]channel{}, Ages: map[string]age{}, Duplicates: map[string]int64{}}
	var hours, salesCents int64
	var counts enriched.Counts
	for _, b := range built {
		counts.Add(b.Counts)
		received, completed := map[int32]bool{}, map[int32]bool{}
		for _, p := range b.PairEvents {
			// On this data no hour has several purchases, so every pair is one row; a purchase that several pairs took
			// stands in several rows, which is why sales come from fact_transaction.
			if p.Offer == enriched.None {
				continue
			}
			got.Pairs++
			c := got.Offers[offers[p.Offer].ID]
			if p.Received != enriched.None {
				c.Received++
				received[p.CustomerKey] = true
			}
			if p.Completed != enriched.None {
				c.Completed++
				got.Completed++
				completed[p.CustomerKey] = true
				hours += int64(p.Completed - p.Received)
				if p.Completed < p.Received {
					got.Negative++
				}
			}
			got.Offers[offers[p.Offer].ID] = c
		}
		for _, c := range b.Customers {
			if !received[c.Key] {
				continue
			}
			a := got.Ages[c.PublishedAgeGroup]
			a.Customers++
			if completed[c.Key] {
				a.Completed++
			} else {
				a.NotCompleted++
			}
			a.Rate = ratio(100*float64(a.Completed), float64(a.Customers))
			got.Ages[c.PublishedAgeGroup] = a
		}
		for _, tr := range b.Transactions {
			salesCents += tr.AmountCents
		}
	}
	for _, o := range offers {
		for _, name := range o.Channels {
			c := got.Channels[name]
			c.Received += got.Offers[o.ID].Received
			c.Completed += got.Offers[o.ID].Completed
			c.Rate = ratio(100*float64(c.Completed), float64(c.Received))
			got.Channels[name] = c
		}
	}
	got.MeanHours = ratio(float64(hours), float64(got.Completed))
	got.Sales = json.Number(fmt.Sprintf("%d.%02d", salesCents/100, salesCents%100))
	cleaned, _ := readReal(t)
	for _, b := range cleaned {
		for _, e := range b.Events {
			if e.Kind != trusted.Completed && e.Copies > 1 {
				t.Errorf("%+v has copies", e)
			}
			got.Duplicates["offer completed"] += int64(e.Copies) - 1
		}
	}
	got.RawEvents = map[string]int64{
		"offer received": counts.Received.Landed, "offer viewed": counts.Viewed.Landed,
		"offer completed": counts.Completed.Landed, "transaction": counts.Transactions.Landed,
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(channel{})); diff != "" {
		t.Errorf("expected first:\n%s", diff)
	}
	if total := counts.Total(); total.Duplicate != 0 || total.Loaded != total.Landed {
		t.Errorf("counts are %+v; every copy of a completion has a receipt in this data", total)
	}
}

func readExpected(t *testing.T, name string, into any) {
	t.Helper()
	needShared(t)
	text, err := readShared(filepath.Join("expected", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func buildReal(t *testing.T) ([]*enriched.Bucket, []trusted.Offer) {
	t.Helper()
	buckets, offers := readReal(t)
	var built []*enriched.Bucket
	for _, b := range buckets {
		out, err := enriched.Build(b, offers, len(buckets))
		if err != nil {
			t.Fatal(err)
		}
		built = append(built, out)
	}
	return built, offers
}
