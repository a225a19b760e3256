package source

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// folder makes a folder of files; a name that ends in a slash is a folder.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		p := filepath.Join(dir, name)
		var err error
		if strings.HasSuffix(name, "/") {
			err = os.Mkdir(p, 0o700)
		} else {
			err = os.WriteFile(p, []byte("content of "+name), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func files(t *testing.T, address string) ([]File, error) {
	t.Helper()
	s, err := Open(address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Files(t.Context())
}

func read(ctx context.Context, f File) ([]byte, error) {
	r, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestFolder(t *testing.T) {
	t.Parallel()
	dir := folder(t, "offers.csv", "events.csv.gz", "Customers.CSV", "b.json", "c.jsonl", "d.ndjson", "e.json.gz", "f.zip", "g.gz",
		".hidden.csv", "README.md", "data.csv.part", ".csv", "folder.csv/")
	if err := os.Symlink("offers.csv", filepath.Join(dir, "link.csv")); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{dir, "file://" + dir} {
		list, err := files(t, address)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range list {
			names = append(names, f.Name)
			b, err := read(t.Context(), f)
			want := "content of " + f.Name
			if f.Name == "link.csv" {
				want = "content of offers.csv"
			}
			if err != nil || string(b) != want || f.Size != int64(len(want)) || f.Modified.IsZero() {
				t.Errorf("%+v has %q, %v", f, b, err)
			}
		}
		if got, want := strings.Join(names, " "), "Customers.CSV b.json c.jsonl d.ndjson e.json.gz events.csv.gz f.zip g.gz link.csv offers.csv"; got != want {
			t.Errorf("the folder has %s, want %s", got, want)
		}
	}
}

func TestOneFile(t *testing.T) {
	t.Parallel()
	list, err := files(t, filepath.Join(folder(t, "data.zip", "other.csv"), "data.zip"))
	if err != nil || len(list) != 1 || list[0].Name != "data.zip" {
		t.Fatal(list, err)
	}
	if b, err := read(t.Context(), list[0]); err != nil || string(b) != "content of data.zip" {
		t.Errorf("it has %q, %v", b, err)
	}
}

func TestDiskErrors(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(folder(t, "secret.csv"), "secret.csv")
	linked := folder(t, "offers.csv")
	if err := os.Symlink(outside, filepath.Join(linked, "events.csv")); err != nil {
		t.Fatal(err)
	}
	many := t.TempDir()
	for i := range maxFiles + 1 {
		if err := os.WriteFile(filepath.Join(many, fmt.Sprintf("f%d.csv", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct{ address, want string }{
		"missing":        {filepath.Join(linked, "nowhere"), "does not exist"},
		"empty":          {folder(t), "holds no data file: put customers.csv"},
		"nothing of use": {folder(t, "README.md", ".x.csv", "d.csv/"), "holds no data file"},
		"not data":       {filepath.Join(folder(t, "notes.txt"), "notes.txt"), "its name must end in one of .csv"},
		"device":         {"/dev/null", "neither a folder nor a file"},
		"link outwards":  {linked, "events.csv is a link that leads out of the folder"},
		"too many":       {many, "holds more than 200 data files"},
		"bad name":       {folder(t, "a\nb.csv"), "cannot be printed"},
	} {
		if list, err := files(t, test.address); err == nil || !strings.Contains(err.Error(), test.want) || Temporary(err) {
			t.Errorf("%s: got %d files, %v, want an error with %q", name, len(list), err, test.want)
		}
	}
}

// What changes while it is read is an error that may pass, and never half of one file and half of another.
func TestChangedOnDisk(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"longer":   func(p string) error { return os.WriteFile(p, bytes.Repeat([]byte("x"), 200), 0o600) },
		"shorter":  func(p string) error { return os.WriteFile(p, []byte("x"), 0o600) },
		"as long":  func(p string) error { return os.Chtimes(p, time.Now(), time.Now().Add(time.Second)) },
		"replaced": func(p string) error { os.WriteFile(p+"2", nil, 0o600); return os.Rename(p+"2", p) },
		"removed":  os.Remove,
	} {
		for _, when := range []string{"before", "within"} {
			t.Run(name+" "+when, func(t *testing.T) {
				t.Parallel()
				dir := folder(t, "a.csv")
				list, err := files(t, dir)
				if err != nil {
					t.Fatal(err)
				}
				if when == "before" {
					if err := change(filepath.Join(dir, "a.csv")); err != nil {
						t.Fatal(err)
					}
					if _, err := read(t.Context(), list[0]); !Temporary(err) {
						t.Errorf("got %v", err)
					}
					return
				}
				r, err := list[0].Open(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				if _, err := io.ReadFull(r, make([]byte, 3)); err != nil {
					t.Fatal(err)
				}
				if err := change(filepath.Join(dir, "a.csv")); err != nil {
					t.Fatal(err)
				}
				if _, err := io.ReadAll(r); !Temporary(err) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"":                         "has no address",
		"s3://bucket/x.zip":        `cannot be read over "s3"`,
		"ftp://host/x.zip":         `cannot be read over "ftp"`,
		"file://host/x.zip":        "not of the form file:///",
		"http://":                  "not a valid URL",
		"https://a b/x.zip":        "not a valid URL",
		"https://u:p/w@host/x.zip": "not a valid URL",
		"a\x00b":                   "NUL",
	} {
		if _, err := Open(address, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", address, err, want)
		}
	}
}

// A name that passes is one that the file system takes as one name in one folder.
func FuzzCheckName(f *testing.F) {
	for _, s := range []string{"a.csv", "../a", `a\b`, "a/b", ".", "", "a\x00", "con", "é.csv", "__0x2f__", "a ", "\u202e.csv"} {
		f.Add(s)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, name string) {
		if CheckName(name) != nil {
			return
		}
		if filepath.Base(name) != name || !filepath.IsLocal(name) {
			t.Fatalf("%q leads elsewhere", name)
		}
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		os.Remove(p)
	})
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/100")
	f.Add("bytes */100")
	f.Fuzz(func(t *testing.T, s string) {
		if start, total := contentRange(s); start < -1 || total < -1 {
			t.Fatal(start, total)
		}
	})
}
