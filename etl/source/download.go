package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"strconv"

	"github.com/cespare/xxhash/v2"
)

// download reads a remote file from start to end over as many connections as it takes. After a cut it asks for the rest only,
// where the server can tell that it is still the same file; otherwise it reads again what it had, and compares.
type download struct {
	*remote
	ctx    context.Context
	pace   *pacer
	answer answer         // of the first response
	body   *idleBody      // nil between connections
	offset int64          // bytes given out
	given  *xxhash.Digest // of them
	err    error          // sticky
}

// errChanged is a file that is no longer the one whose start was read.
var errChanged = errors.New("changed while it was read")

func (r *remote) download(ctx context.Context, file File) (io.ReadCloser, error) {
	d := &download{remote: r, ctx: ctx, pace: newPacer(r), given: xxhash.New()}
	if d.err = d.connectPatiently(); d.err != nil {
		return nil, d.err
	}
	if file.Size >= 0 && d.answer.total >= 0 && file.Size != d.answer.total {
		d.Close()
		return nil, d.changed()
	}
	return d, nil
}

func (d *download) Read(p []byte) (int, error) {
	for d.err == nil {
		if d.body == nil {
			if d.err = d.connectPatiently(); d.err != nil {
				break
			}
		}
		n, err := d.body.Read(p)
		d.given.Write(p[:n])
		d.offset += int64(n)
		if n > 0 {
			d.pace.progress()
		}
		switch {
		case d.offset > d.opts.MaxBytes:
			d.err = d.tooLarge()
		case err == nil:
			return n, nil
		case err == io.EOF && (d.answer.total < 0 || d.answer.total == d.offset):
			d.err = io.EOF
		default:
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			d.disconnect()
			d.err = d.pace.wait(d.ctx, d.cut(err))
		}
		if n > 0 && (d.err == nil || d.err == io.EOF) {
			return n, nil
		}
	}
	return 0, d.err
}

// cut says why a body ended before its end.
func (d *download) cut(err error) error {
	switch {
	case d.ctx.Err() != nil:
		return fmt.Errorf("read %s: %w", d.address, context.Cause(d.ctx))
	case errors.Is(err, errIdle):
		return &TemporaryError{Err: fmt.Errorf("%s stopped after %d bytes: no more came for %v", d.address, d.offset, d.patience.idle)}
	}
	return &TemporaryError{Err: fmt.Errorf("the connection to %s was cut after %d bytes: %w", d.address, d.offset, err)}
}

func (d *download) changed() error {
	return &TemporaryError{Err: fmt.Errorf("%s %w: it will be read again", d.address, errChanged)}
}

func (d *download) connectPatiently() error {
	for {
		err := d.connect()
		if err == nil {
			return nil
		}
		d.disconnect()
		if errors.Is(err, errChanged) {
			return err
		}
		if err = d.pace.wait(d.ctx, err); err != nil {
			return err
		}
	}
}

// connect makes a request whose body goes on at offset.
func (d *download) connect() error {
	header := http.Header{}
	if v := d.answer.validator(); d.offset > 0 && v != "" {
		header.Set("Range", "bytes="+strconv.FormatInt(d.offset, 10)+"-")
		header.Set("If-Range", v)
	}
	ctx, cancel := context.WithCancelCause(d.ctx)
	resp, err := d.do(ctx, http.MethodGet, header)
	if err != nil {
		cancel(nil)
		return err
	}
	d.body = newIdleBody(ctx, resp.Body, d.patience.idle, cancel)
	a := answerOf(resp)
	switch {
	case a.total > d.opts.MaxBytes:
		return d.tooLarge()
	case d.offset == 0:
		d.answer = a
		return d.refuseWebPage(resp)
	case d.answer.differs(a):
		return d.changed()
	case resp.StatusCode == http.StatusPartialContent && a.start == d.offset:
		return nil
	case resp.StatusCode == http.StatusPartialContent:
		return fmt.Errorf("%s answers with another part of the file than was asked for", d.address)
	}
	return d.skip()
}

// skip reads what was given out already, and sees whether it is the same.
func (d *download) skip() error {
	again := xxhash.New()
	if _, err := io.CopyN(again, d.body, d.offset); err == io.EOF {
		return d.changed() // it is shorter now
	} else if err != nil {
		return d.cut(err)
	}
	if again.Sum64() != d.given.Sum64() {
		return d.changed()
	}
	return nil
}

// refuseWebPage tells a login page or an error page from data. Servers call data text/html, too, so the content decides.
func (d *download) refuseWebPage(resp *http.Response) error {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return nil
	}
	start, err := d.body.peek(512)
	if err != nil {
		return d.cut(err)
	}
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(start, []byte("<")) {
		return fmt.Errorf("%s answers with a web page instead of data: is it a login page, or the page about the file?", d.address)
	}
	return nil
}

func (d *download) disconnect() {
	if d.body != nil {
		d.body.Close()
		d.body = nil
	}
}

// Close ends the download, wherever it is.
func (d *download) Close() error {
	d.disconnect()
	if d.err == nil {
		d.err = fs.ErrClosed
	}
	return nil
}
