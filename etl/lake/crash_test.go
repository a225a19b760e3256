//go:build unix

package lake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cafe-rewards/etl/source"
)

// Some of these tests need a process to lose. It is this test binary again, with crashRole saying what it should do.
const crashRole = "CAFE_LAKE_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(crashRole) {
	case "hang":
		childHangs()
	case "full":
		childFillsTheDisk()
	default:
		os.Exit(m.Run())
	}
}

func child(t *testing.T, role string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(os.Environ(), crashRole+"="+role)
	return c
}

// childHangs lands a file that never ends, in os.Args[1], and says when it has written some of it.
func childHangs() {
	ctx := context.Background()
	l, err := Open(ctx, os.Args[1])
	if err != nil {
		panic(err)
	}
	r, w := io.Pipe()
	go func() {
		for i := range 100 {
			w.Write(bytes.Repeat([]byte("x"), 100<<10))
			if i == 20 {
				fmt.Println("half")
				time.Sleep(time.Hour)
			}
		}
	}()
	endless := source.File{Name: "b.csv", Size: -1, Open: func(context.Context) (io.ReadCloser, error) { return r, nil }}
	l.Land(ctx, fixed{files: []source.File{file("a.csv", []byte("new")), endless}}, nil)
}

// A process that is killed while it lands leaves the lake as it was, and the next landing clears up after it.
func TestLandKilled(t *testing.T) {
	t.Parallel()
	l := open(t)
	old := landFiles(t, l, "a.csv", "old", "b.csv", "old")
	had := tree(t, l)

	c := child(t, "hang", l.dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	c.Process.Kill()
	c.Wait()

	if got := tree(t, l); len(got) <= len(had) {
		t.Fatal("the child left nothing: the test does not test")
	}
	if b, err := l.Batch(t.Context(), old.ID); err != nil {
		t.Errorf("the old batch is not served: %+v, %v", b, err)
	}
	next := landFiles(t, l, "a.csv", "next", "b.csv", "next")
	if sequence(next.ID) != sequence(old.ID)+1 {
		t.Errorf("%s came after %s", next.ID, old.ID)
	}
	if got := tree(t, l); len(got) != len(had)+4 { // a folder, two files, a manifest
		t.Errorf("the lake has %q", got)
	}
}

// childFillsTheDisk lands os.Args[2] in os.Args[1], where no file may grow beyond 100 kB.
func childFillsTheDisk() {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100_000, Max: 100_000}); err != nil {
		panic(err)
	}
	ctx := context.Background()
	l, err := Open(ctx, os.Args[1])
	if err != nil {
		panic(err)
	}
	src, err := source.Open(os.Args[2], source.Options{})
	if err != nil {
		panic(err)
	}
	_, _, err = l.Land(ctx, src, nil)
	fmt.Printf("%v; temporary %t", err, source.Temporary(err))
}

func TestLandDiskFull(t *testing.T) {
	t.Parallel()
	l := open(t)
	old := landFiles(t, l, "a.csv", "old")
	had := tree(t, l)
	f := newFolder(t, "a.csv", "new", "b.csv", strings.Repeat("x", 300_000))
	out, err := child(t, "full", l.dir, f.path).Output()
	if err != nil || !strings.Contains(string(out), "b.csv in the lake: file too large; temporary false") {
		t.Errorf("the child says %q, %v", out, err)
	}
	if got := tree(t, l); strings.Join(got, " ") != strings.Join(had, " ") {
		t.Errorf("the lake has %q instead of %q", got, had)
	}
	if _, err := l.Batch(t.Context(), old.ID); err != nil {
		t.Error(err)
	}
}

// A disk that is really full is told in words.
func TestDiskFullSentence(t *testing.T) {
	t.Parallel()
	_, err := os.Stat("/dev/full")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("this system has no /dev/full")
	}
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = f.Write([]byte("x"))
	if got := bucketError("write", "raw/a", err); !strings.Contains(got.Error(), "its disk is full: make room") || !errors.Is(got, syscall.ENOSPC) {
		t.Error(got)
	}
}

func TestLandReadOnly(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := filepath.Join(t.TempDir(), "lake")
	l := openAt(t, dir)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, _, err := l.Land(t.Context(), fixed{files: []source.File{file("a.csv", nil)}}, nil)
	if err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v", err)
	}
}
