package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// ErrHomeInUse is returned by Start when another program runs on the same home folder.
var ErrHomeInUse = errors.New("another cafe-rewards is running on it: stop that one, or give this one a folder of its own with --home")

// dying is how long a program that was just killed may take to let go of its lock.
const dying = time.Second

// lockFolder makes the folder if need be and takes its lock, which the operating system gives back when the program ends,
// however it ends.
func lockFolder(ctx context.Context, folder string) (*flock.Flock, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder %s: %w%s", folder, err, advice(err))
	}
	lock := flock.New(filepath.Join(folder, "lock"), flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW))
	patient, cancel := context.WithTimeout(ctx, dying)
	defer cancel()
	_, err := lock.TryLockContext(patient, 20*time.Millisecond)
	switch {
	case err == nil:
		return lock, nil
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		return nil, fmt.Errorf("the folder %s is in use: %w", folder, ErrHomeInUse)
	default:
		return nil, fmt.Errorf("lock the folder %s: %w%s", folder, err, advice(err))
	}
}

// advice says what to do about a folder that cannot be used.
func advice(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return " (start the program as the user whom the folder belongs to, or name another one with --home)"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist): // the latter of a link that leads nowhere
		return " (a file or a link that leads nowhere is in its place: name a folder with --home)"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EROFS):
		return " (make room, or name a folder on another disk with --home)"
	}
	return ""
}
