package checks

import (
	"strings"
	"testing"

	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

// Each check is one SELECT of at most a few rows that fits the database, and says in a sentence what it promises.
func TestChecksFitTheDatabase(t *testing.T) {
	t.Parallel()
	conn, err := postgrestest.New(t).Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, c := range All() {
		if _, err := conn.Conn().Prepare(t.Context(), "", c.SQL); err != nil {
			t.Errorf("%s.sql: %v", c.Name, err)
		}
		if !strings.HasSuffix(c.Description, ".") {
			t.Errorf("%s.sql promises %q, which is no sentence", c.Name, c.Description)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	c, err := parse("names", "-- Nobody is called twice,\n-- and nobody nothing.\nselect 1\n-- not this\n")
	if err != nil || c.Description != "Nobody is called twice, and nobody nothing." {
		t.Errorf("parsed %+v, %v", c, err)
	}
	if _, err := parse("names", "select 1"); err == nil || !strings.HasPrefix(err.Error(), "names.sql: ") {
		t.Errorf("without a promise, parse says %v", err)
	}
}
