package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestPathLeadsToTheAsset(t *testing.T) {
	t.Parallel()
	address := Path("app.css")
	if !regexp.MustCompile(`^/static/app\.[0-9a-f]{12}\.css$`).MatchString(address) {
		t.Fatalf("Path(app.css) = %q: not a name with a hash", address)
	}
	asset, ok := Open(strings.TrimPrefix(address, Prefix))
	if !ok || len(asset.Body) == 0 || asset.Type != "text/css; charset=utf-8" {
		t.Errorf("Open(%q) = %v bytes of %q, %v", address, len(asset.Body), asset.Type, ok)
	}
}

func TestOpenKnowsNothingElse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "app.css", "../static.go", "css/base.css", "app.000000000000.css", "vendor/echarts/LICENSE"} {
		if asset, ok := Open(name); ok {
			t.Errorf("Open(%q) found %s", name, asset.Name)
		}
	}
}

func TestPathPanicsOnAMistake(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Path of a file that does not exist did not panic")
		}
	}()
	Path("no.css")
}

// TestCompressedCopiesAreCurrent fails when an asset changed and go generate ./static was not run.
func TestCompressedCopiesAreCurrent(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"README.md": true}
	for plain, asset := range All() {
		if !Compressible(asset) {
			if asset.Gzip != nil || asset.Brotli != nil {
				t.Errorf("%s has compressed copies that save nothing", plain)
			}
			continue
		}
		want[asset.Name+".br"], want[asset.Name+".gz"] = true, true
		if asset.Gzip == nil || asset.Brotli == nil {
			t.Errorf("%s has no current compressed copies: run go generate ./static", plain)
			continue
		}
		if body, err := io.ReadAll(brotli.NewReader(bytes.NewReader(asset.Brotli))); err != nil || !bytes.Equal(body, asset.Body) {
			t.Errorf("the brotli copy of %s is not the asset (%v)", plain, err)
		}
		reader, err := gzip.NewReader(bytes.NewReader(asset.Gzip))
		if err != nil {
			t.Fatalf("open the gzip copy of %s: %v", plain, err)
		}
		if body, err := io.ReadAll(reader); err != nil || !bytes.Equal(body, asset.Body) {
			t.Errorf("the gzip copy of %s is not the asset (%v)", plain, err)
		}
	}
	entries, err := fs.ReadDir(files, "compressed")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !want[entry.Name()] {
			t.Errorf("compressed/%s belongs to no asset: run go generate ./static", entry.Name())
		}
	}
}

// TestEveryReferenceIsFingerprinted finds a file that another one names without its hash: browsers would ask for it in vain.
func TestEveryReferenceIsFingerprinted(t *testing.T) {
	t.Parallel()
	reference := regexp.MustCompile(`"\./([^"]+)"`)
	for plain, asset := range All() {
		if plain == "echarts.js" {
			continue
		}
		for _, match := range reference.FindAllSubmatch(asset.Body, -1) {
			if _, ok := Open(string(match[1])); !ok {
				t.Errorf("%s refers to %q, which is not served: is it listed before it in sources?", plain, match[1])
			}
		}
	}
}

// TestEveryPartIsUsed finds a file that was written but never listed.
func TestEveryPartIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, source := range sources {
		for _, part := range source.parts {
			used[part] = true
		}
	}
	for _, folder := range []string{"css", "js"} {
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if name := folder + "/" + entry.Name(); !used[name] {
				t.Errorf("%s is in no asset", name)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(files)
	}
}
