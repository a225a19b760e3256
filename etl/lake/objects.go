package lake

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// Object is a file in the lake.
type Object struct {
	Path     string
	Size     int64
	Modified time.Time
}

// List gives the files whose paths start with prefix, sorted by path.
func (l *Lake) List(ctx context.Context, prefix string) ([]Object, error) {
	var objects []Object
	it := l.bucket.List(&blob.ListOptions{Prefix: prefix})
	for {
		o, err := it.Next(ctx)
		if err == io.EOF {
			return objects, nil
		}
		if err != nil {
			return nil, bucketError("list", prefix, err)
		}
		objects = append(objects, Object{Path: o.Key, Size: o.Size, Modified: o.ModTime})
	}
}

// folders gives the names directly under a prefix that ends in a slash, where files lie below them.
func (l *Lake) folders(ctx context.Context, prefix string) ([]string, error) {
	var names []string
	it := l.bucket.List(&blob.ListOptions{Prefix: prefix, Delimiter: "/"})
	for {
		o, err := it.Next(ctx)
		if err == io.EOF {
			return names, nil
		}
		if err != nil {
			return nil, bucketError("list", prefix, err)
		}
		if o.IsDir {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(o.Key, prefix), "/"))
		}
	}
}

// Copy makes a file of a version part of another one, without passing its content through this program. Both are the same bytes
// from then on; in a folder they are the same file, which costs no space.
func (l *Lake) Copy(ctx context.Context, from, to string) error {
	if err := checkPath(to); err != nil {
		return err
	}
	if l.dir != "" && l.link(from, to) == nil {
		return nil
	}
	if err := l.bucket.Copy(ctx, to, from, nil); err != nil {
		return bucketError("copy", from, err)
	}
	return nil
}

// Drop removes the files under a folder, named with a slash at its end. What is gone already is no error.
func (l *Lake) Drop(ctx context.Context, prefix string) error {
	if folder, ok := strings.CutSuffix(prefix, "/"); !ok || checkPath(folder) != nil || !strings.Contains(folder, "/") {
		return fmt.Errorf("%q is not a folder of a zone, with a slash at its end", prefix)
	}
	objects, err := l.List(ctx, prefix)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if err := l.remove(ctx, o.Path); err != nil {
			return err
		}
	}
	l.prune(prefix)
	return nil
}

func (l *Lake) remove(ctx context.Context, path string) error {
	if err := l.bucket.Delete(ctx, path); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return bucketError("remove", path, err)
	}
	return nil
}
