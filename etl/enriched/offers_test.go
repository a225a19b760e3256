package enriched_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

func TestOfferNames(t *testing.T) {
	t.Parallel()
	email, web := []string{"email"}, []string{"email", "web"}
	for _, c := range []struct {
		what   string
		offers []trusted.Offer
		want   []string
	}{
		{"none", nil, []string{}},
		{"known types", []trusted.Offer{
			{ID: "1", Type: "discount", DifficultyCents: 2000, RewardCents: 500, DurationDays: 10},
			{ID: "2", Type: "bogo", DifficultyCents: 1000, RewardCents: 1000, DurationDays: 7},
			{ID: "3", Type: "informational", DurationDays: 4},
		}, []string{"Discount: spend $20, get $5, 10 days", "BOGO: spend $10, get $10, 7 days", "Information: 4 days"}},
		{"another programme's types", []trusted.Offer{
			{ID: "1", Type: "double stars", DifficultyCents: 1_250_50, DurationDays: 1},
			{ID: "2", Type: "étoile", RewardCents: 5, DurationDays: 0},
			{ID: "3", Type: ""},
		}, []string{"Double stars: spend $1,250.50, 1 day", "Étoile: get $0.05, 0 days", "Offer: 0 days"}},
		{"large sums", []trusted.Offer{
			{ID: "1", Type: "bogo", DifficultyCents: 100_00, RewardCents: 1_234_567_00},
		}, []string{"BOGO: spend $100, get $1,234,567, 0 days"}},
		{"the same terms on other channels", []trusted.Offer{
			{ID: "1", Type: "informational", DurationDays: 4, Channels: web},
			{ID: "2", Type: "informational", DurationDays: 4, Channels: email},
			{ID: "3", Type: "informational", DurationDays: 3, Channels: email},
			{ID: "4", Type: "informational", DurationDays: 4},
		}, []string{"Information: 4 days (email, web)", "Information: 4 days (email)", "Information: 3 days", "Information: 4 days (no channel)"}},
		{"the same terms on the same channels", []trusted.Offer{
			{ID: "b", Type: "informational", DurationDays: 4, Channels: web},
			{ID: "a", Type: "informational", DurationDays: 4, Channels: web},
			{ID: "c", Type: "informational", DurationDays: 4, Channels: email},
		}, []string{"Information: 4 days (email, web) no. 2", "Information: 4 days (email, web) no. 1", "Information: 4 days (email)"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, enriched.OfferNames(c.offers)); diff != "" {
				t.Errorf("wanted first:\n%s", diff)
			}
		})
	}
}

func TestChannels(t *testing.T) {
	t.Parallel()
	want := []string{"email", "kiosk", "web"}
	if diff := cmp.Diff(want, enriched.Channels(specOffers)); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
}
