package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressSaysEachMegabyteOnce(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	tell := progress(&out)
	for done := int64(0); done <= 2<<20; done += 1 << 10 {
		tell("Downloading", done, 2<<20)
	}
	tell("Preparing", 0, 0)
	const want = "\rDownloading: 0 of 2 MB \rDownloading: 1 of 2 MB \rDownloading: 2 of 2 MB \nPreparing\n"
	if out.String() != want {
		t.Errorf("it says %q, want %q", out.String(), want)
	}
}

// What the start needs of the database waits while that is away, and for nothing else.
func TestStartPersists(t *testing.T) {
	t.Parallel()
	away := &net.OpError{Op: "dial", Net: "unix", Err: syscall.ECONNREFUSED}
	wrong := errors.New("the database was migrated by a newer cafe-rewards")
	for name, test := range map[string]struct {
		answers []error
		want    error
	}{
		"it is there":            {[]error{nil}, nil},
		"away, and back":         {[]error{away, away, away, nil}, nil},
		"away, and then refuses": {[]error{away, wrong}, wrong},
		"it refuses":             {[]error{wrong}, wrong},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			err := persist(t.Context(), slog.New(slog.DiscardHandler), func() error {
				asked++
				return test.answers[asked-1]
			})
			if !errors.Is(err, test.want) || asked != len(test.answers) {
				t.Errorf("%s: it ends with %v after asking %d times", name, err, asked)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		stopped := errors.New("stopped")
		ctx, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(7*time.Second, func() { stop(stopped) })
		began := time.Now()
		if err := persist(ctx, slog.New(slog.DiscardHandler), func() error { return away }); !errors.Is(err, stopped) || time.Since(began) != 7*time.Second {
			t.Errorf("stopped after 7 s, it ends with %v after %v", err, time.Since(began))
		}
	})
}
