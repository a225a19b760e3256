package views_test

import (
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// TestSides: two selections are called by what each is restricted to, so that they can be told apart.
func TestSides(t *testing.T) {
	t.Parallel()
	gender, age := metrics.Dimension{Name: "gender", Label: "Gender", Type: metrics.Text}, metrics.Dimension{Name: "age_group", Label: "Age group", Type: metrics.Text}
	day := metrics.Dimension{Name: "day", Label: "Day", Type: metrics.Integer, Unit: metrics.Day}
	is := func(d metrics.Dimension, values ...string) views.Chip {
		return views.Chip{Dimension: d, Condition: metrics.Condition{Dimension: d.Name, Values: values}}
	}
	not := is(gender, "Women")
	not.Condition.Not = true
	days := views.Chip{Dimension: day, Condition: metrics.Condition{Dimension: "day", Ranges: []metrics.Range{{From: "1", To: "14"}}}}
	for name, tt := range map[string]struct {
		first, second []views.Chip
		in            language.Locale
		want          [2]string
	}{
		"two values":       {[]views.Chip{is(gender, "Women")}, []views.Chip{is(gender, "Men")}, language.English, [2]string{"Women", "Men"}},
		"in Spanish":       {[]views.Chip{is(gender, "Women")}, nil, language.Spanish, [2]string{"Mujeres", "Todo"}},
		"all and one":      {nil, []views.Chip{days}, language.English, [2]string{"All", "Day 1 to Day 14"}},
		"one and the rest": {[]views.Chip{is(gender, "Women")}, []views.Chip{not}, language.English, [2]string{"Women", "not Women"}},
		"several":          {[]views.Chip{is(gender, "Women"), is(age, "41-60")}, nil, language.English, [2]string{"Women, 41-60", "All"}},
		"the same word":    {[]views.Chip{is(gender, "Unknown")}, []views.Chip{is(age, "Unknown")}, language.English, [2]string{"Gender: Unknown", "Age group: Unknown"}},
		"too long":         {[]views.Chip{is(age, "Under 25", "25-40", "41-60", "61 and above")}, nil, language.English, [2]string{}},
	} {
		if got := views.Sides(tt.in, tt.first, tt.second); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
