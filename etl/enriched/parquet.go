package enriched

import (
	"io"

	"cafe-rewards/etl/parquetfile"
	"cafe-rewards/etl/trusted"
)

// File is one table of the enriched zone as a Parquet file. Its columns are named as the warehouse's are; money is
// DECIMAL(18,2) in US dollars, and has no _cents in its name. Where the rows are kept (bucket, loaded) is the warehouse's
// affair, and where the file is kept says it here. The keys of offers and channels are those of this data version: their
// positions, from 1, in the offers and in Channels.
type File struct {
	Table string
	Write func(w io.Writer) (rows int64, err error)
}

// Files are the tables that are spread over the buckets: this bucket's part of each.
func (b *Bucket) Files() []File {
	return []File{
		file(customerTable, b.Customers),
		file(receiptTable, b.Receipts),
		file(transactionTable, b.Transactions),
		file(paymentTable, b.Payments),
		file(unmatchedTable, b.Unmatched),
		file(pairTable, b.PairEvents),
	}
}

// SharedFiles are the tables that all buckets share. The last time id is the greatest one of any bucket.
func SharedFiles(offers []trusted.Offer, last int32) []File {
	names, channels := OfferNames(offers), Channels(offers)
	offerRows := make([]offerRow, len(offers))
	channelRows := make([]channelRow, len(channels))
	var bridge []offerChannelRow
	channelKeys := make(map[string]int32, len(channels))
	for i, name := range channels {
		channelKeys[name] = positionKey(int32(i))
		channelRows[i] = channelRow{key: channelKeys[name], name: name}
	}
	for i := range offers {
		offerRows[i] = offerRow{Offer: &offers[i], key: positionKey(int32(i)), name: names[i]}
		for _, name := range offers[i].Channels {
			bridge = append(bridge, offerChannelRow{offer: offerRows[i].key, channel: channelKeys[name]})
		}
	}
	return []File{
		file(offerTable, offerRows),
		file(channelTable, channelRows),
		file(offerChannelTable, bridge),
		file(timeTable, Times(last)),
	}
}

func file[T any](table *parquetfile.Table[T], rows []T) File {
	return File{Table: table.Name(), Write: func(w io.Writer) (int64, error) { return table.Write(w, rows) }}
}

// positionKey is the key of the offer or channel at this position; None stays None.
func positionKey(position int32) int32 {
	if position == None {
		return None
	}
	return position + 1
}
