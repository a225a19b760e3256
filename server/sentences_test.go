package server

import (
	"net/url"
	"testing"

	"cafe-rewards/sql/metrics"
)

// TestApart: selections that share no row are told apart, and so tested, whether they name values or ranges.
func TestApart(t *testing.T) {
	t.Parallel()
	m, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"gender=Men", "gender=Women", true},
		{"gender=Men", "gender!=Men", true},
		{"gender=Men", "gender=Men&gender=Women", false},
		{"channel=web", "channel=email", false}, // an offer goes out by both
		{"day=1..10", "day=11..20", true},
		{"day=1..10", "day=10..20", false},
		{"day=1..10&gender=Men", "day=5&gender=Women", true},
		{"day=1..10", "gender=Women", false},
		{"age=Unknown", "age=0..99", true},
	} {
		var both [2]metrics.Selection
		for i, text := range []string{tt.a, tt.b} {
			query, err := url.ParseQuery(text)
			if err != nil {
				t.Fatal(err)
			}
			if both[i], _, err = m.ParseSelection(query, ""); err != nil {
				t.Fatal(err)
			}
		}
		if apart(m, both[0], both[1]) != tt.want || apart(m, both[1], both[0]) != tt.want {
			t.Errorf("%s and %s are apart: %v, want %v", tt.a, tt.b, !tt.want, tt.want)
		}
	}
}
