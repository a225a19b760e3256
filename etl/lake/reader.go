package lake

import (
	"context"
	"io"
	"os"

	"gocloud.dev/blob"
)

// Reader reads a file of the lake at any place, as Parquet needs it. It is safe for concurrent use and must be closed.
type Reader struct {
	io.ReaderAt
	size  int64
	close func() error
}

// Open opens a file. A missing one is an error that answers to [fs.ErrNotExist].
func (l *Lake) Open(ctx context.Context, path string) (*Reader, error) {
	var file *os.File // in a folder the driver hands over the file itself
	r, err := l.bucket.NewRangeReader(ctx, path, 0, -1, &blob.ReaderOptions{
		BeforeRead: func(as func(any) bool) error {
			as(&file)
			return nil
		},
	})
	if err != nil {
		return nil, bucketError("open", path, err)
	}
	if file != nil {
		return &Reader{ReaderAt: file, size: r.Size(), close: r.Close}, nil
	}
	size := r.Size()
	r.Close()
	return &Reader{ReaderAt: &ranges{ctx: ctx, bucket: l.bucket, path: path, size: size}, size: size}, nil
}

// Size in bytes.
func (r *Reader) Size() int64 { return r.size }

// Close lets go of the file.
func (r *Reader) Close() error {
	if r.close == nil {
		return nil
	}
	return r.close()
}

// ranges turns each read into one request.
type ranges struct {
	ctx    context.Context
	bucket *blob.Bucket
	path   string
	size   int64
}

func (r *ranges) ReadAt(p []byte, offset int64) (int, error) {
	want := min(int64(len(p)), r.size-offset)
	if offset < 0 || want <= 0 {
		return 0, io.EOF
	}
	body, err := r.bucket.NewRangeReader(r.ctx, r.path, offset, want, nil)
	if err != nil {
		return 0, bucketError("read", r.path, err)
	}
	defer body.Close()
	n, err := io.ReadFull(body, p[:want])
	if err != nil {
		return n, bucketError("read", r.path, err)
	}
	if want < int64(len(p)) {
		return n, io.EOF
	}
	return n, nil
}
