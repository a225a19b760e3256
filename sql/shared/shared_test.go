package shared_test

import (
	"errors"
	"regexp"
	"strconv"
	"testing"
	"time"

	"cafe-rewards/sql/postgres/postgrestest"
	"cafe-rewards/sql/shared"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }

func TestKeepAndFind(t *testing.T) {
	t.Parallel()
	views := shared.New(postgrestest.New(t))
	const address = "/explore?by=channel&measure=receipts"
	code, err := views.Keep(t.Context(), address)
	if err != nil || !regexp.MustCompile(`^[a-z2-7]{10}$`).MatchString(code) {
		t.Fatalf("the code is %q, %v", code, err)
	}
	if again, err := views.Keep(t.Context(), address); err != nil || again != code {
		t.Errorf("the same view has the code %q, %v, then %q", code, err, again)
	}
	if other, err := views.Keep(t.Context(), address+"&as_of=1"); err != nil || other == code {
		t.Errorf("another view has the code %q, %v", other, err)
	}
	if found, err := views.Find(t.Context(), code); err != nil || found != address {
		t.Errorf("found %q, %v", found, err)
	}
	for _, unknown := range []string{"aaaaaaaaaa", "", "' or true --", code[:9], code + "a", code[:9] + "\x00", "\xff"} {
		if found, err := views.Find(t.Context(), unknown); !errors.Is(err, shared.ErrUnknown) {
			t.Errorf("%q finds %q, %v", unknown, found, err)
		}
	}
}

// TestLeastUsedGoFirst: the limit holds, what was used lately stays, and using a view is noted once a day.
func TestLeastUsedGoFirst(t *testing.T) {
	t.Parallel()
	pool := postgrestest.New(t)
	views := shared.New(pool).Few(3)
	var codes []string
	for i := range 3 {
		code, err := views.Keep(t.Context(), "/?n="+strconv.Itoa(i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pool.Exec(t.Context(), "update shared.view set last_used_at = clock_timestamp() - $2 * interval '1 day' where code = $1", code, 10-i); err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code)
	}
	if _, err := views.Find(t.Context(), codes[0]); err != nil { // the oldest is used again
		t.Fatal(err)
	}
	var used, again time.Time
	lastUsed := func(into *time.Time) {
		if err := pool.QueryRow(t.Context(), "select last_used_at from shared.view where code = $1", codes[0]).Scan(into); err != nil {
			t.Fatal(err)
		}
	}
	lastUsed(&used)
	if _, err := views.Find(t.Context(), codes[0]); err != nil {
		t.Fatal(err)
	}
	if lastUsed(&again); !again.Equal(used) || time.Since(used) > time.Hour {
		t.Errorf("used at %v, then at %v", used, again)
	}
	if _, err := views.Keep(t.Context(), "/?n=3"); err != nil {
		t.Fatal(err)
	}
	for i, gone := range []bool{false, true, false} {
		if _, err := views.Find(t.Context(), codes[i]); errors.Is(err, shared.ErrUnknown) != gone {
			t.Errorf("view %d: %v, want gone: %t", i, err, gone)
		}
	}
}
