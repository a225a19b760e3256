package postgres

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/ulikunitz/xz"
)

// What an archive may unpack to; it really is about 60 MB in 1,000 files.
const (
	largestTree = 1 << 30 // bytes
	mostFiles   = 50_000
)

// unpack unpacks an archive, a zip file with a .txz in it, into a folder of root that is new.
func unpack(archive *os.File, size int64, root *os.Root, folder string, progress func(done, total int64)) error {
	packed, err := zip.NewReader(archive, size)
	if err != nil {
		return fmt.Errorf("read the downloaded archive: %w", err)
	}
	for _, file := range packed.File {
		if !strings.HasSuffix(file.Name, ".txz") {
			continue
		}
		compressed, err := file.Open()
		if err != nil {
			return fmt.Errorf("read %s in the downloaded archive: %w", file.Name, err)
		}
		defer compressed.Close()
		counted := &counter{r: compressed, total: int64(file.UncompressedSize64), progress: progress}
		if err := unpackTar(counted, root, folder); err != nil {
			return fmt.Errorf("unpack %s: %w", file.Name, err)
		}
		return nil
	}
	return errors.New("the downloaded archive has no .txz in it")
}

// unpackTar unpacks a .txz into a folder of root. An entry that would leave the folder is refused.
func unpackTar(compressed io.Reader, root *os.Root, folder string) error {
	if err := root.Mkdir(folder, 0o755); err != nil {
		return err
	}
	tree, err := root.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer tree.Close()
	plain, err := xz.NewReader(bufio.NewReaderSize(compressed, 64<<10)) // which asks for one byte at a time
	if err != nil {
		return err
	}
	entries := tar.NewReader(plain)
	left := int64(largestTree)
	for range mostFiles {
		header, err := entries.Next()
		if err == io.EOF {
			// What follows is padding, and the sums of the compression.
			_, err := io.Copy(io.Discard, io.LimitReader(plain, 1<<20))
			return err
		}
		if err != nil {
			return err
		}
		if left -= header.Size; left < 0 {
			return fmt.Errorf("it unpacks to more than %d bytes", largestTree)
		}
		if err := unpackEntry(header, entries, tree); err != nil {
			return fmt.Errorf("%q: %w", header.Name, err)
		}
	}
	return fmt.Errorf("it has more than %d files", mostFiles)
}

func unpackEntry(header *tar.Header, content io.Reader, tree *os.Root) error {
	name := filepath.FromSlash(path.Clean(header.Name))
	if !filepath.IsLocal(name) {
		return errors.New("the name leads out of the archive")
	}
	if err := tree.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	switch header.Typeflag {
	case tar.TypeDir:
		return tree.MkdirAll(name, 0o755)
	case tar.TypeSymlink:
		if path.IsAbs(header.Linkname) || !filepath.IsLocal(filepath.FromSlash(path.Join(path.Dir(path.Clean(header.Name)), header.Linkname))) {
			return fmt.Errorf("the link leads out of the archive: %q", header.Linkname)
		}
		return tree.Symlink(header.Linkname, name)
	case tar.TypeReg:
		// Of the mode only this matters: whether it is a program. Nothing is setuid or writable by others.
		mode := fs.FileMode(0o644)
		if header.Mode&0o100 != 0 {
			mode = 0o755
		}
		file, err := tree.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		return errors.Join(err, file.Close())
	}
	return fmt.Errorf("a file of type %q", header.Typeflag)
}

// counter reports how much of a reader was read.
type counter struct {
	r           io.Reader
	done, total int64
	progress    func(done, total int64)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.progress(c.done, c.total)
	return n, err
}
