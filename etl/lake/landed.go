package lake

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// landed is what the raw zone holds.
type landed struct {
	last     int                 // the greatest sequence number
	contents map[string][]string // ids of batches by content, oldest first
}

// sweepRaw lists the raw zone, and removes what landings that did not finish have left there.
func (l *Lake) sweepRaw(ctx context.Context) (landed, error) {
	objects, err := l.List(ctx, string(Raw)+"/")
	if err != nil {
		return landed{}, err
	}
	found := landed{contents: map[string][]string{}}
	whole := map[string]bool{}
	for _, o := range objects {
		if id, content, ok := parseBatchManifestPath(o.Path); ok {
			whole[id] = true
			found.last = max(found.last, sequence(id))
			found.contents[content] = append(found.contents[content], id)
		}
	}
	swept := map[string]bool{}
	for _, o := range objects {
		id, ok := parseBatchPath(o.Path)
		switch {
		case ok && !whole[id] && !swept[id]:
			swept[id] = true
			err = l.Drop(ctx, batchPrefix(id))
		case strings.HasPrefix(o.Path, seenPath+"."):
			err = l.remove(ctx, o.Path)
		}
		if err != nil {
			return landed{}, err
		}
	}
	return found, nil
}

// sameContent finds the newest batch with a content, if it is still whole.
func (l *Lake) sameContent(ctx context.Context, in landed, content string) (Batch, bool) {
	ids := in.contents[content]
	for i := len(ids) - 1; i >= 0; i-- {
		if b, err := l.readBatch(ctx, ids[i], content); err == nil {
			return b, true
		}
	}
	return Batch{}, false
}

// writeBatchManifest makes a batch of what has landed. It looks at the files once more: another landing may have taken them for
// leftovers. Batches, which cannot be made again, outlive a loss of power.
func (l *Lake) writeBatchManifest(ctx context.Context, b Batch) error {
	paths := make([]string, len(b.Files))
	for i, f := range b.Files {
		paths[i] = b.path(f)
	}
	if err := b.checkFiles(ctx); err != nil {
		return err
	}
	if err := l.sync(paths...); err != nil {
		return err
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest of batch %s: %w", b.ID, err)
	}
	manifest := batchManifestPath(b.ID, b.content())
	if err := l.writeSmall(ctx, manifest, append(data, '\n')); err != nil {
		return err
	}
	return l.sync(manifest)
}

// checkFiles says whether the files of a batch are there in full length.
func (b Batch) checkFiles(ctx context.Context) error {
	for _, f := range b.Files {
		a, err := b.lake.bucket.Attributes(ctx, b.path(f))
		if err != nil {
			return bucketError("find", b.path(f), err)
		}
		if a.Size != f.Size {
			return notWhole{fmt.Errorf("%s in the lake has %d bytes instead of %d", b.path(f), a.Size, f.Size)}
		}
	}
	return nil
}
