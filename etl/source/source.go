package source

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// MaxBytes is the greatest size of a remote file unless [Options] says otherwise: 4 GiB.
const MaxBytes = 4 << 30

// Options of a source. The zero value is usable.
type Options struct {
	Sample   bool         // the files are the simulator's, not the owner's
	MaxBytes int64        // the greatest size of a remote file in bytes; 0 means [MaxBytes]
	Log      *slog.Logger // hears of retries; nil means nobody does
}

// File is one file of a source, as it was when it was listed.
type File struct {
	Name     string    // a base name that is safe as a file name: no separator, no leading dot, no control character
	Size     int64     // bytes; -1 where the source does not say
	Modified time.Time // zero where the source does not say, or says it too vaguely to tell a change by
	ETag     string    // as the server sent it; empty for files on disk

	// Open reads the content from its start. The reader ends with io.EOF only when the file came whole and did not change
	// meanwhile; a change is a [TemporaryError].
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Source is a place that files come from.
type Source struct {
	address string
	sample  bool
	list    func(ctx context.Context) ([]File, error)
}

// Open makes a source of an address: a folder, a .zip, .gz, .csv, .json, .jsonl or .ndjson file, or the http(s) address of such
// a file. It checks the address alone: what is missing is said by Files.
func Open(address string, opts Options) (*Source, error) {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = MaxBytes
	}
	if opts.Log == nil {
		opts.Log = discard
	}
	scheme, _, isURL := strings.Cut(address, "://")
	switch scheme = strings.ToLower(scheme); {
	case address == "":
		return nil, fmt.Errorf("the source has no address: name a folder, a .zip, or an http(s) address of the raw files")
	case strings.ContainsRune(address, 0):
		return nil, fmt.Errorf("the address of the source holds a NUL byte")
	case isURL && (scheme == "http" || scheme == "https"):
		r, err := newRemote(address, opts, defaultPatience)
		if err != nil {
			return nil, err
		}
		return &Source{address: r.address, sample: opts.Sample, list: r.list}, nil
	case isURL && scheme == "file":
		u, err := url.Parse(address)
		if err != nil || u.Path == "" || (u.Host != "" && u.Host != "localhost") {
			return nil, fmt.Errorf("the address of the source is not of the form file:///folder")
		}
		return openDisk(u.Path, opts), nil
	case isURL:
		return nil, fmt.Errorf("a source cannot be read over %q: name a folder, a .zip, or an http(s) address", scheme)
	}
	return openDisk(address, opts), nil
}

// Address says where the files come from, without user, password, and values of the query: fit for pages and logs.
func (s *Source) Address() string { return s.address }

// Sample says that the files are the simulator's, not the owner's.
func (s *Source) Sample() bool { return s.sample }

// Files lists what is there now, sorted by name, with unique names, at least one. It reads no content.
func (s *Source) Files(ctx context.Context) ([]File, error) { return s.list(ctx) }

var discard = slog.New(slog.DiscardHandler)
