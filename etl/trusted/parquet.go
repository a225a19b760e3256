package trusted

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"cafe-rewards/etl/parquetfile"
)

// The files have the source's columns, under the source's names.

type offerColumns struct {
	ID         string   `parquet:"offer_id"`
	Type       string   `parquet:"offer_type"`
	Difficulty int64    `parquet:"difficulty,decimal(2:18)"`
	Reward     int64    `parquet:"reward,decimal(2:18)"`
	Duration   int32    `parquet:"duration"`
	Channels   []string `parquet:"channels,list"`
}

var offerFile = parquet.NewSchema("offers", parquet.SchemaOf(offerColumns{}))

// WriteOffers writes them as a Parquet file, and returns how many there are.
func WriteOffers(w io.Writer, all []Offer) (rows int64, err error) {
	columns := make([]offerColumns, len(all))
	for i, o := range all {
		columns[i] = offerColumns{o.ID, o.Type, o.DifficultyCents, o.RewardCents, o.DurationDays, o.Channels}
	}
	file := parquet.NewGenericWriter[offerColumns](w, offerFile, parquet.Compression(&parquet.Snappy))
	if _, err := file.Write(columns); err != nil {
		return 0, fmt.Errorf("write offers as Parquet: %w", err)
	}
	if err := file.Close(); err != nil {
		return 0, fmt.Errorf("write offers as Parquet: %w", err)
	}
	return int64(len(all)), nil
}

var customerFile = parquetfile.NewTable("customers",
	parquetfile.Text("customer_id", func(c *Customer) string { return c.ID }),
	parquetfile.OptionalDate("became_member_on", func(c *Customer) int32 { return c.MemberSince }),
	parquetfile.OptionalLabel("gender", func(c *Customer) string { return genders[c.Gender] }),
	parquetfile.OptionalInt32("age", func(c *Customer) int32 { return int32(c.Age) }),
	parquetfile.OptionalMoney("income", func(c *Customer) int64 { return c.IncomeCents }),
)

var genders = [256]string{'F': "F", 'M': "M", 'O': "O"}

// WriteCustomers writes those of a bucket as a Parquet file, and returns how many there are.
func WriteCustomers(w io.Writer, b *Bucket) (rows int64, err error) {
	return customerFile.Write(w, b.Customers)
}

// eventColumns is an event with the ids that it has as indexes.
type eventColumns struct {
	*Event
	customer, offer string
}

var eventFile = parquetfile.NewTable("events",
	parquetfile.Label("customer_id", func(e *eventColumns) string { return e.customer }),
	parquetfile.Label("event", func(e *eventColumns) string { return e.Kind.String() }),
	parquetfile.OptionalLabel("offer_id", func(e *eventColumns) string { return e.offer }),
	parquetfile.OptionalMoney("amount", func(e *eventColumns) int64 {
		if e.Kind != Transaction {
			return parquetfile.Null
		}
		return e.AmountCents
	}),
	parquetfile.Int32("time", func(e *eventColumns) int32 { return e.Time }),
	parquetfile.Int32("copies", func(e *eventColumns) int32 { return e.Copies }),
)

// WriteEvents writes those of a bucket as a Parquet file, and returns how many there are. offers are Tables.Offers.
func WriteEvents(w io.Writer, b *Bucket, offers []Offer) (rows int64, err error) {
	file := eventFile.NewWriter(w)
	chunk := make([]eventColumns, 0, 1024)
	for i := range b.Events {
		e := &b.Events[i]
		row := eventColumns{Event: e, customer: b.Customers[e.Customer].ID}
		if e.Offer != Unknown {
			row.offer = offers[e.Offer].ID
		}
		if chunk = append(chunk, row); len(chunk) == cap(chunk) || i == len(b.Events)-1 {
			if err := file.Append(chunk); err != nil {
				return 0, err
			}
			chunk = chunk[:0]
		}
	}
	return file.Close()
}
