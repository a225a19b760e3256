package postgres_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"cafe-rewards/sql/postgres"
)

// TestDownloadedPostgres runs the server as on a machine without a Postgres. The archive comes from the real repository once, and
// then from this user's cache, through a server of the test's own.
func TestDownloadedPostgres(t *testing.T) {
	t.Parallel()
	archive := cachedArchive(t)
	var requests atomic.Int64
	repository := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.ServeFile(w, r, archive)
	}))
	defer repository.Close()

	var mu sync.Mutex
	seen := map[string]int64{}
	options := postgres.Options{
		Home: home(t),
		Log:  quiet,
		Progress: func(message string, done, total int64) {
			mu.Lock()
			defer mu.Unlock()
			if done == total {
				seen[message] = total
			}
		},
	}.Downloading(repository.URL)
	version := ""
	for range 2 {
		server, err := postgres.Start(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		version = query(t, server.URL(), "show server_version")
		stop(t, server)
	}
	if requests.Load() != 1 {
		t.Errorf("downloaded %d times", requests.Load())
	}
	if !strings.HasPrefix(postgres.DownloadVersion, version+".") {
		t.Errorf("runs Postgres %s, downloaded was %s", version, postgres.DownloadVersion)
	}
	for _, message := range []string{"Downloading Postgres " + postgres.DownloadVersion, "Unpacking Postgres"} {
		if seen[message] == 0 {
			t.Errorf("%q was not seen to finish: %v", message, seen)
		}
	}
	left, err := filepath.Glob(filepath.Join(options.Home, "postgres/binaries/*"))
	if err != nil || len(left) != 1 {
		t.Errorf("kept are %v, error %v", left, err)
	}
}

// cachedArchive gives the path of the real archive, which is downloaded by the first test run of this user.
func cachedArchive(t *testing.T) string {
	t.Helper()
	address, sum := postgres.Download()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(cache, "cafe-rewards", filepath.Base(address))
	if content, err := os.ReadFile(path); err == nil {
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) == sum {
			return path
		}
	}
	if err := fetch(address, path); err != nil {
		t.Fatalf("%v\nThis test needs the binaries of Postgres once: connect to the internet, or put %s there by hand as %s", err, address, path)
	}
	return path
}

func fetch(address, path string) error {
	response, err := http.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, response.Status)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), "part-")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	if _, err := io.Copy(part, response.Body); err != nil {
		return err
	}
	if err := part.Close(); err != nil {
		return err
	}
	return os.Rename(part.Name(), path)
}
