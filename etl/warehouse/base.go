package warehouse

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// base is what a load builds upon: the current version.
type base struct {
	version int32 // 0 before the first
	last    int32 // the highest number that anything in the warehouse carries
	rules   int
	buckets int
	loads   int              // versions whose rows are live
	digests map[int][32]byte // by bucket
	offers  []offer
}

// offer is a row of dim_offer with its channels.
type offer struct {
	key int32
	offerTerms
	channels []string
}

// offerTerms is what makes two rows of dim_offer the same.
type offerTerms struct {
	id, kind, name                string
	difficulty, reward, completes int64
	days                          int32
}

func readBase(ctx context.Context, conn *pgx.Conn) (base, error) {
	b := base{digests: make(map[int][32]byte)}
	err := conn.QueryRow(ctx, `
		select coalesce(max(c.version), 0),
		       greatest(coalesce((select max(version) from warehouse.data_version), 0), coalesce((
		         select max(substring(relname from '_v(\d+)$')::integer) from pg_class
		         where relnamespace = 'warehouse'::regnamespace and relkind = 'r' and relname ~ '_v\d+$'), 0)),
		       coalesce(max(d.buckets), 0), coalesce(max(d.rules), 0)
		from warehouse.current_version c join warehouse.data_version d using (version)`).Scan(&b.version, &b.last, &b.buckets, &b.rules)
	if err != nil {
		return b, fmt.Errorf("read the current version: %w", err)
	}
	rows, err := conn.Query(ctx, "select bucket, loaded, digest from warehouse.bucket_version where to_version is null")
	if err != nil {
		return b, fmt.Errorf("read the current version's buckets: %w", err)
	}
	loads := make(map[int32]bool)
	var bucket, loaded int32
	var digest []byte
	_, err = pgx.ForEachRow(rows, []any{&bucket, &loaded, &digest}, func() error {
		loads[loaded] = true
		if len(digest) != 32 {
			return fmt.Errorf("bucket %d has a digest of %d bytes", bucket, len(digest))
		}
		b.digests[int(bucket)] = [32]byte(digest)
		return nil
	})
	if err != nil {
		return b, fmt.Errorf("read the current version's buckets: %w", err)
	}
	b.loads = len(loads)
	if b.offers, err = readOffers(ctx, conn); err != nil {
		return b, err
	}
	return b, nil
}

func readOffers(ctx context.Context, conn *pgx.Conn) ([]offer, error) {
	rows, err := conn.Query(ctx, `
		select o.offer_key, o.offer_id, o.offer_type, o.offer_name, o.difficulty_cents, o.reward_cents, o.completable::integer, o.duration_days,
		       coalesce(array_agg(c.channel order by c.channel collate "C") filter (where c.channel is not null), '{}')
		from warehouse.dim_offer o
		left join warehouse.bridge_offer_channel using (offer_key)
		left join warehouse.dim_channel c using (channel_key)
		where o.to_version is null
		group by o.offer_key`)
	if err != nil {
		return nil, fmt.Errorf("read the current version's offers: %w", err)
	}
	offers, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (offer, error) {
		var o offer
		err := row.Scan(&o.key, &o.id, &o.kind, &o.name, &o.difficulty, &o.reward, &o.completes, &o.days, &o.channels)
		return o, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the current version's offers: %w", err)
	}
	return offers, nil
}

// match finds the keys of the offers, by their index; those that the base does not have, with these terms and channels, are fresh.
func (b *base) match(offers []trusted.Offer) (keys []int32, fresh []int) {
	known := make(map[offerTerms]offer, len(b.offers))
	for _, o := range b.offers {
		known[o.offerTerms] = o
	}
	keys = make([]int32, len(offers))
	for i, terms := range termsOf(offers) {
		if o, ok := known[terms]; ok && slices.Equal(o.channels, offers[i].Channels) {
			keys[i] = o.key
		} else {
			fresh = append(fresh, i)
		}
	}
	return keys, fresh
}

func termsOf(offers []trusted.Offer) []offerTerms {
	names := enriched.OfferNames(offers)
	terms := make([]offerTerms, len(offers))
	for i := range offers {
		o := &offers[i]
		terms[i] = offerTerms{id: o.ID, kind: o.Type, name: names[i], difficulty: o.DifficultyCents, reward: o.RewardCents, days: o.DurationDays}
		if enriched.Completable(o) {
			terms[i].completes = 1
		}
	}
	return terms
}
