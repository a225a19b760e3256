package postgres

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Why Postgres does not start is in its last lines, however often it has been asked meanwhile whether it is ready.
func TestTheReasonIsNotCrowdedOut(t *testing.T) {
	t.Parallel()
	var lines tail
	lines.add(`FATAL:  could not create file "base/16385/18344": File exists`)
	for range 20 {
		lines.add("FATAL:  the database system is not yet accepting connections")
		lines.add("DETAIL:  Consistent recovery state has not been yet reached.")
	}
	lines.add("LOG:  database system is shut down")
	if said := lines.String(); !strings.Contains(said, "File exists") || !strings.Contains(said, "is shut down") {
		t.Errorf("what is left is %q", said)
	}
}

func TestAFullDiskIsExplained(t *testing.T) {
	t.Parallel()
	s := &Server{root: "/srv/cafe/postgres"}
	for _, said := range []string{
		`ERROR:  could not write block 36 in file "base/16385/1249": wrote only 4096 of 8192 bytes / HINT:  Check free disk space. / FATAL:  checkpoint request failed`,
		`FATAL:  could not write lock file "postmaster.pid": No space left on device`,
	} {
		if err := s.refusal(said); !strings.Contains(err.Error(), "the disk of /srv/cafe/postgres is full: make room, and start again") {
			t.Errorf("%q is told as %q", said, err)
		}
	}
}

// A folder that cannot be used is named, with what to do.
func TestAFolderThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dangling := filepath.Join(t.TempDir(), "home")
	if err := os.Symlink(filepath.Join(t.TempDir(), "gone"), dangling); err != nil {
		t.Fatal(err)
	}
	if _, err := lockFolder(t.Context(), dangling); err == nil || !strings.Contains(err.Error(), "link that leads nowhere") {
		t.Errorf("a link to a folder that is gone: %v", err)
	}
	if _, err := lockFolder(t.Context(), file); err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), "name a folder with --home") {
		t.Errorf("a file as home: %v", err)
	}
	for _, cause := range []error{fs.ErrPermission, &fs.PathError{Op: "open", Path: "lock", Err: syscall.EACCES}, syscall.EROFS, syscall.ENOSPC} {
		if !strings.Contains(advice(cause), "--home") {
			t.Errorf("nothing is said to do about %v", cause)
		}
	}
}
