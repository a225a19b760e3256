package warehouse

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"cafe-rewards/sql/postgres/postgrestest"
)

// What a bug could do to a version between the load and its publication, each promise finds; nothing is published, and the next load
// is none the worse for it.
func TestBrokenPromises(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		damage string // to version 2, loaded and not yet attached
		want   []string
	}{
		"a customer twice": {
			"update warehouse.dim_customer_v2 set customer_id = (select min(customer_id) from warehouse.dim_customer_v2) where customer_key = (select max(customer_key) from warehouse.dim_customer_v2)",
			[]string{"customers_unique"},
		},
		"a payment lost": {
			"delete from warehouse.bridge_transaction_receipt_v2 where ctid = (select min(ctid) from warehouse.bridge_transaction_receipt_v2)",
			[]string{"events_conserved"},
		},
		"a cent more": {
			"update warehouse.fact_transaction_v2 set amount_cents = amount_cents + 1 where ctid = (select min(ctid) from warehouse.fact_transaction_v2)",
			[]string{"events_conserved"},
		},
		"a view marked late that was not": {
			"update warehouse.fact_offer_receipt_v2 set viewed_late = not viewed_late where ctid = (select min(ctid) from warehouse.fact_offer_receipt_v2 where viewed_time_id is not null)",
			[]string{"receipts_in_time"},
		},
		"a cleaned row that nobody can account for": {
			"update pipeline.row_count set loaded = loaded - 1 where zone = 'trusted' and table_name = 'events' and run_id = (select max(run_id) from pipeline.run)",
			[]string{"rows_accounted_for"},
		},
		"a row of the published method lost": {
			"delete from warehouse.fact_events_v2 where ctid = (select min(ctid) from warehouse.fact_events_v2 where offer_key is null)",
			[]string{"summaries_add_up"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, pool := t.Context(), postgrestest.New(t)
			s := source{customers: 30, seeds: []uint64{1, 2}, offers: offerSet()}
			publish(ctx, t, pool, s)
			before := liveCounts(ctx, t, pool)

			s.seeds[1] = 3
			l, _ := load(ctx, t, pool, s)
			if err := l.Finish(ctx); err != nil {
				t.Fatal(err)
			}
			if tag, err := pool.Exec(ctx, tt.damage); err != nil || tag.RowsAffected() != 1 {
				t.Fatalf("damaged %d rows: %v", tag.RowsAffected(), err)
			}
			results, err := l.Check(ctx)
			var broken *BrokenError
			if !errors.As(err, &broken) {
				t.Fatalf("Check says %v, of %+v", err, results)
			}
			var names []string
			for _, b := range broken.Broken {
				names = append(names, b.Name)
				if b.Broken == 0 || b.Example == "" || !strings.Contains(err.Error(), b.Description) {
					t.Errorf("%s was broken by %d rows such as %q, and the error says\n%v", b.Name, b.Broken, b.Example, err)
				}
			}
			if !slices.Equal(names, tt.want) {
				t.Errorf("broken are %q, want %q", names, tt.want)
			}
			if err := l.Close(ctx); err != nil {
				t.Fatal(err)
			}
			if after := liveCounts(ctx, t, pool); after != before {
				t.Errorf("readers saw %+v before, and see %+v", before, after)
			}
			if version, added := publish(ctx, t, pool, s); version != 2 || added != 1 {
				t.Errorf("the next load published version %d with %d buckets added, want version 2 with 1", version, added)
			}
		})
	}
}

func TestBucketMissing(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 20, seeds: []uint64{1, 2, 3}, offers: offerSet()}
	run := start(ctx, t, pool, s)
	w := New(pool)
	lines := w.Dial(ctx)
	t.Cleanup(func() { lines.Close(ctx) })
	l, err := w.Begin(ctx, lines, s.plan(run.ID()))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close(ctx)
	l.Keep(1) // of a version that there is not
	for _, i := range []int{0, 2} {
		if err := l.Add(ctx, s.bucket(t, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Check(ctx); err == nil || !strings.Contains(err.Error(), `check buckets_complete; for example {"bucket":1,"live":0}`) {
		t.Errorf("Check says %v", err)
	}
}

// Rows that refer to nothing do not come as far as the checks: the star schema itself refuses them.
func TestReferencesHold(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]string{
		"an offer that is not there":            "update warehouse.fact_offer_receipt_v1 set offer_key = 999 where ctid = (select min(ctid) from warehouse.fact_offer_receipt_v1)",
		"an hour that is not there":             "update warehouse.fact_events_v1 set received_time_id = 99999 where ctid = (select min(ctid) from warehouse.fact_events_v1 where received_time_id is not null)",
		"a customer that is not there":          "update warehouse.fact_transaction_v1 set customer_key = 99999 where ctid = (select min(ctid) from warehouse.fact_transaction_v1)",
		"a row of another version":              "update warehouse.fact_unmatched_event_v1 set loaded = 2 where ctid = (select min(ctid) from warehouse.fact_unmatched_event_v1)",
		"a completion before its receipt":       "update warehouse.fact_offer_receipt_v1 set completed_time_id = received_time_id - 1 where ctid = (select min(ctid) from warehouse.fact_offer_receipt_v1 where received_time_id > 0)",
		"a customer without an id":              "update warehouse.dim_customer_v1 set customer_id = null where ctid = (select min(ctid) from warehouse.dim_customer_v1)",
		"an amount below nothing":               "update warehouse.fact_transaction_v1 set amount_cents = -1 where ctid = (select min(ctid) from warehouse.fact_transaction_v1)",
		"a payment of a purchase that is not":   "update warehouse.bridge_transaction_receipt_v1 set transaction_key = -5 where ctid = (select min(ctid) from warehouse.bridge_transaction_receipt_v1)",
		"a payment of somebody else's purchase": "update warehouse.bridge_transaction_receipt_v1 set customer_key = customer_key + 1 where ctid = (select min(ctid) from warehouse.bridge_transaction_receipt_v1)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, pool := t.Context(), postgrestest.New(t)
			l, _ := load(ctx, t, pool, source{customers: 60, seeds: []uint64{1}, offers: offerSet()})
			if err := l.Finish(ctx); err != nil {
				t.Fatal(err)
			}
			tag, err := pool.Exec(ctx, damage)
			if err == nil && tag.RowsAffected() == 0 {
				t.Fatal("there was nothing to damage")
			}
			var refused *pgconn.PgError
			if errors.As(err, &refused) && strings.HasPrefix(refused.Code, "23") {
				return // refused on the spot: integrity constraint violation
			}
			if err != nil {
				t.Fatal(err)
			}
			_, err = l.Check(ctx)
			var broken *BrokenError
			if err == nil || errors.As(err, &broken) {
				t.Errorf("it was attached; Check says %v", err)
			}
		})
	}
}
