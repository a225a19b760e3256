package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxFiles is the greatest number of data files in a folder.
const maxFiles = 200

// openDisk is a source on disk. Whether the path is a folder or a file is asked at every listing: it may change.
func openDisk(path string, opts Options) *Source {
	return &Source{
		address: path,
		sample:  opts.Sample,
		list: func(ctx context.Context) ([]File, error) {
			info, err := os.Stat(path)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil, fmt.Errorf("the source %s does not exist: put the raw files there, or name another source", path)
			case err != nil:
				return nil, diskError(path, err)
			case info.IsDir():
				return listFolder(ctx, path)
			case !info.Mode().IsRegular():
				return nil, fmt.Errorf("the source %s is neither a folder nor a file", path)
			}
			return listOne(path, info)
		},
	}
}

func listOne(path string, info fs.FileInfo) ([]File, error) {
	name := filepath.Base(path)
	if !IsData(name) {
		return nil, fmt.Errorf("the source %s is not a data file: its name must end in one of %s", path, strings.Join(dataSuffixes, " "))
	}
	if err := CheckName(name); err != nil {
		return nil, fmt.Errorf("the source %s cannot be read: %w", path, err)
	}
	return []File{{
		Name: name, Size: info.Size(), Modified: info.ModTime(),
		Open: func(context.Context) (io.ReadCloser, error) {
			f, err := os.Open(path)
			if err != nil {
				return nil, diskError(path, err)
			}
			return unchanged(f, path, info, func() (fs.FileInfo, error) { return os.Stat(path) })
		},
	}}, nil
}

// listFolder opens files through [os.Root], so that no link leads out of the folder, however it is swapped meanwhile.
func listFolder(ctx context.Context, path string) ([]File, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, diskError(path, err)
	}
	defer root.Close()
	dir, err := root.Open(".")
	if err != nil {
		return nil, diskError(path, err)
	}
	defer dir.Close()
	var files []File
	for {
		entries, err := dir.ReadDir(1000)
		for _, e := range entries {
			if !IsData(e.Name()) {
				continue
			}
			f, err := inFolder(root, path, e.Name())
			if err != nil {
				return nil, err
			}
			if f.Open != nil {
				files = append(files, f)
			}
		}
		if len(files) > maxFiles {
			return nil, fmt.Errorf("the folder %s holds more than %d data files", path, maxFiles)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, diskError(path, err)
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("list the folder %s: %w", path, err)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the folder %s holds no data file: put customers.csv, offers.csv and events.csv there (%s are taken)",
			path, strings.Join(dataSuffixes, " "))
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// inFolder describes one entry; a File without Open is none: a folder, a device, or gone meanwhile.
func inFolder(root *os.Root, path, name string) (File, error) {
	full := filepath.Join(path, name)
	info, err := root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return File{}, nil
	case err != nil:
		if link, e := root.Lstat(name); e == nil && link.Mode()&fs.ModeSymlink != 0 {
			return File{}, fmt.Errorf("%s is a link that leads out of the folder: put the file itself there", full)
		}
		return File{}, diskError(full, err)
	case !info.Mode().IsRegular():
		return File{}, nil
	}
	if err := CheckName(name); err != nil {
		return File{}, fmt.Errorf("a file in %s cannot be read: %w", path, err)
	}
	open := func(context.Context) (io.ReadCloser, error) {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, diskError(path, err)
		}
		f, err := root.Open(name)
		if err != nil {
			root.Close()
			return nil, diskError(full, err)
		}
		r, err := unchanged(f, full, info, func() (fs.FileInfo, error) { return root.Stat(name) })
		if err != nil {
			root.Close()
			return nil, err
		}
		r.root = root
		return r, nil
	}
	return File{Name: name, Size: info.Size(), Modified: info.ModTime(), Open: open}, nil
}

func diskError(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err // the path is said once
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &TemporaryError{Err: fmt.Errorf("%s was there a moment ago and is gone", path)}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read by the user this program runs as: grant it the right to", path)
	}
	return fmt.Errorf("read %s: %w", path, err)
}
