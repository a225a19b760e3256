package lake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cafe-rewards/etl/source"
)

// Batches are ordered by their number, not by a clock.
func TestBatchOrder(t *testing.T) {
	t.Parallel()
	l := open(t)
	a, _ := mustLand(t, l, newFolder(t, "a.csv", "1").source(source.Options{}))
	later := strings.Replace(a.ID, a.ID[7:11], "2999", 1) // as if it had landed with a clock far ahead
	renameBatch(t, l, a, later)
	b, _ := mustLand(t, l, newFolder(t, "a.csv", "2").source(source.Options{}))
	if sequence(b.ID) != sequence(later)+1 || b.ID < later {
		t.Errorf("%s came after %s", b.ID, later)
	}
	if same, isNew := mustLand(t, l, newFolder(t, "a.csv", "1").source(source.Options{})); isNew || same.ID != later {
		t.Errorf("%s instead of %s", same.ID, later)
	}
}

func renameBatch(t *testing.T, l *Lake, b Batch, id string) {
	t.Helper()
	old := filepath.Join(l.dir, filepath.FromSlash(batchPrefix(b.ID)))
	b.ID = id
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(old, batchManifest+b.content()+".json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(old, filepath.Join(l.dir, filepath.FromSlash(batchPrefix(id)))); err != nil {
		t.Fatal(err)
	}
}

// What the owner keeps beside the batches is not the lake's to sweep.
func TestSweepLeavesTheRest(t *testing.T) {
	t.Parallel()
	l := open(t)
	for _, p := range []string{"raw/notes.txt", "raw/batch=mine/a.csv", "raw/batch=000001-20260101T000000Z-abcd/a.csv", "raw/seen.json.18c.tmp"} {
		full := filepath.Join(l.dir, p)
		os.MkdirAll(filepath.Dir(full), 0o700)
		if err := os.WriteFile(full, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustLand(t, l, newFolder(t, "a.csv", "1").source(source.Options{}))
	got := strings.Join(tree(t, l), " ")
	if !strings.Contains(got, "raw/notes.txt") || !strings.Contains(got, "raw/batch=mine/a.csv") || strings.Contains(got, "abcd") || strings.Contains(got, ".tmp") {
		t.Errorf("left are %s", got)
	}
}

// Whatever stands in a manifest, reading it ends in an error or in names that are safe.
func FuzzParseBatch(f *testing.F) {
	f.Add([]byte(`{"batch":"000001-20260101T000000Z-abcd","source":"x","files":[{"name":"a.csv","size":1,"sha256":"` + strings.Repeat("ab", 32) + `"}]}`))
	f.Add([]byte(`{"batch":"000001-20260101T000000Z-abcd","files":[{"name":"../a.csv"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := parseBatch(data)
		if err != nil {
			return
		}
		if id, ok := parseBatchPath(batchPrefix(b.ID) + "x"); !ok || id != b.ID {
			t.Fatal(b.ID)
		}
		for _, file := range b.Files {
			if !filepath.IsLocal(file.Name) || strings.ContainsAny(file.Name, `/\`) || checkPath(b.path(file)) != nil {
				t.Fatalf("%q", file.Name)
			}
		}
	})
}
