package source

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// remote is one file at an http(s) address.
type remote struct {
	url      *url.URL // without user and password
	user     *url.Userinfo
	address  string // fit for pages and logs
	opts     Options
	client   *http.Client
	patience patience
}

func newRemote(address string, opts Options, patience patience) (*remote, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		// Not the parser's words: they repeat the address, and with it the password.
		return nil, fmt.Errorf("the address of the source is not a valid URL: in a user name or password, write special characters as %%xx")
	}
	r := &remote{url: u, user: u.User, address: publicAddress(u), opts: opts, patience: patience}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	r.client = newClient(patience)
	return r, nil
}

// publicAddress leaves out what may be secret: user, password, fragment, and the values of the query.
func publicAddress(u *url.URL) string {
	public := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	var names []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if name, _, ok := strings.Cut(pair, "="); ok {
			names = append(names, name+"=…")
		} else if pair != "" {
			names = append(names, "…")
		}
	}
	if names == nil {
		return public.String()
	}
	return public.String() + "?" + strings.Join(names, "&")
}

// list asks the server for what it says of the file, without its content.
func (r *remote) list(ctx context.Context) ([]File, error) {
	pace := newPacer(r)
	for {
		file, err := r.look(ctx)
		if err == nil {
			return []File{file}, nil
		}
		if err := pace.wait(ctx, err); err != nil {
			return nil, err
		}
	}
}

// look is HEAD, or a GET of the first byte where HEAD is refused: addresses that are signed for GET know nothing else.
func (r *remote) look(ctx context.Context) (File, error) {
	resp, err := r.do(ctx, http.MethodHead, nil)
	if err != nil && !Temporary(err) && ctx.Err() == nil {
		resp, err = r.do(ctx, http.MethodGet, http.Header{"Range": {"bytes=0-0"}})
	}
	if err != nil {
		return File{}, err
	}
	defer resp.Body.Close() // what is left of the body is not waited for
	a := answerOf(resp)
	if resp.Request.Method == http.MethodHead && a.total == 0 {
		a.total = -1 // what servers say that do not know
	}
	if a.total > r.opts.MaxBytes {
		return File{}, r.tooLarge()
	}
	file := File{Name: nameOf(r.url, resp), Size: a.total, ETag: a.etag}
	if t, ok := a.settled(); ok {
		file.Modified = t
	}
	file.Open = func(ctx context.Context) (io.ReadCloser, error) { return r.download(ctx, file) }
	return file, nil
}

func (r *remote) tooLarge() error {
	return fmt.Errorf("%s is larger than %d MiB, the limit for a download", r.address, r.opts.MaxBytes>>20)
}

// answer is what the header of a response says of the file.
type answer struct {
	total    int64 // bytes of the whole file; -1 where unknown
	start    int64 // of what the body has
	etag     string
	modified string
	date     string
}

func answerOf(resp *http.Response) answer {
	a := answer{
		total:    resp.ContentLength,
		etag:     resp.Header.Get("ETag"),
		modified: resp.Header.Get("Last-Modified"),
		date:     resp.Header.Get("Date"),
	}
	if len(a.etag) > 1000 {
		a.etag = ""
	}
	if resp.StatusCode == http.StatusPartialContent || resp.StatusCode == http.StatusRequestedRangeNotSatisfiable {
		a.start, a.total = contentRange(resp.Header.Get("Content-Range"))
	}
	return a
}

// contentRange reads "bytes 5-9/100" and "bytes */100"; what is not known is -1.
func contentRange(s string) (start, total int64) {
	s, _ = strings.CutPrefix(s, "bytes ")
	span, size, _ := strings.Cut(s, "/")
	first, _, _ := strings.Cut(span, "-")
	number := func(s string) int64 {
		n, err := strconv.ParseUint(s, 10, 63)
		if err != nil {
			return -1
		}
		return int64(n)
	}
	return number(first), number(size)
}

// settled gives the date of the last change, when it is old enough for another change to show: it has only whole seconds.
func (a answer) settled() (time.Time, bool) {
	modified, err := http.ParseTime(a.modified)
	if err != nil {
		return time.Time{}, false
	}
	if now, err := http.ParseTime(a.date); err == nil && now.Sub(modified) < 2*time.Second {
		return time.Time{}, false
	}
	return modified, true
}

// validator is what makes a server send the rest of a file only if it is still the same file; empty where it has nothing that is
// strong enough.
func (a answer) validator() string {
	if a.etag != "" {
		if strings.HasPrefix(a.etag, "W/") {
			return ""
		}
		return a.etag
	}
	if _, ok := a.settled(); ok {
		return a.modified
	}
	return ""
}

// differs tells whether two answers are surely of different files.
func (a answer) differs(b answer) bool {
	both := func(x, y string) bool { return x != "" && y != "" }
	switch {
	case a.total >= 0 && b.total >= 0 && a.total != b.total:
		return true
	case both(a.etag, b.etag):
		return a.etag != b.etag
	}
	return both(a.modified, b.modified) && a.modified != b.modified
}
