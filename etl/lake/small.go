package lake

import (
	"context"
	"fmt"
	"io"
)

// maxSmall is the greatest size of a manifest in bytes: of a version with 100,000 files, about.
const maxSmall = 32 << 20

// readSmall reads a manifest whole.
func (l *Lake) readSmall(ctx context.Context, path string) ([]byte, error) {
	r, err := l.bucket.NewReader(ctx, path, nil)
	if err != nil {
		return nil, bucketError("read", path, err)
	}
	defer r.Close()
	if r.Size() > maxSmall {
		return nil, fmt.Errorf("read %s in the lake: %d bytes are too many for a manifest", path, r.Size())
	}
	data, err := io.ReadAll(io.LimitReader(r, maxSmall))
	if err != nil {
		return nil, bucketError("read", path, err)
	}
	return data, nil
}

func (l *Lake) writeSmall(ctx context.Context, path string, data []byte) error {
	w, err := l.Create(ctx, path)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		w.Abort()
		return err
	}
	return w.Close()
}
