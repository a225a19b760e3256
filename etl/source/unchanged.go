package source

import (
	"fmt"
	"io"
	"io/fs"
	"os"
)

// unchangedFile reads a file and says at its end when it is no longer the one that was listed: half of an old and half of a new
// file must not pass for a file.
type unchangedFile struct {
	f     *os.File
	root  *os.Root
	path  string
	want  fs.FileInfo
	stat  func() (fs.FileInfo, error)
	count int64
}

func unchanged(f *os.File, path string, want fs.FileInfo, stat func() (fs.FileInfo, error)) (*unchangedFile, error) {
	r := &unchangedFile{f: f, path: path, want: want, stat: stat}
	if err := r.check(); err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func (r *unchangedFile) Read(p []byte) (int, error) {
	n, err := r.f.Read(p)
	r.count += int64(n)
	if err == io.EOF {
		if e := r.check(); e != nil {
			return n, e
		}
		if r.count != r.want.Size() {
			return n, r.changed()
		}
		return n, io.EOF
	}
	if err != nil {
		return n, diskError(r.path, err)
	}
	return n, nil
}

// check compares both what is open and what bears the name now with what was listed.
func (r *unchangedFile) check() error {
	open, err := r.f.Stat()
	if err != nil {
		return diskError(r.path, err)
	}
	named, err := r.stat()
	if err != nil {
		return diskError(r.path, err)
	}
	for _, now := range []fs.FileInfo{open, named} {
		if !os.SameFile(now, r.want) || now.Size() != r.want.Size() || !now.ModTime().Equal(r.want.ModTime()) {
			return r.changed()
		}
	}
	return nil
}

func (r *unchangedFile) changed() error {
	return &TemporaryError{Err: fmt.Errorf("%s changed while it was read: it will be read again when it is at rest", r.path)}
}

func (r *unchangedFile) Close() error {
	if r.root != nil {
		defer r.root.Close()
	}
	return r.f.Close()
}
