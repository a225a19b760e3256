package enriched

import "cafe-rewards/etl/trusted"

// unknownAge is the age that the source writes for customers who gave none.
const unknownAge = 118

func customers(b *trusted.Bucket, buckets int) []Customer {
	rows := make([]Customer, len(b.Customers))
	for i, c := range b.Customers {
		rows[i] = Customer{
			Customer:          c,
			Key:               CustomerKey(i, b.Index, buckets),
			AgeGroup:          AgeGroup(c.Age),
			PublishedAgeGroup: PublishedAgeGroup(c.Age),
			IncomeBand:        IncomeBand(c.IncomeCents),
		}
	}
	return rows
}

// AgeGroup is the group of the audited method: the placeholder 118 is an age that nobody knows.
func AgeGroup(age int16) string {
	switch {
	case age < 0 || age == unknownAge:
		return "Unknown"
	case age < 25:
		return "Under 25"
	case age <= 40:
		return "25-40"
	case age <= 60:
		return "41-60"
	}
	return "61 and above"
}

// PublishedAgeGroup is the group of the published method, whose figures were computed with the placeholder 118 as an age.
func PublishedAgeGroup(age int16) string {
	switch {
	case age < 0:
		return "N/A"
	case age == unknownAge:
		return "61 and above"
	}
	return AgeGroup(age)
}

// IncomeBand is the band of a yearly income in cents.
func IncomeBand(cents int64) string {
	switch {
	case cents < 0:
		return "Unknown"
	case cents < 40_000_00:
		return "Under $40,000"
	case cents < 60_000_00:
		return "$40,000–59,999"
	case cents < 80_000_00:
		return "$60,000–79,999"
	case cents < 100_000_00:
		return "$80,000–99,999"
	}
	return "$100,000 and above"
}
