package server

import (
	"container/list"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	fillTimeout   = 20 * time.Second // a little more than the statement timeout of the pool
	entryOverhead = 512              // bytes of bookkeeping per entry, about
)

// sized is a value that says how many bytes it keeps.
type sized interface{ size() int }

// cache holds values that depend on nothing but their key, which begins with the data they were made from. It is bounded in bytes, and
// evicts the least recently used. A value that many ask for at once is made once.
type cache struct {
	most  int
	group singleflight.Group
	ended context.Context // of whatever is being made
	end   context.CancelFunc

	mu      sync.Mutex
	entries map[string]*list.Element
	order   *list.List // of *entry, the most recently used first
	bytes   int
	hits    uint64
	misses  uint64
}

type entry struct {
	key   string
	value sized
	bytes int
}

func newCache(most int) *cache {
	ended, end := context.WithCancel(context.Background())
	return &cache{most: most, ended: ended, end: end, entries: map[string]*list.Element{}, order: list.New()}
}

// cached returns the value of the key, making it if necessary. Making it continues when the caller who asked first gives up, since others may be
// waiting; only fillTimeout or end stops it. Errors are not cached.
func cached[T sized](ctx context.Context, c *cache, key string, fill func(context.Context) (T, error)) (T, error) {
	return cachedWithin(ctx, c, fillTimeout, key, fill)
}

// cachedWithin is the same with another time limit.
func cachedWithin[T sized](ctx context.Context, c *cache, limit time.Duration, key string, fill func(context.Context) (T, error)) (T, error) {
	if value, ok := c.get(key); ok {
		return value.(T), nil
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	result := c.group.DoChan(key, func() (any, error) {
		filling, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
		defer cancel()
		defer context.AfterFunc(c.ended, cancel)()
		value, err := unpanicked(filling, fill)
		if err != nil {
			return nil, err
		}
		c.put(key, value)
		return value, nil
	})
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case r := <-result:
		if r.Err != nil {
			return none, r.Err
		}
		return r.Val.(T), nil
	}
}

// unpanicked turns a panic into an error: singleflight would let it end the whole program.
func unpanicked[T any](ctx context.Context, fill func(context.Context) (T, error)) (value T, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return fill(ctx)
}

func (c *cache) get(key string) (sized, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.entries[key]
	if !ok {
		c.misses++
		return nil, false
	}
	c.hits++
	c.order.MoveToFront(element)
	return element.Value.(*entry).value, true
}

func (c *cache) put(key string, value sized) {
	e := &entry{key: key, value: value, bytes: value.size() + len(key) + entryOverhead}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.bytes > c.most {
		return
	}
	if old, ok := c.entries[key]; ok {
		c.remove(old)
	}
	c.entries[key] = c.order.PushFront(e)
	c.bytes += e.bytes
	for c.bytes > c.most {
		c.remove(c.order.Back())
	}
}

// keepOnly drops whatever was made from other data than that of the prefixes: nobody will ask for it again.
func (c *cache) keepOnly(prefixes ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, element := range c.entries {
		if !slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) }) {
			c.remove(element)
		}
	}
}

func (c *cache) remove(element *list.Element) {
	e := c.order.Remove(element).(*entry)
	delete(c.entries, e.key)
	c.bytes -= e.bytes
}

// cacheStats is how full the cache is, and what it was good for.
type cacheStats struct {
	bytes        int
	hits, misses uint64
}

func (c *cache) stats() cacheStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return cacheStats{c.bytes, c.hits, c.misses}
}
