package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// hasty is patience for tests.
var hasty = patience{
	connect: 2 * time.Second, header: 200 * time.Millisecond, idle: 150 * time.Millisecond,
	tries: 4, allTries: 20, first: time.Millisecond, longest: 5 * time.Millisecond, retryAfter: 50 * time.Millisecond,
}

var (
	content = func() []byte {
		b := make([]byte, 300_000)
		r := rand.NewChaCha8([32]byte{1})
		r.Read(b)
		return b
	}()
	lastYear = time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
)

func TestDownload(t *testing.T) {
	t.Parallel()
	changedContent := append(bytes.Clone(content[:1000]), content...)
	other := bytes.Clone(content)
	other[17]++
	for _, test := range []struct {
		name string
		head http.HandlerFunc
		gets []http.HandlerFunc
		asks int32 // GET requests
		err  string
		temp bool
	}{
		{name: "whole", gets: []http.HandlerFunc{whole(`"a"`, content)}, asks: 1},
		{name: "no validators, no ranges", gets: []http.HandlerFunc{plain(content)}, asks: 1},
		{name: "HEAD refused, ranges", head: status(405), gets: []http.HandlerFunc{whole(`"a"`, content)}, asks: 2},
		{name: "HEAD forbidden, no ranges", head: status(403), gets: []http.HandlerFunc{plain(content)}, asks: 2},
		{name: "500 then 200", gets: []http.HandlerFunc{status(500), status(502), whole(`"a"`, content)}, asks: 3},
		{name: "429 with seconds", gets: []http.HandlerFunc{status(429, "Retry-After", "0"), whole(`"a"`, content)}, asks: 2},
		{name: "429 for an hour", gets: []http.HandlerFunc{status(429, "Retry-After", "3600"), whole(`"a"`, content)},
			asks: 1, err: "cannot be read now (status 429)", temp: true},
		{name: "500 always", head: whole(`"a"`, content), gets: []http.HandlerFunc{status(500)}, asks: 4, err: "cannot be read now (status 500)", temp: true},
		{name: "501 once", head: whole(`"a"`, content), gets: []http.HandlerFunc{status(501)}, asks: 1, err: "status 501"},
		{name: "nothing there", gets: []http.HandlerFunc{status(404)}, asks: 1, err: "there is nothing at"},
		{name: "no right", gets: []http.HandlerFunc{status(401)}, asks: 1, err: "check user, password or token"},
		{name: "no content", gets: []http.HandlerFunc{status(204)}, asks: 1, err: "answers with status 204"},
		{name: "cut, resumed", gets: []http.HandlerFunc{cut(`"a"`, content, 100_000), whole(`"a"`, content)}, asks: 2},
		{name: "cut thrice, resumed", gets: []http.HandlerFunc{
			cut(`"a"`, content, 1000), status(503), cut(`"a"`, content, 200_000), whole(`"a"`, content)}, asks: 4},
		{name: "cut at the start", gets: []http.HandlerFunc{cut(`"a"`, content, 0), whole(`"a"`, content)}, asks: 2},
		{name: "cut, weak validator: read again", gets: []http.HandlerFunc{cut(`W/"a"`, content, 100_000), whole(`W/"a"`, content)}, asks: 2},
		{name: "cut, no ranges: read again and compared", gets: []http.HandlerFunc{cut("", content, 100_000), plain(content)}, asks: 2},
		{name: "cut, other ETag", gets: []http.HandlerFunc{cut(`"a"`, content, 100_000), whole(`"b"`, content)},
			asks: 2, err: "changed while it was read", temp: true},
		{name: "cut, other content of the same length", gets: []http.HandlerFunc{cut("", content, 100_000), plain(other)},
			asks: 2, err: "changed while it was read", temp: true},
		{name: "cut, other length", gets: []http.HandlerFunc{cut(`"a"`, content, 100_000), whole(`"a"`, changedContent)},
			head: whole(`"a"`, content), asks: 2, err: "changed while it was read", temp: true},
		{name: "other length than HEAD said", head: whole(`"a"`, content), gets: []http.HandlerFunc{whole(`"b"`, changedContent)},
			asks: 1, err: "changed while it was read", temp: true},
		{name: "cut always at the same byte", gets: []http.HandlerFunc{cut("", content, 1000)}, asks: 4, err: "was cut after 1000 bytes", temp: true},
		{name: "another part than asked for", head: whole(`"a"`, content), asks: 2, err: "another part of the file",
			gets: []http.HandlerFunc{cut(`"a"`, content, 1000), func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("ETag", `"a"`)
				w.Header().Set("Content-Range", fmt.Sprintf("bytes 5-%d/%d", len(content)-1, len(content)))
				w.WriteHeader(206)
				w.Write(content[5:])
			}}},
		{name: "stops sending", asks: 2, gets: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"a"`)
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			w.Write(content[:5000])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, whole(`"a"`, content)}},
		{name: "does not answer", asks: 2, gets: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}, whole(`"a"`, content)}},
		{name: "slow but steady", head: whole("", content), asks: 1, gets: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(content)))
			for i := 0; i < len(content); i += 50_000 {
				w.Write(content[i : i+50_000])
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Millisecond) // twice the idle limit in all
			}
		}}},
		{name: "web page", asks: 1, err: "answers with a web page", gets: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte("\n<!doctype html><title>Log in</title>"))
		}}},
		{name: "data called a web page", asks: 1, gets: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Write(content)
		}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, asks := serve(t, test.head, test.gets...)
			_, got, err := fetch(t.Context(), server.URL+"/events.csv", Options{})
			if test.err == "" {
				if err != nil || !bytes.Equal(got, content) {
					t.Errorf("got %d bytes and %v, want the %d of the file", len(got), err, len(content))
				}
			} else if err == nil || !strings.Contains(err.Error(), test.err) || Temporary(err) != test.temp {
				t.Errorf("got error %v (temporary %t), want one with %q (temporary %t)", err, Temporary(err), test.err, test.temp)
			}
			if asks.Load() != test.asks {
				t.Errorf("asked %d times, want %d", asks.Load(), test.asks)
			}
		})
	}
}

// After a cut only the rest is asked for, and only of the same file.
func TestResumeAsksForTheRest(t *testing.T) {
	t.Parallel()
	for _, etag := range []string{`"a"`, ""} {
		var header http.Header
		server, _ := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Last-Modified", lastYear.Format(http.TimeFormat))
			cut(etag, content, 100_000)(w, r)
		}, func(w http.ResponseWriter, r *http.Request) {
			header = r.Header.Clone()
			whole(etag, content)(w, r)
		})
		_, got, err := fetch(t.Context(), server.URL+"/events.csv", Options{})
		if err != nil || !bytes.Equal(got, content) {
			t.Fatal(len(got), err)
		}
		want := etag
		if etag == "" {
			want = lastYear.Format(http.TimeFormat)
		}
		if header.Get("Range") != "bytes=100000-" || header.Get("If-Range") != want {
			t.Errorf("the rest was asked for with Range %q, If-Range %q", header.Get("Range"), header.Get("If-Range"))
		}
	}
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"said":     whole(`"a"`, content),
		"not said": plain(content),
	} {
		server, _ := serve(t, nil, handler)
		_, got, err := fetch(t.Context(), server.URL+"/events.csv", Options{MaxBytes: 200_000})
		if err == nil || Temporary(err) || !strings.Contains(err.Error(), "the limit for a download") || len(got) > 200_000 {
			t.Errorf("size %s: got %d bytes and %v", name, len(got), err)
		}
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var referer, auth atomic.Value
	target, _ := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
		referer.Store(r.Header.Get("Referer"))
		auth.Store(r.Header.Get("Authorization"))
		whole(`"a"`, content)(w, r)
	})
	encrypted := httptest.NewTLSServer(http.RedirectHandler(target.URL+"/events.csv", http.StatusFound))
	t.Cleanup(encrypted.Close)
	trust := func(r *remote) {
		r.client.Transport.(*http.Transport).TLSClientConfig = encrypted.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	}

	_, _, err := fetch(t.Context(), encrypted.URL+"/x.csv", Options{}, trust)
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "not encrypted") {
		t.Errorf("from https to http: %v", err)
	}
	_, _, err = fetch(t.Context(), encrypted.URL+"/x.csv", Options{})
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "certificate is not trusted") {
		t.Errorf("unknown certificate: %v", err)
	}

	round, asks := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/again?"+r.URL.RawQuery+"1", http.StatusFound)
	})
	_, _, err = fetch(t.Context(), round.URL+"/x.csv", Options{})
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "redirects more than 5 times") || asks.Load() > 10 {
		t.Errorf("round and round (%d times): %v", asks.Load(), err)
	}

	disk, asked := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	_, _, err = fetch(t.Context(), disk.URL+"/x.csv", Options{})
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "neither http nor https") || asked.Load() > 2 {
		t.Errorf("to a file (%d times): %v", asked.Load(), err)
	}

	elsewhere, _ := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(target.URL, "127.0.0.1", "localhost", 1)+"/events.csv", http.StatusFound)
	})
	file, got, err := fetch(t.Context(), strings.Replace(elsewhere.URL, "http://", "http://user:secret@", 1)+"/get?token=secret", Options{})
	if err != nil || !bytes.Equal(got, content) || file.Name != "events.csv" {
		t.Fatal(file.Name, len(got), err)
	}
	if referer.Load() != "" || auth.Load() != "" {
		t.Errorf("another host was told Referer %q, Authorization %q", referer.Load(), auth.Load())
	}
}

func TestUserAndPassword(t *testing.T) {
	t.Parallel()
	server, _ := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "ana" || password != "p@ss" {
			w.WriteHeader(401)
			return
		}
		whole(`"a"`, content)(w, r)
	})
	if _, got, err := fetch(t.Context(), strings.Replace(server.URL, "//", "//ana:p%40ss@", 1)+"/events.csv", Options{}); err != nil || !bytes.Equal(got, content) {
		t.Fatal(len(got), err)
	}
}

// Nothing that the package says has a secret of the address in it.
func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(nil)
	closed.Close()
	answers := map[string]http.HandlerFunc{
		"404": status(404), "500": status(500), "401": status(401), "302": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) },
		"cut": cut("", content, 10), "page": func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) },
		"silent": func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	}
	hosts := map[string]string{
		"closed": strings.TrimPrefix(closed.URL, "http://"), "no name": "no-such-host.invalid", "no port": "127.0.0.1:99999", "bad": "ho st", "none": "",
	}
	for name, h := range answers {
		s, _ := serve(t, nil, h)
		hosts[name] = strings.TrimPrefix(s.URL, "http://")
	}
	for name, host := range hosts {
		for _, scheme := range []string{"http", "https"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				t.Parallel()
				_, _, err := fetch(t.Context(), scheme+"://secret:secret@"+host+"/events.csv?X-Signature=secret&secret#secret", Options{MaxBytes: 1000})
				if err == nil || strings.Contains(err.Error(), "secret") {
					t.Errorf("got %v", err)
				}
			})
		}
	}
	s, err := Open("https://secret:secret@example.com:8443/a%20b/data.zip?dataset=secret&sig=secret&secret#secret", Options{})
	if err != nil || s.Address() != "https://example.com:8443/a%20b/data.zip?dataset=…&sig=…&…" {
		t.Errorf("the address is %q, %v", s.Address(), err)
	}
}

func TestLook(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, path, etag, modified, disposition string
		want                                    File
	}{
		{"etag and date", "/events.csv.gz", `"x"`, lastYear.Format(http.TimeFormat), "", File{Name: "events.csv.gz", Size: 3, Modified: lastYear, ETag: `"x"`}},
		{"a date too young to tell", "/a.csv", "", time.Now().UTC().Format(http.TimeFormat), "", File{Name: "a.csv", Size: 3}},
		{"nonsense for a date", "/a.csv", "", "yesterday", "", File{Name: "a.csv", Size: 3}},
		{"named by the server", "/download", "", "", `attachment; filename="data.zip"`, File{Name: "data.zip", Size: 3}},
		{"named in UTF-8", "/download", "", "", `attachment; filename*=UTF-8''caf%C3%A9.zip`, File{Name: "café.zip", Size: 3}},
		{"named to lead astray", "/events.csv", "", "", `attachment; filename="../../etc/cron.d/x.csv"`, File{Name: "events.csv", Size: 3}},
		{"escaped to lead astray", "/..%2f..%2fx.csv", "", "", ``, File{Name: "x.csv", Size: 3}},
		{"no ending", "/download", "", "", "", File{Name: "download", Size: 3}},
		{"no name", "/", "", "", "", File{Name: "data", Size: 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server, _ := serve(t, nil, func(w http.ResponseWriter, r *http.Request) {
				for name, value := range map[string]string{"ETag": test.etag, "Last-Modified": test.modified, "Content-Disposition": test.disposition} {
					if value != "" {
						w.Header().Set(name, value)
					}
				}
				w.Header().Set("Content-Length", "3")
				w.Write([]byte("a\n1"))
			})
			got, _, err := fetch(t.Context(), server.URL+test.path, Options{})
			if err != nil || got.Name != test.want.Name || got.Size != test.want.Size || got.ETag != test.want.ETag || !got.Modified.Equal(test.want.Modified) {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	server, _ := serve(t, whole(`"a"`, content), func(w http.ResponseWriter, r *http.Request) {
		w.Write(content[:5000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err := fetch(ctx, server.URL+"/events.csv", Options{})
	if !errors.Is(err, context.DeadlineExceeded) || Temporary(err) {
		t.Errorf("got %v", err)
	}
}

func TestNotTLS(t *testing.T) {
	t.Parallel()
	server, _ := serve(t, nil, plain(content))
	_, _, err := fetch(t.Context(), strings.Replace(server.URL, "http:", "https:", 1)+"/events.csv", Options{})
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "does not speak https") {
		t.Errorf("got %v", err)
	}

}
