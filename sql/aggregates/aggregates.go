// Package aggregates holds the aggregate fact tables: one file per table, each a single SELECT over the schema live whose columns are
// those of the table warehouse.{name} behind its version. They are made once per data version, after it is published, and are as
// small as the dimensions allow, however many customers there are; only agg_amount keeps every amount, in arrays, and customer_activity,
// which is none, has a row for each customer who bought. The semantic model
// says which figures they have, and answers from them where they have all that is asked for (model/aggregates.yaml); otherwise from
// the facts, which say the same.
//
// What aggregates know of customers is the number of their profile under an aspect, and which of the kind they are, where different ones are counted.
// So how each buys and the profiles come first (customer_activity.sql, dim_profile.sql), then the profiles and place of each customer
// (customer_profile.sql), which the aggregates join. Some are made of aggregates before them.
// The last (agg_effect.sql) has no figures: it says by how much less they tell because customers have several of what is counted.
package aggregates

import "embed"

var (
	//go:embed *.sql
	files embed.FS

	order = []string{
		"customer_activity", "dim_profile",
		"agg_receipt", "agg_view", "agg_completion", "agg_completion_day_hours", "agg_completion_hours", "agg_day_hours",
		"agg_purchase", "agg_day_basket", "agg_basket", "agg_amount",
		"agg_member", "agg_buying_day", "agg_block", "agg_month_receiver", "agg_day_receiver", "agg_receiver", "agg_day_buyer",
		"agg_offer", "agg_day",
		"agg_effect",
	}
	then = map[string]string{"dim_profile": "customer_profile"}
)

// Table is one that is filled per version.
type Table struct {
	Name string // in the schema warehouse
	SQL  string
	Then string // what runs once the table is filled, for those that come after it; mostly empty
}

// All returns the tables in the order in which they are filled.
func All() ([]Table, error) {
	all := make([]Table, len(order))
	for i, name := range order {
		text, err := read(name)
		if err != nil {
			return nil, err
		}
		all[i] = Table{Name: name, SQL: text}
		if next, ok := then[name]; ok {
			if all[i].Then, err = read(next); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func read(name string) (string, error) {
	text, err := files.ReadFile(name + ".sql")
	return string(text), err
}
