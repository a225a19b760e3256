package plainsql

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// write makes a folder of raw files: two offers of one and two days, an informational one, and customers c0, c1, ….
func write(t *testing.T, customers int, events []string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	people := "customer_id,became_member_on,gender,age,income\n"
	for c := range customers {
		people += fmt.Sprintf("c%d,20180101,F,%d,50000\n", c, 20+c)
	}
	for name, content := range map[string]string{
		"customers.csv": people,
		"offers.csv": "offer_id,offer_type,difficulty,reward,duration,channels\n" +
			"short,bogo,5,5,1,\"['web', 'email']\"\nlong,discount,-9,2,2,['email']\nnews,informational,0,0,3,['social']\n",
		"events.csv": "customer_id,event,value,time\n" + strings.Join(events, ""),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func received(c int, offer string, time int) string {
	return fmt.Sprintf("c%d,offer received,{'offer id': '%s'},%d\n", c, offer, time)
}

func viewed(c int, offer string, time int) string {
	return fmt.Sprintf("c%d,offer viewed,{'offer id': '%s'},%d\n", c, offer, time)
}

func completed(c int, offer string, time int) string {
	return fmt.Sprintf("c%d,offer completed,\"{'offer_id': '%s', 'reward': 5}\",%d\n", c, offer, time)
}

func bought(c int, amount string, time int) string {
	return fmt.Sprintf("c%d,transaction,{'amount': %s},%d\n", c, amount, time)
}

// facts are the audited facts of a run, spelled out so that they can be compared.
func facts(t *testing.T, conn *pgx.Conn) (receipts, unmatched []string) {
	t.Helper()
	const query = `
select format('%s %s %s viewed %s completed %s%s%s', customer_id, offer_id, received_time_id,
  coalesce(viewed_time_id, -1), coalesce(completed_time_id, -1),
  case when viewed_late then ' late' end, case when completed_after_view then ' after view' end)
from plain.fact_offer_receipt join plain.dim_offer using (offer_key) join plain.dim_customer using (customer_key)
order by customer_id collate "C", offer_id collate "C", received_time_id`
	const rest = `
select format('%s %s %s %s', customer_id, offer_id, time_id, case when completed then 'completed' else 'viewed' end)
from plain.fact_unmatched_event join plain.dim_offer using (offer_key) join plain.dim_customer using (customer_key)
order by customer_id collate "C", offer_id collate "C", time_id, completed`
	for _, q := range []struct {
		sql string
		to  *[]string
	}{{query, &receipts}, {rest, &unmatched}} {
		rows, err := conn.Query(context.Background(), q.sql)
		if err != nil {
			t.Fatal(err)
		}
		if *q.to, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			t.Fatal(err)
		}
	}
	return receipts, unmatched
}

func run(t *testing.T, dir string) (*pgx.Conn, *Result) {
	t.Helper()
	conn := connect(t)
	r, err := Run(context.Background(), conn, dir)
	if err != nil {
		t.Fatal(err)
	}
	return conn, r
}

func TestRules(t *testing.T) {
	t.Parallel()
	conn, _ := run(t, write(t, 7, []string{
		// A view goes to the latest receipt without one; one after the offer ran out is late.
		received(0, "short", 0), received(0, "short", 12), viewed(0, "short", 12), viewed(0, "short", 30),
		// A completion goes to the earliest receipt that is still open; the last hour counts.
		received(1, "short", 0), received(1, "short", 6), completed(1, "short", 24), completed(1, "short", 30),
		// Two copies of a completion take two receipts, and a third finds none.
		received(2, "long", 0), received(2, "long", 6), completed(2, "long", 6), completed(2, "long", 6), completed(2, "long", 6),
		viewed(2, "long", 6),
		// Copies of everything else count once.
		received(3, "news", 0), received(3, "news", 0), viewed(3, "news", 6), viewed(3, "news", 6),
		// Too early, too late, and then one that fits: what finds no receipt uses none up.
		viewed(4, "short", 0), completed(4, "short", 0), received(4, "short", 6), viewed(4, "short", 6), viewed(4, "short", 12),
		completed(4, "short", 36), received(4, "short", 42), completed(4, "short", 48), viewed(4, "short", 48),
		// Viewed after it was completed.
		received(5, "long", 0), completed(5, "long", 6), viewed(5, "long", 12),
	}))
	receipts, unmatched := facts(t, conn)
	if diff := cmp.Diff([]string{
		"c0 short 0 viewed 30 completed -1 late",
		"c0 short 12 viewed 12 completed -1",
		"c1 short 0 viewed -1 completed 24",
		"c1 short 6 viewed -1 completed 30",
		"c2 long 0 viewed -1 completed 6",
		"c2 long 6 viewed 6 completed 6 after view",
		"c3 news 0 viewed 6 completed -1",
		"c4 short 6 viewed 6 completed -1",
		"c4 short 42 viewed 48 completed 48 after view",
		"c5 long 0 viewed 12 completed 6",
	}, receipts); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"c2 long 6 completed",
		"c4 short 0 viewed", "c4 short 0 completed", "c4 short 12 viewed", "c4 short 36 completed",
	}, unmatched); diff != "" {
		t.Errorf("unmatched (-want +got):\n%s", diff)
	}
}

func TestTransactions(t *testing.T) {
	t.Parallel()
	conn, r := run(t, write(t, 2, []string{
		received(0, "short", 0), received(0, "long", 0), bought(0, "0.8300000000000001", 6),
		completed(0, "short", 6), completed(0, "long", 6),
		bought(0, "12.0", 12), bought(1, "19.990000000000002", 6),
	}))
	var got string
	const query = `
select string_agg(format('%s %s %s %s %s',
    customer_id, time_id, amount_cents, offers_completed,
    (select count(*) from plain.bridge_transaction_receipt b where b.transaction_key = t.transaction_key)), ', ' order by customer_id, time_id)
from plain.fact_transaction t join plain.dim_customer using (customer_key)`
	if err := conn.QueryRow(context.Background(), query).Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "c0 6 83 2 2, c0 12 1200 0 0, c1 6 1999 0 0"; got != want {
		t.Errorf("transactions %s, want %s", got, want)
	}
	var published struct {
		Sum  float64 `json:"transactions_sum_usd"`
		Mean float64 `json:"mean_hours_to_complete"`
	}
	if err := json.Unmarshal(r.Published, &published); err != nil {
		t.Fatal(err)
	}
	if published.Sum != 32.82 || published.Mean != 6 {
		t.Errorf("published %+v", published)
	}
}

// Whatever happens, SQL matches it as the rules do when they are followed one event at a time.
func TestRulesOnRandomEvents(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	type event struct{ customer, time, kind int }
	const customers = 300
	var events []event
	for range 12 * customers {
		events = append(events, event{random.IntN(customers), random.IntN(12) * 6, 1 + random.IntN(3)})
	}
	var raw []string
	for _, e := range events {
		raw = append(raw, []func(int, string, int) string{received, viewed, completed}[e.kind-1](e.customer, "short", e.time))
	}
	slices.SortFunc(events, func(a, b event) int {
		return slices.Compare([]int{a.customer, a.time, a.kind}, []int{b.customer, b.time, b.kind})
	})
	type receipt struct{ customer, received, viewed, completed int }
	var receipts []*receipt
	var wantUnmatched []string
	for i, e := range events {
		again := i > 0 && events[i-1] == e
		mine := func(r *receipt) bool { return r.customer == e.customer }
		switch e.kind {
		case 1:
			if !again {
				receipts = append(receipts, &receipt{e.customer, e.time, -1, -1})
			}
		case 2:
			if again {
				continue
			}
			found := false
			for _, r := range slices.Backward(receipts) {
				if mine(r) && r.viewed < 0 {
					r.viewed, found = e.time, true
					break
				}
			}
			if !found {
				wantUnmatched = append(wantUnmatched, fmt.Sprintf("c%d short %d viewed", e.customer, e.time))
			}
		case 3:
			found := slices.IndexFunc(receipts, func(r *receipt) bool {
				return mine(r) && r.completed < 0 && e.time <= r.received+24
			})
			if found < 0 {
				wantUnmatched = append(wantUnmatched, fmt.Sprintf("c%d short %d completed", e.customer, e.time))
				continue
			}
			receipts[found].completed = e.time
		}
	}
	var want []string
	for _, r := range receipts {
		line := fmt.Sprintf("c%d short %d viewed %d completed %d", r.customer, r.received, r.viewed, r.completed)
		if r.viewed > r.received+24 {
			line += " late"
		}
		if r.viewed >= 0 && r.viewed <= r.completed {
			line += " after view"
		}
		want = append(want, line)
	}
	conn, _ := run(t, write(t, customers, raw))
	got, unmatched := facts(t, conn)
	for _, list := range [][]string{want, got, wantUnmatched, unmatched} {
		slices.Sort(list)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantUnmatched, unmatched); diff != "" {
		t.Errorf("unmatched (-want +got):\n%s", diff)
	}
}

func TestMissingFile(t *testing.T) {
	t.Parallel()
	if _, err := Run(context.Background(), connect(t), t.TempDir()); err == nil || !strings.Contains(err.Error(), "customers.csv") {
		t.Errorf("error %v", err)
	}
}
