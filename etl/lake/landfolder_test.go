package lake

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cafe-rewards/etl/source"
)

// folder is a source folder; it takes pairs of names and texts.
type folder struct {
	t    *testing.T
	path string
}

func newFolder(t *testing.T, pairs ...string) folder {
	t.Helper()
	f := folder{t, t.TempDir()}
	for i := 0; i < len(pairs); i += 2 {
		f.put(pairs[i], pairs[i+1], time.Now().Add(-rest))
	}
	return f
}

func (f folder) put(name, text string, modified time.Time) {
	f.t.Helper()
	p := filepath.Join(f.path, name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
	if err := os.Chtimes(p, modified, modified); err != nil {
		f.t.Fatal(err)
	}
}

// source of the folder, which counts the files that were opened.
func (f folder) source(opts source.Options) *counted {
	f.t.Helper()
	s, err := source.Open(f.path, opts)
	if err != nil {
		f.t.Fatal(err)
	}
	return &counted{Source: s}
}

type counted struct {
	*source.Source
	opened int
}

func (c *counted) Files(ctx context.Context) ([]source.File, error) {
	files, err := c.Source.Files(ctx)
	for i, f := range files {
		files[i].Open = func(ctx context.Context) (io.ReadCloser, error) {
			c.opened++
			return f.Open(ctx)
		}
	}
	return files, err
}

func mustLand(t *testing.T, l *Lake, src Source) (Batch, bool) {
	t.Helper()
	b, isNew, err := l.Land(t.Context(), src, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b, isNew
}

// tree is every file of the lake, with whatever was left by accident.
func tree(t *testing.T, l *Lake) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && path != l.dir {
			rel, _ := filepath.Rel(l.dir, path)
			paths = append(paths, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func batchFolder(t *testing.T, l *Lake) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(l.dir, "raw", "batch=*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return filepath.Base(found[0])
}
