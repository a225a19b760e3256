package postgres

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"
)

func TestUnpack(t *testing.T) {
	t.Parallel()
	file := func(name string) *tar.Header {
		return &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o6755, Size: 4}
	}
	link := func(name, to string) *tar.Header {
		return &tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: to}
	}
	tests := map[string]struct {
		entries []*tar.Header
		err     string // part of it; empty: everything is unpacked
	}{
		"plain":                    {entries: []*tar.Header{file("bin/postgres"), file("./lib/libpq.so.5"), link("lib/libpq.so", "libpq.so.5"), link("lib/up", "../bin/postgres")}},
		"above":                    {entries: []*tar.Header{file("../outside")}, err: "leads out"},
		"above, hidden":            {entries: []*tar.Header{file("bin/../../outside")}, err: "leads out"},
		"absolute":                 {entries: []*tar.Header{file("/tmp/outside")}, err: "leads out"},
		"link above":               {entries: []*tar.Header{link("bin/up", "../../outside")}, err: "leads out"},
		"absolute link":            {entries: []*tar.Header{link("up", "/etc")}, err: "leads out"},
		"through a chain of links": {entries: []*tar.Header{link("a/b", "."), link("a/c", "b/.."), link("d", "a/c/.."), file("d/outside")}, err: "escapes"},
		"hard link":                {entries: []*tar.Header{{Typeflag: tar.TypeLink, Name: "passwd", Linkname: "/etc/passwd"}}, err: "type"},
		"device":                   {entries: []*tar.Header{{Typeflag: tar.TypeChar, Name: "null"}}, err: "type"},
		"twice":                    {entries: []*tar.Header{file("bin/postgres"), file("bin/postgres")}, err: "exists"},
		"too large":                {entries: []*tar.Header{{Typeflag: tar.TypeReg, Name: "huge", Size: largestTree + 1}}, err: "bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			root, err := os.OpenRoot(folder)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			err = unpackTar(pack(t, test.entries), root, "tree")
			if outside, _ := filepath.Glob(filepath.Join(folder, "outside")); len(outside) > 0 {
				t.Error("something was written outside")
			}
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range test.entries {
				info, err := root.Stat(filepath.Join("tree", entry.Name))
				if err != nil {
					t.Fatal(err)
				}
				if info.Mode() != 0o755 || info.Size() != 4 {
					t.Errorf("%s has mode %s and %d bytes", entry.Name, info.Mode(), info.Size())
				}
			}
		})
	}
}

// FuzzUnpack holds that no archive writes outside of its folder.
func FuzzUnpack(f *testing.F) {
	f.Add("bin/postgres", "lib/link", "../bin/postgres")
	f.Add("../outside", "a", "..")
	f.Add("a/b", "a", "../outside")
	f.Fuzz(func(t *testing.T, name, linkName, target string) {
		folder := t.TempDir()
		if err := os.Mkdir(filepath.Join(folder, "root"), 0o700); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(filepath.Join(folder, "root"))
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		var archive bytes.Buffer
		compressed, err := xz.NewWriter(&archive)
		if err != nil {
			t.Fatal(err)
		}
		entries := tar.NewWriter(compressed)
		for _, header := range []*tar.Header{
			{Typeflag: tar.TypeSymlink, Name: linkName, Linkname: target},
			{Typeflag: tar.TypeReg, Name: name, Mode: 0o644},
			{Typeflag: tar.TypeReg, Name: linkName + "/" + name, Mode: 0o644},
		} {
			if entries.WriteHeader(header) != nil {
				return // not a name for a tar file
			}
		}
		if entries.Close() != nil || compressed.Close() != nil {
			return
		}
		_ = unpackTar(&archive, root, "tree")
		for _, parent := range []string{folder, filepath.Join(folder, "root")} {
			found, err := os.ReadDir(parent)
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range found {
				if entry.Name() != "root" && entry.Name() != "tree" {
					t.Errorf("wrote %s outside", entry.Name())
				}
			}
		}
	})
}

func pack(t *testing.T, entries []*tar.Header) *bytes.Buffer {
	t.Helper()
	var archive bytes.Buffer
	compressed, err := xz.NewWriter(&archive)
	if err != nil {
		t.Fatal(err)
	}
	writer := tar.NewWriter(compressed)
	whole := true
	for _, entry := range entries {
		if err := writer.WriteHeader(entry); err != nil {
			t.Fatal(err)
		}
		switch {
		case entry.Size == 4:
			if _, err := writer.Write([]byte("elf\n")); err != nil {
				t.Fatal(err)
			}
		case entry.Size > 4:
			whole = false
		}
	}
	if err := writer.Close(); err != nil && whole {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return &archive
}
