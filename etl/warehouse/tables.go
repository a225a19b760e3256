package warehouse

import (
	"fmt"
	"strconv"
	"strings"

	"cafe-rewards/etl/enriched"
)

// table is one of the tables that are partitioned by version: how its rows are written, and what its partition of a version
// needs before it can be attached.
type table struct {
	name       string
	columns    []string
	primaryKey string
	references []reference // to partitions of the same version, and to hours
	rows       func(*enriched.Bucket) int
	// append writes rows from..to of a bucket in the binary format.
	append func(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte
}

// reference is a foreign key to the partition that the same version has of another table, or to dim_time. The keys to dim_time stand on
// the partitioned tables too: where a partition has the same, attaching it does not look at its rows again.
type reference struct{ columns, table string }

const dimTime = "dim_time"

// stamp is what a load adds to the rows of a bucket.
type stamp struct {
	version int32
	offers  []int32 // dim_offer's key by index in the version's offers
}

func (s stamp) offer(index int32) int32 { return s.offers[index] }

// tables in the order in which they may refer to each other.
var tables = []*table{
	{
		name:       "dim_customer",
		columns:    []string{"loaded", "customer_key", "bucket", "gender", "age", "member_since", "income_cents", "customer_id", "age_group", "published_age_group", "income_band"},
		primaryKey: "customer_key, loaded",
		rows:       func(b *enriched.Bucket) int { return len(b.Customers) },
		append:     appendCustomers,
	},
	{
		name:       "fact_offer_receipt",
		columns:    []string{"receipt_key", "loaded", "customer_key", "offer_key", "received_time_id", "viewed_time_id", "completed_time_id", "bucket", "viewed_late", "completed_after_view"},
		primaryKey: "customer_key, receipt_key, loaded",
		references: []reference{{"customer_key, loaded", "dim_customer"}, {"received_time_id", dimTime}, {"viewed_time_id", dimTime}, {"completed_time_id", dimTime}},
		rows:       func(b *enriched.Bucket) int { return len(b.Receipts) },
		append:     appendReceipts,
	},
	{
		name:       "fact_transaction",
		columns:    []string{"transaction_key", "amount_cents", "loaded", "customer_key", "time_id", "bucket", "offers_completed"},
		primaryKey: "customer_key, transaction_key, loaded",
		references: []reference{{"customer_key, loaded", "dim_customer"}, {"time_id", dimTime}},
		rows:       func(b *enriched.Bucket) int { return len(b.Transactions) },
		append:     appendTransactions,
	},
	{
		name:       "bridge_transaction_receipt",
		columns:    []string{"transaction_key", "receipt_key", "loaded", "customer_key", "bucket"},
		primaryKey: "transaction_key, receipt_key, customer_key, loaded",
		references: []reference{
			{"transaction_key, customer_key, loaded", "fact_transaction"},
			{"receipt_key, customer_key, loaded", "fact_offer_receipt"},
		},
		rows:   func(b *enriched.Bucket) int { return len(b.Payments) },
		append: appendPayments,
	},
	{
		name:       "fact_unmatched_event",
		columns:    []string{"event_key", "loaded", "customer_key", "offer_key", "time_id", "bucket", "completed"},
		primaryKey: "customer_key, event_key, loaded",
		references: []reference{{"customer_key, loaded", "dim_customer"}, {"time_id", dimTime}},
		rows:       func(b *enriched.Bucket) int { return len(b.Unmatched) },
		append:     appendUnmatched,
	},
	{
		name:       "fact_events",
		columns:    []string{"event_key", "amount_cents", "loaded", "customer_key", "offer_key", "received_time_id", "viewed_time_id", "completed_time_id", "transaction_time_id", "bucket"},
		primaryKey: "customer_key, event_key, loaded",
		references: []reference{{"customer_key, loaded", "dim_customer"}, {"received_time_id", dimTime}, {"viewed_time_id", dimTime}, {"completed_time_id", dimTime}, {"transaction_time_id", dimTime}},
		rows:       func(b *enriched.Bucket) int { return len(b.PairEvents) },
		append:     appendPairEvents,
	},
}

// partition is the name of a table's partition for the rows that a version loads.
func (t *table) partition(version int32) string {
	return "warehouse." + t.name + "_v" + strconv.Itoa(int(version))
}

func (t *table) copyStatement(version int32) string {
	return "copy " + t.partition(version) + " (" + strings.Join(t.columns, ", ") + ") from stdin (format binary, freeze)"
}

// create makes the partition, not attached yet. The check on loaded is what spares ATTACH a scan.
func (t *table) create(version int32) string {
	return fmt.Sprintf("create table %s (like warehouse.%s including defaults including constraints, check (loaded = %d))", t.partition(version), t.name, version)
}

// finish builds the primary key, once the rows are there: a sort costs less than as many insertions.
func (t *table) finish(version int32) string {
	return fmt.Sprintf("alter table %s add primary key (%s)", t.partition(version), t.primaryKey)
}

// analyze takes the statistics of all tables. Nothing else does so for a partitioned table as a whole, not even autovacuum, and
// without them the planner takes every grouping for 200 rows, and joins hundreds of thousands one by one. The smallest sample is
// enough to plan hash joins.
func analyze() string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = "warehouse." + t.name
	}
	return "set local default_statistics_target = 1; analyze " + strings.Join(names, ", ")
}

func (t *table) addForeignKeys(b *strings.Builder, version int32) {
	for i, r := range t.references {
		to := "warehouse." + dimTime
		if r.table != dimTime {
			to = byName(r.table).partition(version) + " (" + r.columns + ")"
		}
		fmt.Fprintf(b, "alter table %s add constraint %s foreign key (%s) references %s not valid;", t.partition(version), t.foreignKey(i), r.columns, to)
	}
}

// foreignKey names the i-th of the table's references.
func (t *table) foreignKey(i int) string {
	if r := t.references[i]; r.table == dimTime {
		return t.name + "_" + r.columns
	}
	return t.name + "_" + t.references[i].table
}

func (t *table) attach(version int32) string {
	return fmt.Sprintf("alter table warehouse.%s attach partition %s for values in (%d)", t.name, t.partition(version), version)
}

func byName(name string) *table {
	for _, t := range tables {
		if t.name == name {
			return t
		}
	}
	panic("no table " + name)
}
