package sample

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

var whole = []string{CustomersFile, DictionaryFile, EventsFile, OffersFile}

func names(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestReplacesAnOlderSample(t *testing.T) {
	t.Parallel()
	dir := writeSample(t, 200, 1)
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(context.Background(), dir, Options{Customers: 10, Seed: 2}); err != nil {
		t.Fatal(err)
	}
	want := []string{CustomersFile, DictionaryFile, EventsFile, "notes.txt", OffersFile}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("the folder holds %v", got)
	}
	s := readSample(t, dir)
	if len(s.order) != 10 {
		t.Errorf("%d customers", len(s.order))
	}
	checkOrder(t, s)
}

func TestStoppedLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	o := Options{Customers: 20_000, Progress: func(done, total int64) {
		if done > total*3/4 {
			stop()
		}
	}}
	if err := Write(ctx, dir, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestStoppedKeepsTheOlderSample(t *testing.T) {
	t.Parallel()
	dir := writeSample(t, 100, 1)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := Write(ctx, dir, Options{Customers: 5_000, Seed: 2}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got := names(t, dir); !slices.Equal(got, whole) {
		t.Errorf("the folder holds %v", got)
	}
	if s := readSample(t, dir); len(s.order) != 100 {
		t.Errorf("%d customers", len(s.order))
	}
}

// A kill gives no chance to tidy up: what is left must not look whole, and the next run clears it away.
func TestKilledLeavesNoSample(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("SAMPLE_TEST_DIR"); dir != "" {
		o := Options{Customers: 2_000_000, Progress: func(done, total int64) { os.Stdout.WriteString(".\n") }}
		t.Fatal(Write(context.Background(), dir, o))
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledLeavesNoSample$")
	child.Env = append(os.Environ(), "SAMPLE_TEST_DIR="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if !bufio.NewScanner(out).Scan() {
		t.Fatal("the child never began")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait() // of course it did not end well
	if left := names(t, dir); len(left) != 1 || left[0][:len(asidePrefix)] != asidePrefix {
		t.Fatalf("the kill left %v", left)
	}
	if err := Write(context.Background(), dir, Options{Customers: 10}); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); !slices.Equal(got, whole) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestNoFolderThere(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(context.Background(), file, Options{Customers: 1}); err == nil {
		t.Error("a file was taken for a folder")
	}
	deep := filepath.Join(t.TempDir(), "a", "b")
	if err := Write(context.Background(), deep, Options{Customers: 1}); err != nil {
		t.Errorf("a folder that has to be made: %v", err)
	}
}
