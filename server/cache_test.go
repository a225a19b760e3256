package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// blob is a value of a certain size.
type blob int

func (b blob) size() int { return int(b) }

func fill(b blob) func(context.Context) (blob, error) {
	return func(context.Context) (blob, error) { return b, nil }
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	const most = 100_000
	c := newCache(most)
	for i := range 5000 {
		if _, err := cached(t.Context(), c, fmt.Sprint("key-", i), fill(blob(i%3000))); err != nil {
			t.Fatal(err)
		}
		if s := c.stats(); s.bytes > most {
			t.Fatalf("it keeps %d bytes, at most %d were allowed", s.bytes, most)
		}
	}
	if _, err := cached(t.Context(), c, "larger than all", fill(blob(2*most))); err != nil {
		t.Fatal(err)
	}
	if s := c.stats(); s.bytes == 0 {
		t.Error("one value that does not fit has driven out all others")
	}
}

func TestCacheKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	c := newCache(10 * (1000 + entryOverhead + 10))
	var made atomic.Int32
	popular := func() {
		t.Helper()
		_, err := cached(t.Context(), c, "popular", func(context.Context) (blob, error) { made.Add(1); return 1000, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		popular()
		if _, err := cached(t.Context(), c, fmt.Sprint("other-", i), fill(1000)); err != nil {
			t.Fatal(err)
		}
	}
	if made.Load() != 1 {
		t.Errorf("what is asked for all the time was made %d times", made.Load())
	}
	c.keepOnly("popular")
	if got := c.stats().bytes; got != 1000+len("popular")+entryOverhead {
		t.Errorf("after the rest was dropped, it keeps %d bytes", got)
	}
}

// Many who want the same thing get it from one making, and one who gives up does not take it from the others.
func TestCacheMakesOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1 << 20)
		var made atomic.Int32
		release := make(chan struct{})
		slow := func(context.Context) (blob, error) {
			made.Add(1)
			<-release
			return 7, nil
		}
		impatient, giveUp := context.WithCancel(t.Context())
		var waiting sync.WaitGroup
		waiting.Go(func() {
			if _, err := cached(impatient, c, "key", slow); !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up got %v", err)
			}
		})
		synctest.Wait()
		for range 20 {
			waiting.Go(func() {
				if value, err := cached(t.Context(), c, "key", slow); err != nil || value != 7 {
					t.Errorf("who waited got %v, %v", value, err)
				}
			})
		}
		synctest.Wait()
		giveUp()
		synctest.Wait()
		close(release)
		waiting.Wait()
		if made.Load() != 1 {
			t.Errorf("it was made %d times", made.Load())
		}
	})
}

// What is being made ends with the server, though nobody has given up: a statement of many seconds would keep it from stopping.
func TestCacheEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1 << 20)
		asked := time.Now()
		go func() {
			time.Sleep(time.Second)
			c.end()
		}()
		_, err := cached(t.Context(), c, "key", func(ctx context.Context) (blob, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		})
		if !errors.Is(err, context.Canceled) || time.Since(asked) != time.Second {
			t.Errorf("it ended with %v after %v", err, time.Since(asked))
		}
	})
}

func TestCacheForgetsFailures(t *testing.T) {
	t.Parallel()
	c := newCache(1 << 20)
	for _, broken := range []func(context.Context) (blob, error){
		func(context.Context) (blob, error) { return 0, errors.New("no luck") },
		func(context.Context) (blob, error) { panic("a bug") },
	} {
		if _, err := cached(t.Context(), c, "key", broken); err == nil {
			t.Fatal("a failure was taken for a value")
		} else if strings.Contains(err.Error(), "a bug") && !strings.Contains(err.Error(), "cache_test.go") {
			t.Errorf("the panic does not say where: %v", err)
		}
	}
	if value, err := cached(t.Context(), c, "key", fill(3)); err != nil || value != 3 {
		t.Errorf("after failures: %v, %v", value, err)
	}
}
