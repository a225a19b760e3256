package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
)

// serve is a server whose GET answers come from a list of handlers, the last of them for all that follow.
func serve(t *testing.T, head http.HandlerFunc, gets ...http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && head != nil {
			head(w, r)
			return
		}
		if r.Method == http.MethodHead {
			gets[len(gets)-1](w, r)
			return
		}
		i := int(n.Add(1)) - 1
		gets[min(i, len(gets)-1)](w, r)
	}))
	t.Cleanup(s.Close)
	return s, &n
}

// whole answers as a good server does: ranges, conditions, validators.
func whole(etag string, b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		http.ServeContent(w, r, "events.csv", lastYear, bytes.NewReader(b))
	}
}

// cut sends the header of the whole, and some of the body.
func cut(etag string, b []byte, after int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		w.Write(b[:after])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// plain knows nothing of ranges and validators.
func plain(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.Write(b) }
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// fetch reads the one file behind an address.
func fetch(ctx context.Context, address string, opts Options, change ...func(*remote)) (File, []byte, error) {
	s, err := Open(address, opts) // for its defaults and checks
	if err != nil {
		return File{}, nil, err
	}
	if opts.MaxBytes == 0 {
		opts.MaxBytes = MaxBytes
	}
	opts.Log = discard
	r, err := newRemote(address, opts, hasty)
	if err != nil {
		return File{}, nil, err
	}
	for _, c := range change {
		c(r)
	}
	if s.Address() != r.address {
		return File{}, nil, errors.New("two addresses")
	}
	files, err := r.list(ctx)
	if err != nil {
		return File{}, nil, err
	}
	body, err := files[0].Open(ctx)
	if err != nil {
		return files[0], nil, err
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	return files[0], b, err
}
