package trusted

import (
	"bytes"
	"io"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func written(t testing.TB, write func(io.Writer) (int64, error)) *parquet.File {
	t.Helper()
	var b bytes.Buffer
	rows, err := write(&b)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != rows {
		t.Errorf("%d rows, but %d were said to be written", f.NumRows(), rows)
	}
	return f
}

// readAll reads the rows of a file into structs of a test, by the names of the columns.
func readAll[T any](t testing.TB, f *parquet.File) []T {
	t.Helper()
	all := make([]T, f.NumRows())
	r := parquet.NewGenericReader[T](f)
	if n, err := r.Read(all); n != len(all) || err != nil && err != io.EOF {
		t.Fatalf("read %d of %d rows: %v", n, len(all), err)
	}
	return all
}

func TestParquetOffers(t *testing.T) {
	t.Parallel()
	c := clean(t, batch(someOffers+"o3,x,0,0,0,\n", someCustomers, someEvents), Options{})
	f := written(t, func(w io.Writer) (int64, error) { return WriteOffers(w, c.tables.Offers) })
	equal(t, `message offers {
	required binary offer_id (STRING);
	required binary offer_type (STRING);
	required int64 difficulty (DECIMAL(18,2));
	required int64 reward (DECIMAL(18,2));
	required int32 duration (INT(32,true));
	required group channels (LIST) {
		repeated group list {
			required binary element (STRING);
		}
	}
}`, f.Schema().String())
	equal(t, []offerColumns{
		{"o1", "bogo", 1000, 500, 7, []string{"email", "web"}},
		{"o2", "discount", 2050, 300, 10, []string{"email"}},
		{"o3", "x", 0, 0, 0, []string{}},
	}, readAll[offerColumns](t, f))
}

func TestParquetCustomers(t *testing.T) {
	t.Parallel()
	c := clean(t, batch(someOffers, someCustomers+"c3,,X,,\n", someEvents), Options{Buckets: 1})
	f := written(t, func(w io.Writer) (int64, error) { return WriteCustomers(w, c.buckets[0]) })
	equal(t, `message customers {
	required binary customer_id (STRING);
	optional int32 became_member_on (DATE);
	optional binary gender (STRING);
	optional int32 age (INT(32,true));
	optional int64 income (DECIMAL(18,2));
}`, f.Schema().String())
	type row struct {
		ID     string  `parquet:"customer_id"`
		Since  *int32  `parquet:"became_member_on,date"`
		Gender *string `parquet:"gender"`
		Age    *int32  `parquet:"age"`
		Income *int64  `parquet:"income"`
	}
	equal(t, []row{
		{"c1", new(int32(17209)), nil, new(int32(118)), nil},
		{"c2", new(int32(17362)), new("F"), new(int32(55)), new(int64(11_200_000))},
		{"c3", nil, nil, nil, nil},
	}, readAll[row](t, f))
}

func TestParquetEvents(t *testing.T) {
	t.Parallel()
	c := clean(t, batch(someOffers, someCustomers, someEvents+"c1,transaction,{'amount': 12.5},6\n"), Options{Buckets: 1})
	f := written(t, func(w io.Writer) (int64, error) { return WriteEvents(w, c.buckets[0], c.tables.Offers) })
	equal(t, `message events {
	required binary customer_id (STRING);
	required binary event (STRING);
	optional binary offer_id (STRING);
	optional int64 amount (DECIMAL(18,2));
	required int32 time (INT(32,true));
	required int32 copies (INT(32,true));
}`, f.Schema().String())
	type row struct {
		Customer string  `parquet:"customer_id"`
		Event    string  `parquet:"event"`
		Offer    *string `parquet:"offer_id"`
		Amount   *int64  `parquet:"amount"`
		Time     int32   `parquet:"time"`
		Copies   int32   `parquet:"copies"`
	}
	equal(t, []row{
		{"c1", "offer received", new("o1"), nil, 0, 1},
		{"c1", "transaction", nil, new(int64(1250)), 6, 2},
		{"c2", "offer completed", new("o2"), nil, 6, 1},
	}, readAll[row](t, f))
}

// TestParquetOfRealData reads back every event of one bucket.
func TestParquetOfRealData(t *testing.T) {
	t.Parallel()
	c := clean(t, realMembers(t), Options{Buckets: 16})
	b := c.buckets[7]
	f := written(t, func(w io.Writer) (int64, error) { return WriteEvents(w, b, c.tables.Offers) })
	type row struct {
		Customer string `parquet:"customer_id"`
		Event    string `parquet:"event"`
		Offer    string `parquet:"offer_id,optional"`
		Amount   int64  `parquet:"amount,optional"`
		Time     int32  `parquet:"time"`
		Copies   int32  `parquet:"copies"`
	}
	want := make([]row, len(b.Events))
	for i, e := range b.Events {
		want[i] = row{Customer: b.Customers[e.Customer].ID, Event: e.Kind.String(), Amount: e.AmountCents, Time: e.Time, Copies: e.Copies}
		if e.Offer != Unknown {
			want[i].Offer = c.tables.Offers[e.Offer].ID
		}
	}
	equal(t, want, readAll[row](t, f))
}

func BenchmarkWriteEvents(b *testing.B) {
	c := clean(b, realMembers(b), Options{Buckets: 16})
	b.ReportAllocs()
	var size counted
	for b.Loop() {
		size = 0
		for _, bucket := range c.buckets {
			if _, err := WriteEvents(&size, bucket, c.tables.Offers); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(size), "file-bytes")
}

func BenchmarkWriteCustomers(b *testing.B) {
	c := clean(b, realMembers(b), Options{Buckets: 16})
	b.ReportAllocs()
	for b.Loop() {
		for _, bucket := range c.buckets {
			if _, err := WriteCustomers(io.Discard, bucket); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// counted is a writer that only counts.
type counted int64

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}
