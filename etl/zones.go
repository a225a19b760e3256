package etl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/trusted"
)

// mostWaiting is how many events may wait in memory to be written to the lake: some 50 MB.
const mostWaiting = 400_000

// zones are the trusted and the enriched zone of a version in the making.
type zones struct {
	lake              *lake.Lake
	version           int
	trusted, enriched zone

	mu      sync.Mutex
	waiting []func(context.Context) error // writes that were put off
	events  int                           // whose rows they hold
}

// zone is one of them, with what the current version holds of it.
type zone struct {
	before map[int][]lake.ManifestFile // the current version's files, by bucket

	mu       sync.Mutex
	manifest lake.Manifest
}

func (r *run) newZones(ctx context.Context, batch lake.Batch, version, current, buckets int) (*zones, error) {
	z := &zones{lake: r.Lake, version: version}
	for name, zone := range map[lake.Zone]*zone{lake.Trusted: &z.trusted, lake.Enriched: &z.enriched} {
		zone.manifest = lake.Manifest{Zone: name, Version: version, Batch: batch.ID, CreatedAt: time.Now().UTC(), Buckets: buckets}
		zone.before = make(map[int][]lake.ManifestFile)
		if current == 0 {
			continue
		}
		before, err := r.Lake.ReadManifest(ctx, name, current)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, f := range before.Files {
			zone.before[f.Bucket] = append(zone.before[f.Bucket], f)
		}
	}
	return z, nil
}

// kept tells whether the lake has a bucket's files of the current version.
func (z *zones) kept(bucket int) bool {
	return len(z.trusted.before[bucket]) > 0 && len(z.enriched.before[bucket]) > 0
}

// keep copies a bucket's files from the current version, so that each version is complete in its own folders.
func (z *zones) keep(ctx context.Context, bucket int) error {
	for _, zone := range []*zone{&z.trusted, &z.enriched} {
		for _, f := range zone.before[bucket] {
			from := f.Path
			f.Path = lake.TablePath(zone.manifest.Zone, f.Table, z.version, bucket)
			if err := z.lake.Copy(ctx, from, f.Path); err != nil {
				return err
			}
			zone.add(f)
		}
	}
	return nil
}

// writeLater defers writing a bucket's tables until writeWaiting: while rows are copied into Postgres every processor is busy, while Postgres
// checks them only one is. What does not fit in memory is written at once.
func (z *zones) writeLater(ctx context.Context, clean *trusted.Bucket, offers []trusted.Offer, stars *enriched.Bucket) error {
	if z.fits(len(clean.Events), func(ctx context.Context) error { return z.write(ctx, clean, offers, stars) }) {
		return nil
	}
	return z.write(ctx, clean, offers, stars)
}

func (z *zones) fits(events int, write func(context.Context) error) bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.events+events > mostWaiting {
		return false
	}
	z.events += events
	z.waiting = append(z.waiting, write)
	return true
}

// writeWaiting writes what was deferred.
func (z *zones) writeWaiting(ctx context.Context) error {
	for i, write := range z.waiting {
		z.waiting[i] = nil // its rows can go
		if err := write(ctx); err != nil {
			return err
		}
	}
	return nil
}

// write writes a bucket's tables.
func (z *zones) write(ctx context.Context, clean *trusted.Bucket, offers []trusted.Offer, stars *enriched.Bucket) error {
	err := z.file(ctx, &z.trusted, "customers", clean.Index, func(w io.Writer) (int64, error) { return trusted.WriteCustomers(w, clean) })
	if err != nil {
		return err
	}
	err = z.file(ctx, &z.trusted, "events", clean.Index, func(w io.Writer) (int64, error) { return trusted.WriteEvents(w, clean, offers) })
	if err != nil {
		return err
	}
	for _, f := range stars.Files() {
		if err := z.file(ctx, &z.enriched, f.Table, clean.Index, f.Write); err != nil {
			return err
		}
	}
	return nil
}

// finish writes the tables that buckets share, and the manifests, which make the version.
func (z *zones) finish(ctx context.Context, offers []trusted.Offer, lastTime int32) error {
	err := z.file(ctx, &z.trusted, "offers", lake.NoBucket, func(w io.Writer) (int64, error) { return trusted.WriteOffers(w, offers) })
	if err != nil {
		return err
	}
	for _, f := range enriched.SharedFiles(offers, lastTime) {
		if err := z.file(ctx, &z.enriched, f.Table, lake.NoBucket, f.Write); err != nil {
			return err
		}
	}
	if err := z.lake.WriteManifest(ctx, z.trusted.manifest); err != nil {
		return err
	}
	return z.lake.WriteManifest(ctx, z.enriched.manifest)
}

func (z *zones) file(ctx context.Context, zone *zone, table string, bucket int, write func(io.Writer) (int64, error)) error {
	path := lake.TablePath(zone.manifest.Zone, table, z.version, bucket)
	w, err := z.lake.Create(ctx, path)
	if err != nil {
		return err
	}
	rows, err := write(w)
	if err != nil {
		w.Abort()
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	zone.add(lake.ManifestFile{Table: table, Bucket: bucket, Path: path, Rows: rows, Bytes: w.Bytes(), SHA256: w.SHA256()})
	return nil
}

func (z *zone) add(f lake.ManifestFile) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.manifest.Files = append(z.manifest.Files, f)
}
