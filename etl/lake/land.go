package lake

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"cafe-rewards/etl/source"
)

// Source is where a batch comes from.
type Source interface {
	Address() string // without secrets: it is kept in the manifest
	Sample() bool    // the simulator's data, not the owner's
	Files(ctx context.Context) ([]source.File, error)
}

// Land copies what the source has into the raw zone, and gives the batch. It is new unless the lake has the same content already:
// when the source looks as it did when it was last read, it is not read at all; when it turns out to be the same after reading,
// the batch that has it is given, which need not be the newest. Whether there is work to do is told by the batch's id, not by
// isNew: a run that was killed after landing finds its batch there.
//
// progress, unless nil, hears how many bytes were read, of how many; total is -1 where the source does not say.
//
// On any error the raw zone shows what it showed before.
func (l *Lake) Land(ctx context.Context, src Source, progress func(done, total int64)) (batch Batch, isNew bool, err error) {
	l.landing.Lock()
	defer l.landing.Unlock()
	looked := time.Now()
	files, err := src.Files(ctx)
	if err != nil {
		return Batch{}, false, err
	}
	now := sighting{Address: src.Address(), Sample: src.Sample(), LookedAt: looked.UTC(), Files: seenFiles(files)}
	if batch, ok := l.unchanged(ctx, now); ok {
		return batch, false, nil
	}
	landed, err := l.sweepRaw(ctx)
	if err != nil {
		return Batch{}, false, err
	}
	batch = Batch{ID: newBatchID(landed.last+1, looked), Address: now.Address, Sample: now.Sample, LandedAt: now.LookedAt, lake: l}
	if err = l.copyIn(ctx, src, &batch, files, progress); err == nil {
		if same, ok := l.sameContent(ctx, landed, batch.content()); ok {
			l.giveUp(ctx, batch)
			batch = same
		} else {
			err, isNew = l.writeBatchManifest(ctx, batch), true
		}
	}
	if err != nil {
		l.giveUp(ctx, batch)
		return Batch{}, false, err
	}
	now.Batch = batch.ID
	l.remember(ctx, now)
	return batch, isNew, nil
}

// newBatchID counts batches, and says when this one landed. The end is by chance: two landings at once stay apart.
func newBatchID(sequence int, at time.Time) string {
	end := make([]byte, 2)
	rand.Read(end)
	return fmt.Sprintf("%06d-%s-%s", sequence, at.UTC().Format("20060102T150405Z"), hex.EncodeToString(end))
}

// giveUp removes what has landed without a manifest, also when ctx is done. Should it fail, the next landing does it.
func (l *Lake) giveUp(ctx context.Context, b Batch) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = l.Drop(ctx, batchPrefix(b.ID))
}

// copyIn copies the files of the source one after the other, and makes sure that they belong together.
func (l *Lake) copyIn(ctx context.Context, src Source, b *Batch, files []source.File, progress func(done, total int64)) error {
	m := meter{ctx: ctx, progress: progress}
	for _, f := range files {
		if f.Size < 0 {
			m.total = -1
			break
		}
		m.total += f.Size
	}
	names := make(map[string]bool, len(files))
	for _, f := range files {
		if err := checkLandedName(f.Name, names); err != nil {
			return fmt.Errorf("land %s: %w", b.Address, err)
		}
		landed, err := l.copyFile(ctx, b, f, &m)
		if err != nil {
			return err
		}
		b.Files = append(b.Files, landed)
	}
	if len(files) == 1 {
		return nil // a reader answers for its own file
	}
	after, err := src.Files(ctx)
	if err != nil {
		return err
	}
	if !sameLook(seenFiles(files), seenFiles(after)) {
		return &source.TemporaryError{Err: fmt.Errorf("the files of %s changed while they were read: they will be read again when they are at rest", b.Address)}
	}
	return nil
}

func (l *Lake) copyFile(ctx context.Context, b *Batch, f source.File, m *meter) (LandedFile, error) {
	landed := LandedFile{Name: f.Name, Modified: f.Modified.UTC(), ETag: f.ETag}
	r, err := f.Open(ctx)
	if err != nil {
		return landed, err
	}
	defer r.Close()
	w, err := l.Create(ctx, b.path(landed))
	if err != nil {
		return landed, err
	}
	m.Reader = r
	if _, err := io.CopyBuffer(w, m, make([]byte, 256<<10)); err != nil {
		w.Abort()
		return landed, err
	}
	if f.Size >= 0 && w.Bytes() != f.Size {
		w.Abort()
		return landed, &source.TemporaryError{Err: fmt.Errorf("%s of %s came with %d bytes instead of %d", f.Name, b.Address, w.Bytes(), f.Size)}
	}
	if err := w.Close(); err != nil {
		return landed, err
	}
	landed.Size, landed.SHA256 = w.Bytes(), w.SHA256()
	return landed, nil
}

// meter counts what is read, and stops reading when the context is done.
type meter struct {
	io.Reader
	ctx         context.Context
	done, total int64
	progress    func(done, total int64)
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.Reader.Read(p)
	m.done += int64(n)
	if m.progress != nil {
		m.progress(m.done, m.total)
	}
	return n, err
}
