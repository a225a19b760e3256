package lake

import (
	"os"
	"path/filepath"
	"strings"
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
