package metrics

import "testing"

func TestMeets(t *testing.T) {
	t.Parallel()
	m := loaded(t)
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"day=1..10", "day=11..20", false},
		{"day=1..10", "day=10..20", true},
		{"day=1..30", "day=11..12", true},
		{"day=..10", "day=11..", false},
		{"day=..10", "day=..3", true},
		{"day=5..", "day=20..", true},
		{"day=1..10&day=25", "day=11..20", false},
		{"day=1..10&day=15", "day=11..20", true},
		{"day=3", "day=4&day=7..9", false},
		{"day=8", "day=4&day=7..9", true},
		{"age=Unknown", "age=0..", false},
		{"age=Unknown&age=30", "age=Unknown", true},
		{"gender=Men", "gender=Women&gender=Other", false},
		{"gender=Men&gender=Women", "gender=Women", true},
	} {
		a, b := selection(t, m, tt.a)[0], selection(t, m, tt.b)[0]
		if a.Meets(b) != tt.want || b.Meets(a) != tt.want {
			t.Errorf("%s and %s: %v and %v, want %v", tt.a, tt.b, a.Meets(b), b.Meets(a), tt.want)
		}
	}
}
