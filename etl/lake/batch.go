package lake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"cafe-rewards/etl/source"
)

// Batch is what a source had at one time, as it landed in the raw zone.
type Batch struct {
	ID       string       `json:"batch"`
	Address  string       `json:"source"`
	Sample   bool         `json:"sample"`
	LandedAt time.Time    `json:"landed_at"`
	Files    []LandedFile `json:"files"`

	lake *Lake
}

// LandedFile is one file of a batch, byte for byte as the source had it.
type LandedFile struct {
	Name     string    `json:"name"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Modified time.Time `json:"modified,omitzero"`
	ETag     string    `json:"etag,omitempty"`
}

// Batch finds a landed batch by its id. A batch that is not there, or not whole any more, answers to [fs.ErrNotExist].
func (l *Lake) Batch(ctx context.Context, id string) (Batch, error) {
	if !batchID.MatchString(id) {
		return Batch{}, fmt.Errorf("%.80q is not the id of a batch", id)
	}
	objects, err := l.List(ctx, batchPrefix(id)+batchManifest)
	if err != nil {
		return Batch{}, err
	}
	for _, o := range objects {
		if _, content, ok := parseBatchManifestPath(o.Path); ok {
			return l.readBatch(ctx, id, content)
		}
	}
	return Batch{}, fmt.Errorf("find the batch %s: %w", id, fs.ErrNotExist)
}

// readBatch reads a manifest and sees to it that the files it names are there in full length.
func (l *Lake) readBatch(ctx context.Context, id, content string) (Batch, error) {
	p := batchManifestPath(id, content)
	data, err := l.readSmall(ctx, p)
	if err != nil {
		return Batch{}, err
	}
	b, err := parseBatch(data)
	if err == nil && b.ID != id {
		err = fmt.Errorf("it is of the batch %s", b.ID)
	}
	if err == nil && b.content() != content {
		err = fmt.Errorf("it does not hold what its name says")
	}
	if err != nil {
		return Batch{}, notWhole{fmt.Errorf("read the manifest %s: %w", p, err)}
	}
	b.lake = l
	if err := b.checkFiles(ctx); err != nil {
		return Batch{}, err
	}
	return b, nil
}

// maxBatchFiles is more than a source can have.
const maxBatchFiles = 200

// parseBatch reads a manifest, and trusts nothing in it.
func parseBatch(data []byte) (Batch, error) {
	var b Batch
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&b); err != nil {
		return Batch{}, fmt.Errorf("it is not the JSON of a manifest: %w", err)
	}
	if !batchID.MatchString(b.ID) {
		return Batch{}, fmt.Errorf("it has no valid batch id")
	}
	if len(b.Files) == 0 || len(b.Files) > maxBatchFiles {
		return Batch{}, fmt.Errorf("it names %d files", len(b.Files))
	}
	names := make(map[string]bool, len(b.Files))
	for _, f := range b.Files {
		if err := checkLandedName(f.Name, names); err != nil {
			return Batch{}, err
		}
		if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != sha256.Size || f.Size < 0 {
			return Batch{}, fmt.Errorf("size or sha256 of %q is not one", f.Name)
		}
	}
	return b, nil
}

// checkLandedName refuses names that are unsafe, or that a file system without upper case takes for one it has already.
func checkLandedName(name string, taken map[string]bool) error {
	if err := source.CheckName(name); err != nil {
		return err
	}
	if strings.HasPrefix(name, batchManifest) {
		return fmt.Errorf("the file name %q is taken by the lake's own manifest", name)
	}
	if lower := strings.ToLower(name); taken[lower] {
		return fmt.Errorf("there are two files named %q", name)
	} else {
		taken[lower] = true
	}
	return nil
}

// content is a digest of what makes a batch the same as another one: names, bytes, and whether it is the owner's data at all.
func (b Batch) content() string {
	h := sha256.New()
	fmt.Fprintf(h, "sample=%t\n", b.Sample)
	for _, f := range b.Files {
		fmt.Fprintf(h, "%q %d %s\n", f.Name, f.Size, f.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (b Batch) path(f LandedFile) string { return batchPrefix(b.ID) + f.Name }

// batchID is a sequence number, the time of landing, and a random end that keeps two landings at once apart.
var batchID = regexp.MustCompile(`^(\d{6,9})-\d{8}T\d{6}Z-[0-9a-f]{4}$`)

var contentSum = regexp.MustCompile(`^[0-9a-f]{32}$`)

const batchManifest = "_manifest-"

func batchPrefix(id string) string { return string(Raw) + "/batch=" + id + "/" }

func batchManifestPath(id, content string) string {
	return batchPrefix(id) + batchManifest + content + ".json"
}

// parseBatchPath tells which batch a file of the raw zone belongs to.
func parseBatchPath(p string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(p, string(Raw)+"/batch=")
	id, _, slash := strings.Cut(rest, "/")
	return id, ok && slash && batchID.MatchString(id)
}

func parseBatchManifestPath(p string) (id, content string, ok bool) {
	id, ok = parseBatchPath(p)
	if !ok {
		return "", "", false
	}
	content, isManifest := strings.CutPrefix(path.Base(p), batchManifest)
	content, isJSON := strings.CutSuffix(content, ".json")
	return id, content, isManifest && isJSON && contentSum.MatchString(content) && p == batchManifestPath(id, content)
}

func sequence(id string) int {
	n, _ := strconv.Atoi(id[:strings.IndexByte(id, '-')])
	return n
}
