package lake

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cafe-rewards/etl/source"
)

func TestLandTwice(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	dir := t.TempDir()
	for name, text := range map[string]string{"customers.csv": "a\n1\n", "events.csv": "b\n2\n"} {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-time.Hour)
		os.Chtimes(p, old, old)
	}
	l, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	src, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, isNew, err := l.Land(ctx, src, nil)
	if err != nil || !isNew {
		t.Fatal(isNew, err)
	}
	b, isNew, err := l.Land(ctx, src, nil)
	if err != nil || isNew || b.ID != a.ID {
		t.Fatal(b.ID, isNew, err)
	}
	m, err := b.Members(ctx)
	if err != nil || len(m) != 2 || m[0].Name != "customers.csv" {
		t.Fatal(m, err)
	}
}
