package views

import "cafe-rewards/sql/metrics"

// Card is a visual with the rows it shows.
type Card struct {
	Visual  metrics.Visual
	Table   metrics.Table
	Version int    // the data version of the rows
	Span    int    // columns of the grid of 12; 0 leaves it to the kind of chart
	Origin  string // scheme and host of this server, for the embed snippet: https://example.org
	Failed  string // why there are no rows, as a sentence; empty otherwise
}
