package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"gocloud.dev/blob"
)

// Writer writes one file of the lake. The file appears as a whole when Close returns without an error; before that, and after an Abort or an
// error, whatever was there before is unchanged.
type Writer struct {
	path   string
	blob   *blob.Writer
	cancel context.CancelFunc
	sum    hash.Hash
	bytes  int64
	failed error
}

// Create starts a file. It must be ended by Close or Abort.
func (l *Lake) Create(ctx context.Context, path string) (*Writer, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Writer{path: path, cancel: cancel, sum: sha256.New()}
	var err error
	w.blob, err = l.bucket.NewWriter(ctx, path, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		cancel()
		return nil, bucketError("create", path, err)
	}
	return w, nil
}

func (w *Writer) Write(p []byte) (int, error) {
	summed := make(chan struct{})
	go func() { // beside the writing, which takes about as long
		w.sum.Write(p)
		close(summed)
	}()
	n, err := w.blob.Write(p)
	<-summed
	w.bytes += int64(n)
	if err != nil {
		w.failed = bucketError("write", w.path, err)
		return n, w.failed
	}
	return n, nil
}

// Close makes the file visible, unless a Write failed or the context of Create is done.
func (w *Writer) Close() error {
	if w.failed != nil {
		w.Abort()
		return w.failed
	}
	defer w.cancel()
	if err := w.blob.Close(); err != nil {
		return bucketError("close", w.path, err)
	}
	return nil
}

// Abort gives the file up.
func (w *Writer) Abort() {
	w.cancel() // a bucket drops what is closed after its context is done
	w.blob.Close()
}

// Bytes is how many bytes were written.
func (w *Writer) Bytes() int64 { return w.bytes }

// SHA256 is the digest of what was written, in hex.
func (w *Writer) SHA256() string { return hex.EncodeToString(w.sum.Sum(nil)) }
