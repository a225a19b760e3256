package lake

import (
	"context"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Member is a data file in a batch, unpacked.
type Member struct {
	File string // the landed file
	Name string // the file in it, or the same
	Size int64  // bytes once unpacked; -1 where it is not known before
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Members gives the data files in a batch.
func (b Batch) Members(ctx context.Context) ([]Member, error) {
	var members []Member
	for _, f := range b.Files {
		m := Member{File: f.Name, Name: f.Name, Size: f.Size}
		m.Open = func(ctx context.Context) (io.ReadCloser, error) {
			r, err := b.lake.bucket.NewReader(ctx, b.path(f), nil)
			return r, err
		}
		if name, ok := strings.CutSuffix(f.Name, ".gz"); ok {
			m.Name, m.Size = name, -1
			m.Open = func(ctx context.Context) (io.ReadCloser, error) {
				r, err := b.lake.bucket.NewReader(ctx, b.path(f), nil)
				if err != nil {
					return nil, err
				}
				return gzip.NewReader(r)
			}
		}
		members = append(members, m)
	}
	return members, nil
}
