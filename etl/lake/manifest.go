package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Manifest is what makes a version of a zone: it names every file of it, and is written last.
type Manifest struct {
	Zone      Zone           `json:"zone"` // Trusted or Enriched
	Version   int            `json:"version"`
	Batch     string         `json:"batch"` // the raw zone's batch it was made of
	CreatedAt time.Time      `json:"created_at"`
	Buckets   int            `json:"buckets"` // that customers are spread over
	Files     []ManifestFile `json:"files"`
}

// ManifestFile is one Parquet file of a version.
type ManifestFile struct {
	Table  string `json:"table"`
	Bucket int    `json:"bucket"` // or NoBucket
	Path   string `json:"path"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // in hex
}

// WriteManifest makes a version of the files that it names. They must be there.
func (l *Lake) WriteManifest(ctx context.Context, m Manifest) error {
	if err := m.check(); err != nil {
		return fmt.Errorf("write the manifest of version %d of %s: %w", m.Version, m.Zone, err)
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("write the manifest of version %d of %s: %w", m.Version, m.Zone, err)
	}
	return l.writeSmall(ctx, manifestPath(m.Zone, m.Version), append(data, '\n'))
}

// ReadManifest reads the manifest of a version, and sees to it that its files are there in full length. A version that is not there,
// or not whole, answers to [fs.ErrNotExist].
func (l *Lake) ReadManifest(ctx context.Context, zone Zone, version int) (Manifest, error) {
	p := manifestPath(zone, version)
	data, err := l.readSmall(ctx, p)
	if err != nil {
		return Manifest{}, err
	}
	m, err := parseManifest(data)
	if err == nil && (m.Zone != zone || m.Version != version) {
		err = fmt.Errorf("it is of version %d of %s", m.Version, m.Zone)
	}
	if err != nil {
		return Manifest{}, notWhole{fmt.Errorf("read the manifest %s: %w", p, err)}
	}
	return m, l.checkVersion(ctx, m)
}

// checkVersion lists the files of a version, table by table: that is quicker than to ask for each.
func (l *Lake) checkVersion(ctx context.Context, m Manifest) error {
	sizes := make(map[string]int64, len(m.Files))
	listed := map[string]bool{}
	for _, f := range m.Files {
		if prefix := versionPrefix(m.Zone, f.Table, m.Version); !listed[prefix] {
			listed[prefix] = true
			objects, err := l.List(ctx, prefix)
			if err != nil {
				return err
			}
			for _, o := range objects {
				sizes[o.Path] = o.Size
			}
		}
		if size, ok := sizes[f.Path]; !ok || size != f.Bytes {
			return notWhole{fmt.Errorf("%s, which version %d of %s needs, is not there in full length", f.Path, m.Version, m.Zone)}
		}
	}
	return nil
}

func parseManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("it is not the JSON of a manifest: %w", err)
	}
	return m, m.check()
}

// check trusts nothing: every path must be the one that this package would have given the file.
func (m Manifest) check() error {
	switch {
	case m.Zone != Trusted && m.Zone != Enriched:
		return fmt.Errorf("%q is not a zone with versions", m.Zone)
	case m.Version < 1:
		return fmt.Errorf("%d is not a version", m.Version)
	case !batchID.MatchString(m.Batch):
		return fmt.Errorf("%.80q is not the id of a batch", m.Batch)
	case m.Buckets < 1:
		return fmt.Errorf("%d is not a number of buckets", m.Buckets)
	}
	paths := make(map[string]bool, len(m.Files))
	for _, f := range m.Files {
		sum, err := hex.DecodeString(f.SHA256)
		switch {
		case !isTable(f.Table):
			return fmt.Errorf("%.80q is not the name of a table", f.Table)
		case f.Bucket < NoBucket || f.Bucket >= m.Buckets:
			return fmt.Errorf("%s has a bucket %d, of %d", f.Table, f.Bucket, m.Buckets)
		case f.Path != TablePath(m.Zone, f.Table, m.Version, f.Bucket):
			return fmt.Errorf("%.200q is not the path of %s", f.Path, f.Table)
		case paths[f.Path]:
			return fmt.Errorf("%s is named twice", f.Path)
		case f.Rows < 0 || f.Bytes < 0 || err != nil || len(sum) != sha256.Size:
			return fmt.Errorf("rows, bytes or sha256 of %s is not one", f.Path)
		}
		paths[f.Path] = true
	}
	return nil
}

// isTable tells whether a name is one of a table: lower case letters, digits and underscores.
func isTable(name string) bool {
	return name != "" && len(name) <= 63 && name != manifestFolder && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}
