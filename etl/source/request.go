package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// patience is how long a server may take, and how often it is asked.
type patience struct {
	connect, header time.Duration // to connect, and to begin to answer
	idle            time.Duration // without a byte; a download as a whole may take any time
	tries           int           // in a row that bring nothing
	allTries        int           // of one download: a server that drips is given up, too
	first, longest  time.Duration // waits between tries: they grow from the one to the other
	retryAfter      time.Duration // the longest wait a server may ask for; longer ones are left to the schedule
}

var defaultPatience = patience{
	connect: 10 * time.Second, header: 30 * time.Second, idle: 60 * time.Second,
	tries: 5, allTries: 100,
	first: 500 * time.Millisecond, longest: 30 * time.Second, retryAfter: 2 * time.Minute,
}

const maxRedirects = 5

// errRedirect is a redirect that is not followed.
type errRedirect string

func (e errRedirect) Error() string { return string(e) }

func newClient(p patience) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: p.connect}).DialContext,
			TLSHandshakeTimeout:    p.connect,
			ResponseHeaderTimeout:  p.header,
			MaxResponseHeaderBytes: 256 << 10,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // files come as they are
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			req.Header.Del("Referer") // it has the query, which may be secret
			switch {
			case len(via) > maxRedirects:
				return errRedirect(fmt.Sprintf("it redirects more than %d times", maxRedirects))
			case req.URL.Scheme != "https" && req.URL.Scheme != "http":
				return errRedirect("it redirects to an address that is neither http nor https")
			case via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https":
				return errRedirect("it redirects from https to an address that is not encrypted")
			}
			return nil
		},
	}
}

// do makes one request. A response is 200, or 206 where a range was asked for; everything else is an error, marked when it is
// temporary. The errors name the public address only.
func (r *remote) do(ctx context.Context, method string, header http.Header) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.url.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("the address %s cannot be asked for", r.address)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", "cafe-rewards")
	req.Header.Set("Accept-Encoding", "identity")
	if r.user != nil {
		password, _ := r.user.Password()
		req.SetBasicAuth(r.user.Username(), password) // net/http drops it when it is redirected to another host
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, r.unreachable(ctx, err)
	}
	ranged := req.Header.Get("Range") != ""
	if resp.StatusCode == http.StatusOK || ranged && resp.StatusCode == http.StatusPartialContent {
		return resp, nil
	}
	resp.Body.Close()
	return nil, r.refused(resp, ranged)
}

// unreachable says why there is no response at all.
func (r *remote) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("read %s: %w", r.address, context.Cause(ctx))
	}
	var (
		full        *url.Error
		redirect    errRedirect
		certificate *tls.CertificateVerificationError
		name        *net.DNSError
	)
	if errors.As(err, &full) {
		err = full.Err // without the address, which may have secrets
	}
	switch {
	case errors.As(err, &redirect):
		return fmt.Errorf("%s is not read: %w: name the address it leads to, if you trust it", r.address, redirect)
	case errors.As(err, &certificate):
		return fmt.Errorf("%s is not read: the server's certificate is not trusted: %w", r.address, certificate.Err)
	case errors.Is(err, http.ErrSchemeMismatch):
		return fmt.Errorf("%s is not read: the server does not speak https there", r.address)
	case errors.As(err, &name) && name.IsNotFound:
		return &TemporaryError{Err: fmt.Errorf("%s cannot be reached: there is no server named %s, or the network is down", r.address, name.Name)}
	}
	return &TemporaryError{Err: fmt.Errorf("%s cannot be reached: %w", r.address, err)}
}

// refused says what a status other than success means.
func (r *remote) refused(resp *http.Response, ranged bool) error {
	status := resp.StatusCode
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusProxyAuthRequired:
		return fmt.Errorf("%s may not be read (status %d): check user, password or token in the source's address", r.address, status)
	case status == http.StatusNotFound || status == http.StatusGone:
		return fmt.Errorf("there is nothing at %s (status %d): check the source's address", r.address, status)
	case status == http.StatusRequestedRangeNotSatisfiable && ranged:
		return &TemporaryError{Err: fmt.Errorf("%s changed while it was read: it will be read again", r.address)}
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly,
		status >= 500 && status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported:
		return &TemporaryError{
			Err:   fmt.Errorf("%s cannot be read now (status %d)", r.address, status),
			after: retryAfter(resp.Header.Get("Retry-After"), resp.Header.Get("Date")),
		}
	}
	return fmt.Errorf("%s answers with status %d instead of a file: check the source's address", r.address, status)
}

// retryAfter reads seconds, or a date by the server's own clock.
func retryAfter(value, date string) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(date)
	if err != nil {
		now = time.Now()
	}
	return max(0, at.Sub(now))
}
