package narrative

import (
	"testing"

	"cafe-rewards/sql/metrics"
)

// What the model says of its columns is what the sentences rest on.
func TestAbout(t *testing.T) {
	t.Parallel()
	model, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		chart                                     metrics.Chart
		ordered, overlapping, independent, addsUp bool
	}{
		"customers by age":   {metrics.Chart{Category: "age_group", Values: []string{"customer_completion_rate"}}, false, false, true, true},
		"receipts by offer":  {metrics.Chart{Category: "offer", Values: []string{"completion_rate", "receipts"}}, false, false, false, true},
		"by channel":         {metrics.Chart{Category: "channel", Values: []string{"receipts"}}, false, true, false, false},
		"channels as series": {metrics.Chart{Category: "day", Series: "channel", Values: []string{"views"}}, true, true, false, true},
		"by day":             {metrics.Chart{Category: "day", Values: []string{"receipts", "completions"}}, true, false, false, true},
		"customers by day":   {metrics.Chart{Category: "day", Values: []string{"customers"}}, true, false, true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := About(model, metrics.Visual{Chart: tt.chart}, metrics.Table{})
			if s.Ordered != tt.ordered || s.Overlapping != tt.overlapping || (s.effect(tt.chart.Values[0], nil) == 1) != tt.independent || s.AddsUp != tt.addsUp {
				t.Errorf("ordered %v, overlapping %v, independent %v, adds up %v", s.Ordered, s.Overlapping, s.effect(tt.chart.Values[0], nil) == 1, s.AddsUp)
			}
		})
	}
}
