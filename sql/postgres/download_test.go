package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestTheLibraryTellsWhereItsBinariesAre(t *testing.T) {
	t.Parallel()
	repository, version := library()
	if !strings.HasPrefix(repository, "https://") {
		t.Errorf("repository %q", repository)
	}
	if version != pinnedVersion {
		t.Errorf("the library downloads version %q, the sums are those of %s: pin the new ones", version, pinnedVersion)
	}
	if _, ok := downloadable(repository); !ok {
		t.Error("nothing to download on this platform")
	}
	for platform, sum := range sums {
		if raw, err := hex.DecodeString(sum); err != nil || len(raw) != sha256.Size {
			t.Errorf("%s has the sum %q", platform, sum)
		}
	}
}

func TestPlatforms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		system, architecture string
		alpine               bool
		want                 string
	}{
		{"linux", "amd64", false, "linux-amd64"},
		{"linux", "amd64", true, "linux-amd64-alpine"},
		{"linux", "arm64", false, "linux-arm64v8"},
		{"darwin", "amd64", false, "darwin-amd64"},
		{"darwin", "arm64", false, "darwin-arm64v8"},
	} {
		got := platformOf(test.system, test.architecture, test.alpine)
		if got != test.want {
			t.Errorf("%s %s: %s, want %s", test.system, test.architecture, got, test.want)
		}
		if sums[got] == "" {
			t.Errorf("no sum is pinned for %s", got)
		}
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("postgres "), 100_000)
	sum := sha256.Sum256(content)
	whole := func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}

	tests := map[string]struct {
		before   []byte // of an earlier program
		answers  []http.HandlerFunc
		requests int
		err      string // part of it; empty: it comes
	}{
		"at once": {answers: []http.HandlerFunc{whole}, requests: 1},
		"in two parts": {requests: 2, answers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", fmt.Sprint(len(content)))
				w.Write(content[:400_000])
			},
			func(w http.ResponseWriter, r *http.Request) {
				if got := r.Header.Get("Range"); got == "" || got == "bytes=0-" {
					t.Errorf("starts from the beginning: %q", got)
				}
				whole(w, r)
			},
		}},
		"from a server that cannot resume": {before: content[:1000], requests: 1, answers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) { w.Write(content) },
		}},
		"after an earlier program got it all":     {before: content, answers: []http.HandlerFunc{whole}, requests: 1},
		"after an earlier program got a bad part": {before: []byte("something else"), answers: []http.HandlerFunc{whole, whole}, requests: 2},
		"a busy server": {requests: 2, answers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, whole,
		}},
		"not there": {requests: 1, err: "404 Not Found", answers: []http.HandlerFunc{http.NotFound}},
		"another content": {requests: 1, err: "does not have the expected SHA-256", answers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>please sign in</html>") },
		}},
		"without end": {requests: 1, err: "bytes came", answers: []http.HandlerFunc{
			func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					w.Write(content)
				}
			},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n := int(requests.Add(1))
				test.answers[min(n, len(test.answers))-1](w, r)
			}))
			defer server.Close()
			root, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			if test.before != nil {
				if err := root.WriteFile("archive", test.before, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r := release{url: server.URL, sum: hex.EncodeToString(sum[:])}
			err = r.download(context.Background(), root, "archive", func(done, total int64) {
				if done > total && total > 0 {
					t.Errorf("%d of %d", done, total)
				}
			}, slog.New(slog.DiscardHandler))
			if got := int(requests.Load()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %q", err, test.err)
				}
				if left, err := root.ReadFile("archive"); err == nil && len(left) > 0 {
					t.Errorf("%d wrong bytes are kept", len(left))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, err := root.ReadFile("archive"); err != nil || !bytes.Equal(got, content) {
				t.Errorf("got %d bytes of %d, error %v", len(got), len(content), err)
			}
		})
	}
}
