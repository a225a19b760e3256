package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/checks"
)

// CheckResult is what came of a check: broken rows, of which Example shows the first.
type CheckResult struct {
	Name, Description string
	Broken            int64
	Example           string
}

// BrokenError says which promises the version would have broken.
type BrokenError struct {
	Version int32
	Broken  []CheckResult
}

func (e *BrokenError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "version %d was not published, as it breaks what every version promises:", e.Version)
	for _, c := range e.Broken {
		fmt.Fprintf(&b, " %s (check %s; for example %s)", c.Description, c.Name, c.Example)
	}
	return b.String()
}

// Check makes the version, in a transaction that only Publish commits, and puts it to every promise of sql/checks. It returns what
// came of each; where one is broken, also a *BrokenError.
func (l *Load) Check(ctx context.Context) ([]CheckResult, error) {
	if !l.finished {
		return nil, fmt.Errorf("check version %d: %w", l.version, errNotFinished)
	}
	if !l.Changed() {
		return nil, nil
	}
	var err error
	if l.tx, err = l.control.Begin(ctx); err != nil {
		return nil, fmt.Errorf("check version %d: %w", l.version, err)
	}
	if err := l.assemble(ctx); err != nil {
		return nil, fmt.Errorf("make version %d: %w", l.version, err)
	}
	results := make([]CheckResult, 0, len(checks.All()))
	for _, c := range checks.All() {
		result, err := check(ctx, l.tx, c)
		if err != nil {
			return nil, fmt.Errorf("check version %d: %w", l.version, err)
		}
		results = append(results, result)
	}
	broken := slices.DeleteFunc(slices.Clone(results), func(r CheckResult) bool { return r.Broken == 0 })
	if len(broken) > 0 {
		return results, &BrokenError{Version: l.version, Broken: broken}
	}
	return results, nil
}

func check(ctx context.Context, tx pgx.Tx, c checks.Check) (CheckResult, error) {
	result := CheckResult{Name: c.Name, Description: c.Description}
	rows, err := tx.Query(ctx, c.SQL)
	if err != nil {
		return result, fmt.Errorf("%s.sql: %w", c.Name, err)
	}
	broken, err := pgx.CollectRows(rows, pgx.RowToMap)
	if err != nil {
		return result, fmt.Errorf("%s.sql: %w", c.Name, err)
	}
	if result.Broken = int64(len(broken)); result.Broken > 0 {
		example, err := json.Marshal(broken[0])
		if err != nil {
			return result, fmt.Errorf("%s.sql: %w", c.Name, err)
		}
		result.Example = string(example)
	}
	return result, nil
}

// assemble makes the version out of the new partitions and what it keeps of the base. The setting cafe.version shows it to this
// transaction; the current version stays.
func (l *Load) assemble(ctx context.Context) error {
	if err := l.putOffers(ctx); err != nil {
		return err
	}
	var attach strings.Builder
	for _, s := range l.streams {
		if s.started {
			attach.WriteString(s.table.attach(l.version) + ";")
		}
	}
	if _, err := l.tx.Exec(ctx, attach.String()); err != nil {
		return fmt.Errorf("attach the partitions: %w", err)
	}
	if _, err := l.tx.Exec(ctx, analyze()); err != nil {
		return fmt.Errorf("take the tables' statistics: %w", err)
	}
	var batch pgx.Batch
	batch.Queue("insert into warehouse.data_version (version, run_id, batch, source, sample, rules, buckets) values ($1, $2, $3, $4, $5, $6, $7)",
		l.version, l.plan.RunID, l.plan.Batch, l.plan.Source, l.plan.Sample, l.plan.Rules, l.plan.Buckets)
	batch.Queue("update warehouse.bucket_version set to_version = $1 where to_version is null and ($2 or bucket = any($3))",
		l.version, l.redoAll(), slices.Collect(maps.Keys(l.added)))
	if err := l.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("record what lives in it: %w", err)
	}
	if err := l.putBuckets(ctx); err != nil {
		return fmt.Errorf("record what lives in it: %w", err)
	}
	return nil
}

// putBuckets records the buckets that were added, and from them the row counts of the version.
func (l *Load) putBuckets(ctx context.Context) error {
	added := slices.Collect(maps.Values(l.added))
	_, err := l.tx.CopyFrom(ctx, pgx.Identifier{"warehouse", "bucket_version"}, []string{"bucket", "loaded", "digest",
		"customers", "receipts", "transactions", "payments", "unmatched", "pair_events",
		"received_landed", "received_loaded", "viewed_landed", "viewed_loaded",
		"completed_landed", "completed_loaded", "transactions_landed", "transactions_loaded"},
		pgx.CopyFromSlice(len(added), func(i int) ([]any, error) {
			a := &added[i]
			return []any{a.bucket, l.version, a.digest[:],
				a.customers, a.receipts, a.transactions, a.payments, a.unmatched, a.pairEvents,
				a.events.Received.Landed, a.events.Received.Loaded, a.events.Viewed.Landed, a.events.Viewed.Loaded,
				a.events.Completed.Landed, a.events.Completed.Loaded, a.events.Transactions.Landed, a.events.Transactions.Loaded}, nil
		}))
	if err != nil {
		return err
	}
	var batch pgx.Batch
	batch.Queue("select set_config('cafe.version', $1::integer::text, true), set_config('cafe.run', $2::bigint::text, true)", l.version, l.plan.RunID)
	batch.Queue(`
		insert into pipeline.row_count (run_id, zone, table_name, landed, loaded, duplicate, rejected)
		select $1::bigint, zone, table_name, landed, loaded, landed - loaded, 0
		from (
		  select sum(customers) as customers, sum(receipts) as receipts, sum(transactions) as transactions, sum(payments) as payments,
		         sum(unmatched) as unmatched, sum(pair_events) as pair_events,
		         sum(received_landed) as received_landed, sum(received_loaded) as received_loaded,
		         sum(viewed_landed) as viewed_landed, sum(viewed_loaded) as viewed_loaded,
		         sum(completed_landed) as completed_landed, sum(completed_loaded) as completed_loaded,
		         sum(transactions_landed) as transactions_landed, sum(transactions_loaded) as transactions_loaded
		  from live.bucket
		) b, lateral (values
		  ('enriched', 'received', received_landed, received_loaded), ('enriched', 'viewed', viewed_landed, viewed_loaded),
		  ('enriched', 'completed', completed_landed, completed_loaded), ('enriched', 'transactions', transactions_landed, transactions_loaded),
		  ('warehouse', 'dim_customer', customers, customers), ('warehouse', 'fact_offer_receipt', receipts, receipts),
		  ('warehouse', 'fact_transaction', transactions, transactions), ('warehouse', 'bridge_transaction_receipt', payments, payments),
		  ('warehouse', 'fact_unmatched_event', unmatched, unmatched), ('warehouse', 'fact_events', pair_events, pair_events)
		) v (zone, table_name, landed, loaded)`, l.plan.RunID)
	batch.Queue("analyze warehouse.bucket_version")
	return l.tx.SendBatch(ctx, &batch).Close()
}

// putOffers closes the offers that are gone or have other terms, and adds the new ones.
func (l *Load) putOffers(ctx context.Context) error {
	if !l.offersChanged() {
		return nil
	}
	var batch pgx.Batch
	batch.Queue("update warehouse.dim_offer set to_version = $1 where to_version is null and not offer_key = any($2)", l.version, l.offers)
	terms := termsOf(l.plan.Offers)
	for _, i := range l.newOffers {
		o := terms[i]
		batch.Queue(`insert into warehouse.dim_offer (offer_key, offer_id, offer_type, offer_name, difficulty_cents, reward_cents, duration_days, completable, from_version)
			overriding system value values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			l.offers[i], o.id, o.kind, o.name, o.difficulty, o.reward, o.days, o.completes == 1, l.version)
		batch.Queue("insert into warehouse.dim_channel (channel) select unnest($1::text[]) except select channel from warehouse.dim_channel", l.plan.Offers[i].Channels)
		batch.Queue("insert into warehouse.bridge_offer_channel select $1, channel_key from warehouse.dim_channel where channel = any($2)", l.offers[i], l.plan.Offers[i].Channels)
	}
	if err := l.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("load the offers: %w", err)
	}
	return nil
}
