package plainsql

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"cafe-rewards/sql/postgres/postgrestest"
)

const shared = "../../../shared"

func TestMain(m *testing.M) { postgrestest.Main(m) }

func connect(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), postgrestest.Empty(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func realData(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(shared, "data", "cafe")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("the real data is not here: this test reads it in %s", dir)
	}
	return dir
}

// document reads a JSON file of expected figures. What it says of its source is no figure.
func document(t *testing.T, name string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(shared, "expected", name))
	if err != nil {
		t.Fatal(err)
	}
	doc := decode(t, content)
	delete(doc, "source")
	return doc
}

func decode(t *testing.T, content []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestRealData(t *testing.T) {
	t.Parallel()
	dir := realData(t)
	r, err := Run(context.Background(), connect(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(document(t, "published.json"), decode(t, r.Published)); diff != "" {
		t.Errorf("published figures (-expected +got):\n%s", diff)
	}
	if diff := cmp.Diff(document(t, "receipts.json"), decode(t, r.Audited)); diff != "" {
		t.Errorf("audited figures (-expected +got):\n%s", diff)
	}
	for _, s := range r.Steps {
		t.Logf("%-22s %v", s.Name, s.Took)
	}
	t.Logf("%-22s %v", "to the tables", r.Total())
}

func BenchmarkRealData(b *testing.B) {
	dir := realData(b)
	conn := connect(b)
	for b.Loop() {
		if _, err := Run(context.Background(), conn, dir); err != nil {
			b.Fatal(err)
		}
	}
}
