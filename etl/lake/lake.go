package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"
)

// Lake is the zones in one bucket. One program may use it concurrently. Its user must make sure that only one program at a time makes
// batches and versions.
type Lake struct {
	bucket  *blob.Bucket
	dir     string // the folder behind the bucket; empty where it is no folder
	limits  limits
	landing sync.Mutex
}

// Open opens the lake at an address: the path of a folder, or file:///folder. The folder is made if it is missing. An object store would
// need its gocloud.dev driver linked in, which none is.
func Open(ctx context.Context, address string) (*Lake, error) {
	l := &Lake{limits: defaultLimits}
	dir, isDir, err := folderOf(address)
	switch {
	case err != nil:
		return nil, err
	case isDir:
		l.dir = dir
		l.bucket, err = fileblob.OpenBucket(dir, &fileblob.Options{
			CreateDir:   true,
			DirFileMode: 0o750,
			NoTempDir:   true, // beside the file: a rename does not cross file systems
			Metadata:    fileblob.MetadataDontWrite,
		})
	default:
		l.bucket, err = blob.OpenBucket(ctx, address)
	}
	if err != nil {
		return nil, fmt.Errorf("open the lake: %w", err)
	}
	return l, nil
}

// folderOf gives the absolute path behind an address of a folder.
func folderOf(address string) (dir string, isDir bool, err error) {
	scheme, _, isURL := strings.Cut(address, "://")
	switch {
	case address == "":
		return "", false, fmt.Errorf("the lake has no address: name a folder")
	case isURL && scheme != "file":
		return "", false, nil
	case isURL:
		u, err := url.Parse(address)
		if err != nil || u.Path == "" || u.RawQuery != "" || (u.Host != "" && u.Host != "localhost") {
			return "", false, fmt.Errorf("the lake's address %s is not of the form file:///folder", address)
		}
		address = u.Path
	}
	if dir, err = filepath.Abs(filepath.FromSlash(address)); err != nil {
		return "", false, fmt.Errorf("find the lake's folder %s: %w", address, err)
	}
	return dir, true, nil
}

// Close closes the bucket.
func (l *Lake) Close() error {
	if err := l.bucket.Close(); err != nil {
		return fmt.Errorf("close the lake: %w", err)
	}
	return nil
}

// bucketError wraps an error of the bucket. If the file is missing, the result matches [fs.ErrNotExist].
func bucketError(operation, path string, err error) error {
	var inner *fs.PathError
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		err = fs.ErrNotExist
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		if errors.As(err, &inner) {
			err = inner.Err
		}
		return fmt.Errorf("%s %s in the lake: its disk is full: make room, or move the lake: %w", operation, path, err)
	case errors.As(err, &inner):
		err = inner.Err // the path is said once
	}
	return fmt.Errorf("%s %s in the lake: %w", operation, path, err)
}

// notWhole is the error for something that is there but incomplete. It matches [fs.ErrNotExist], as what is incomplete is as good as missing.
type notWhole struct{ error }

func (notWhole) Is(target error) bool { return target == fs.ErrNotExist }
