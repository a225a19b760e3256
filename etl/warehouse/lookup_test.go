package warehouse

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/postgres/postgrestest"
)

// TestFoundByCustomer: a client of Postgres that filters customers may get a plan that looks their rows up one by one. Each look reads a few
// pages, not the whole index.
func TestFoundByCustomer(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	publish(ctx, t, pool, source{customers: 600, seeds: []uint64{1, 2}, offers: offerSet()})
	const looks = 200
	for _, fact := range []string{"fact_offer_receipt", "fact_transaction", "fact_unmatched_event", "fact_events"} {
		var pages int
		if err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_material = off"); err != nil {
				return err
			}
			var plan []struct {
				Plan struct {
					Hit  int `json:"Shared Hit Blocks"`
					Read int `json:"Shared Read Blocks"`
				}
			}
			err := tx.QueryRow(ctx, fmt.Sprintf(`explain (analyze, buffers, timing off, format json)
				select count(*) from (select customer_key, loaded from warehouse.dim_customer order by customer_key limit %d) c
				cross join lateral (select * from warehouse.%s f where (f.customer_key, f.loaded) = (c.customer_key, c.loaded)) f`, looks, fact)).Scan(&plan)
			if err == nil {
				pages = plan[0].Plan.Hit + plan[0].Plan.Read
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if pages > 15*looks {
			t.Errorf("%s: %d looks read %d pages", fact, looks, pages)
		}
	}
}
