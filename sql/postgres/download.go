package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"
)

const (
	largestArchive = 200 << 20        // bytes
	stalled        = 30 * time.Second // without a byte
	attempts       = 5
)

// errWrongSum says that what came is not what was asked for.
var errWrongSum = errors.New("the download does not have the expected SHA-256")

// download brings an archive to a file in root, whole and verified. What an earlier attempt or an earlier program got of it is
// not fetched again, when the server can send the rest.
func (r release) download(ctx context.Context, root *os.Root, name string, progress func(done, total int64), log *slog.Logger) error {
	for attempt := 1; ; attempt++ {
		resumed, err := r.fetch(ctx, root, name, progress)
		if err == nil {
			err = r.verify(root, name)
		}
		wrong := errors.Is(err, errWrongSum)
		if wrong {
			// Kept, it would be taken for the beginning of the right one.
			err = errors.Join(err, root.Remove(name))
		}
		var refused *refusedError
		if err == nil || ctx.Err() != nil || attempt == attempts || wrong && !resumed || errors.As(err, &refused) && refused.final() {
			return err
		}
		pause := 250 * time.Millisecond << attempt
		log.Warn("Downloading Postgres failed", "error", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("download Postgres: %w", context.Cause(ctx))
		}
	}
}

// fetch appends to the file what is missing of the archive; resumed says that the file had a part of it.
func (r release) fetch(ctx context.Context, root *os.Root, name string, progress func(done, total int64)) (resumed bool, err error) {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return resumed, fmt.Errorf("download Postgres: %w", err)
	}
	defer file.Close()
	have, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return resumed, fmt.Errorf("download Postgres: %w", err)
	}
	resumed = have > 0
	// No byte for a while is as good as a broken connection.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(stalled, func() { cancel(fmt.Errorf("nothing came for %s", stalled)) })
	defer watch.Stop()

	response, err := r.request(ctx, have)
	if err != nil {
		return resumed, fmt.Errorf("download Postgres: %w", err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusPartialContent:
	case http.StatusRequestedRangeNotSatisfiable:
		return true, nil // all of it is here, or the sum will tell
	case http.StatusOK:
		have, resumed = 0, false
		if err := emptied(file); err != nil {
			return resumed, fmt.Errorf("download Postgres: %w", err)
		}
	default:
		return resumed, &refusedError{url: r.url, status: response.StatusCode}
	}
	total := int64(0)
	if response.ContentLength > 0 {
		total = have + response.ContentLength
	}
	if err := receive(file, response.Body, have, func(have int64) { watch.Reset(stalled); progress(have, total) }); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return resumed, fmt.Errorf("download Postgres from %s: %w", r.url, err)
	}
	return resumed, file.Close()
}

// receive appends what comes to a file that has so many bytes already, and tells how many it has with each piece.
func receive(file *os.File, from io.Reader, have int64, told func(have int64)) error {
	buffer := make([]byte, 128<<10)
	for {
		n, ended := from.Read(buffer)
		if n > 0 {
			if have += int64(n); have > largestArchive {
				return fmt.Errorf("%w: more than %d bytes came", errWrongSum, largestArchive)
			}
			if _, err := file.Write(buffer[:n]); err != nil {
				return err
			}
			told(have)
		}
		if ended == io.EOF {
			return nil
		}
		if ended != nil {
			return ended
		}
	}
}

func emptied(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

func (r release) request(ctx context.Context, have int64) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return nil, err
	}
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	return http.DefaultClient.Do(request)
}

// verify compares the file's sum with the pinned one.
func (r release) verify(root *os.Root, name string) error {
	file, err := root.Open(name)
	if err != nil {
		return fmt.Errorf("verify the download: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return fmt.Errorf("verify the download: %w", err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != r.sum {
		return fmt.Errorf("%w: %s is %s, not %s", errWrongSum, r.url, got, r.sum)
	}
	return nil
}

// refusedError is an answer that brings no archive.
type refusedError struct {
	url    string
	status int
}

func (e *refusedError) Error() string {
	return fmt.Sprintf("download Postgres: %s answers %d %s", e.url, e.status, http.StatusText(e.status))
}

// final tells whether asking again is of no use.
func (e *refusedError) final() bool {
	return e.status >= 400 && e.status < 500 && e.status != http.StatusTooManyRequests && e.status != http.StatusRequestTimeout
}
