package views

import "cafe-rewards/sql/metrics"

// Figure is one number in large type with what is needed to read it.
type Figure struct {
	Label      string
	Value      any // int64, float64 or nil, as in a metrics.Table
	Unit       metrics.Unit
	Low, High  any     // of the 95 % interval, in the same unit; nil where there is none
	N          int64   // what the figure is taken over; 0 where that says nothing
	Detail     string  // a comparison, in a few words; may be empty
	Definition string  // how it is computed; may be empty
	Address    string  // where it leads; may be empty
	Trend      []int64 // the same figure per day, oldest first; may be empty
}
