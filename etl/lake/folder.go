package lake

import (
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
)

// A lake in a folder can do a few things that a bucket cannot. They are all here, and the lake works without them.

// link gives a file a second name. Files in the lake are replaced, never written to, so two names are as good as two files.
func (l *Lake) link(from, to string) error {
	target := filepath.Join(l.dir, filepath.FromSlash(to))
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	return os.Link(filepath.Join(l.dir, filepath.FromSlash(from)), target)
}

// prune removes the folders that dropping a prefix left empty: they would slow down every listing after.
func (l *Lake) prune(prefix string) {
	if l.dir == "" {
		return
	}
	top := filepath.Join(l.dir, filepath.FromSlash(prefix[:strings.LastIndex(prefix, "/")]))
	pruneBelow(top)
	os.Remove(filepath.Dir(top)) // fails where something is left, as it should
}

func pruneBelow(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() {
			pruneBelow(filepath.Join(dir, e.Name()))
		}
	}
	os.Remove(dir)
}

// sync makes sure that files, all of them in one folder, outlive a loss of power.
func (l *Lake) sync(paths ...string) error {
	if l.dir == "" || runtime.GOOS == "windows" { // which syncs no folders, and no files that are open for reading
		return nil
	}
	var group errgroup.Group
	for _, p := range paths {
		group.Go(func() error {
			if err := syncFile(filepath.Join(l.dir, filepath.FromSlash(p))); err != nil {
				return bucketError("sync", p, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	folder := path.Dir(paths[0])
	if err := syncFile(filepath.Join(l.dir, filepath.FromSlash(folder))); err != nil {
		return bucketError("sync", folder, err)
	}
	return nil
}

func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
