package enriched_test

import (
	"testing"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

func TestAgeGroups(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		age                int16
		audited, published string
	}{
		{trusted.Unknown, "Unknown", "N/A"},
		{0, "Under 25", "Under 25"},
		{24, "Under 25", "Under 25"},
		{25, "25-40", "25-40"},
		{40, "25-40", "25-40"},
		{41, "41-60", "41-60"},
		{60, "41-60", "41-60"},
		{61, "61 and above", "61 and above"},
		{117, "61 and above", "61 and above"},
		{118, "Unknown", "61 and above"},
		{119, "61 and above", "61 and above"},
	} {
		if got := enriched.AgeGroup(c.age); got != c.audited {
			t.Errorf("audited group of age %d is %q, want %q", c.age, got, c.audited)
		}
		if got := enriched.PublishedAgeGroup(c.age); got != c.published {
			t.Errorf("published group of age %d is %q, want %q", c.age, got, c.published)
		}
	}
}

func TestIncomeBand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cents int64
		want  string
	}{
		{trusted.Unknown, "Unknown"},
		{0, "Under $40,000"},
		{39_999_99, "Under $40,000"},
		{40_000_00, "$40,000–59,999"},
		{59_999_99, "$40,000–59,999"},
		{60_000_00, "$60,000–79,999"},
		{80_000_00, "$80,000–99,999"},
		{99_999_99, "$80,000–99,999"},
		{100_000_00, "$100,000 and above"},
		{1 << 60, "$100,000 and above"},
	} {
		if got := enriched.IncomeBand(c.cents); got != c.want {
			t.Errorf("band of %d cents is %q, want %q", c.cents, got, c.want)
		}
	}
}

func TestBuildCustomers(t *testing.T) {
	t.Parallel()
	b := &trusted.Bucket{Index: 2, Digest: [32]byte{7}, Customers: []trusted.Customer{
		{ID: "a", MemberSince: 17000, Gender: 'F', Age: 30, IncomeCents: 50_000_00},
		{ID: "b", MemberSince: trusted.Unknown, Age: 118, IncomeCents: trusted.Unknown},
	}}
	out, err := enriched.Build(b, specOffers, 5)
	if err != nil {
		t.Fatal(err)
	}
	want := []enriched.Customer{
		{Customer: b.Customers[0], Key: enriched.CustomerKey(0, 2, 5), AgeGroup: "25-40", PublishedAgeGroup: "25-40", IncomeBand: "$40,000–59,999"},
		{Customer: b.Customers[1], Key: enriched.CustomerKey(1, 2, 5), AgeGroup: "Unknown", PublishedAgeGroup: "61 and above", IncomeBand: "Unknown"},
	}
	if len(out.Customers) != 2 || out.Customers[0] != want[0] || out.Customers[1] != want[1] {
		t.Errorf("got  %+v\nwant %+v", out.Customers, want)
	}
	if out.Index != 2 || out.Digest != b.Digest || out.LastTime != enriched.None {
		t.Errorf("bucket %d of digest %x has the last time %d", out.Index, out.Digest, out.LastTime)
	}
}

func TestBuildRefusesMoreCustomersThanKeys(t *testing.T) {
	t.Parallel()
	b := &trusted.Bucket{Customers: make([]trusted.Customer, 3)}
	if _, err := enriched.Build(b, nil, 1<<30); err == nil {
		t.Error("no error, although the third customer's key is beyond 32 bits")
	}
}
