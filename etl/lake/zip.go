package lake

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"

	"cafe-rewards/etl/source"
)

// zipMembers lists the data files in a zip, and refuses what no honest zip has.
func (b Batch) zipMembers(ctx context.Context, f LandedFile, budget *budget) ([]Member, error) {
	r, err := b.lake.Open(ctx, b.path(f))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	entries, err := zipEntries(r, r.Size(), f.Name, b.lake.limits)
	if err != nil {
		return nil, err
	}
	var members []Member
	for _, e := range entries {
		name, isData, err := entryName(e.Name)
		if err != nil {
			return nil, fmt.Errorf("%s is refused: %w", f.Name, err)
		}
		if mode := e.Mode(); !mode.IsDir() && !mode.IsRegular() {
			return nil, fmt.Errorf("%s is refused: %q in it is a link or a device: pack files only", f.Name, e.Name)
		}
		if !isData || e.Mode().IsDir() {
			continue
		}
		m := Member{File: f.Name, Name: withoutGZ(name), Size: int64(e.UncompressedSize64)}
		if m.Name != name {
			m.Size = -1
		}
		if m.Open, err = b.openEntry(f, e, m, budget); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	if len(members) == 0 && slices.ContainsFunc(entries, func(e *zip.File) bool { return strings.HasPrefix(e.Name, "xl/") }) {
		return nil, fmt.Errorf("%s is an Excel workbook: save each sheet as CSV", f.Name)
	}
	if len(members) == 0 {
		return nil, fmt.Errorf("%s holds no data file: pack customers.csv, offers.csv and events.csv in it", f.Name)
	}
	return members, nil
}

// openEntry makes the Open of one entry. It reads its bytes from the bucket as one stream.
func (b Batch) openEntry(f LandedFile, e *zip.File, m Member, budget *budget) (func(context.Context) (io.ReadCloser, error), error) {
	packed, size := int64(e.CompressedSize64), int64(e.UncompressedSize64)
	offset, err := e.DataOffset()
	switch {
	case e.Flags&1 != 0:
		return nil, fmt.Errorf("%s is encrypted: pack it without a password", m.label())
	case e.Method != zip.Store && e.Method != zip.Deflate:
		return nil, fmt.Errorf("%s is packed with method %d, which is not read here: pack it with deflate, the usual one", m.label(), e.Method)
	case err != nil:
		return nil, damage(m.label(), zip.ErrFormat)
	case packed < 0 || size < 0 || offset < 0 || packed > f.Size-offset:
		return nil, damage(m.label(), io.ErrUnexpectedEOF)
	case e.Method == zip.Store && packed != size:
		return nil, damage(m.label(), zip.ErrFormat)
	}
	// What the directory promises is refused now; what an entry has beyond that is damage.
	if err := budget.member(m.label(), packed, b.lake.limits).check(size); err != nil {
		return nil, err
	}
	return b.unpacked(m, packed, budget, func(ctx context.Context) (io.ReadCloser, error) {
		stream, err := b.stream(ctx, f, offset, packed)
		if err != nil {
			return nil, err
		}
		r := &entry{Reader: stream, stream: stream, left: size, crc: crc32.NewIEEE(), want: e.CRC32}
		if e.Method == zip.Deflate {
			r.Reader = flate.NewReader(bufio.NewReaderSize(stream, packedBuffer))
		}
		return r, nil
	}), nil
}

// entry reads an entry, and checks at its end that it is what the directory says.
type entry struct {
	io.Reader
	stream io.Closer
	left   int64
	crc    hash.Hash32
	want   uint32
}

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	e.crc.Write(p[:n])
	e.left -= int64(n)
	switch {
	case e.left < 0:
		return 0, zip.ErrFormat
	case err == io.EOF && e.left > 0:
		return n, io.ErrUnexpectedEOF
	case err == io.EOF && e.crc.Sum32() != e.want:
		return n, zip.ErrChecksum
	}
	return n, err
}

func (e *entry) Close() error { return e.stream.Close() }

// entryName gives the base name of an entry, and whether it is data. A name that is not a plain path inside the archive is an error even for
// files that are not data: nobody packs such a thing by accident.
func entryName(name string) (base string, isData bool, err error) {
	shown := strings.ToValidUTF8(name, "_") // names in old code pages
	switch {
	case strings.ContainsRune(shown, '\\'):
		return "", false, fmt.Errorf(`the name %q in it has a backslash: pack it anew with a tool that writes a/b`, shown)
	case strings.HasPrefix(shown, "/") || len(shown) > 1 && shown[1] == ':':
		return "", false, fmt.Errorf("the name %q in it is an absolute path", shown)
	case strings.ContainsFunc(shown, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", false, fmt.Errorf("the name %q in it has a control character", shown)
	}
	hidden := false
	for part := range strings.SplitSeq(shown, "/") {
		switch {
		case part == "..":
			return "", false, fmt.Errorf("the name %q in it leads out of the archive", shown)
		case part == "__MACOSX" || strings.HasPrefix(part, "."):
			hidden = true
		}
	}
	base = shown[strings.LastIndexByte(shown, '/')+1:]
	if hidden || !source.IsData(base) {
		return "", false, nil
	}
	if err := source.CheckName(base); err != nil {
		return "", false, err
	}
	return base, true, nil
}

var errLongDirectory = errors.New("the directory is too long")

// zipEntries reads the directory of a zip without trusting any length in it.
func zipEntries(r io.ReaderAt, size int64, label string, l limits) ([]*zip.File, error) {
	tooMany := fmt.Errorf("%s is refused: it has more than %d entries", label, l.entries)
	claims, err := claimedEntries(r, size)
	if err != nil {
		return nil, damage(label, err)
	}
	if claims > uint64(l.entries) {
		return nil, tooMany // before anything is made for so many
	}
	directory := &atMost{r: r, left: l.directory}
	z, err := zip.NewReader(directory, size)
	switch {
	case errors.Is(err, errLongDirectory):
		return nil, fmt.Errorf("%s is refused: its list of files is longer than %d MiB", label, l.directory>>20)
	case errors.Is(err, zip.ErrFormat):
		return nil, fmt.Errorf("%s is cut short or damaged: a zip ends with a list of its files, and this one does not: copy or download it again", label)
	case err != nil:
		return nil, damage(label, err)
	case len(z.File) > l.entries:
		return nil, tooMany
	}
	directory.left = l.directory // for the header of each entry
	return z.File, nil
}

// claimedEntries gives the greatest number of entries claimed by any end-of-directory record, whichever one a reader may use.
func claimedEntries(r io.ReaderAt, size int64) (uint64, error) {
	tail := make([]byte, min(size, 66<<10))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, err
	}
	var most uint64
	for rest := tail; ; {
		i := bytes.Index(rest, []byte("PK\x05\x06"))
		if i < 0 || len(rest)-i < 12 {
			break
		}
		rest = rest[i:]
		if n := uint64(binary.LittleEndian.Uint16(rest[10:])); n != 0xffff { // 0xffff: see the 64 bit directory
			most = max(most, n)
		}
		rest = rest[4:]
	}
	for rest := tail; ; {
		i := bytes.Index(rest, []byte("PK\x06\x07"))
		if i < 0 || len(rest)-i < 16 {
			break
		}
		rest = rest[i:]
		end := make([]byte, 40)
		at := int64(binary.LittleEndian.Uint64(rest[8:]))
		if at >= 0 && at <= size-int64(len(end)) {
			if _, err := r.ReadAt(end, at); err != nil && err != io.EOF {
				return 0, err
			}
			if bytes.HasPrefix(end, []byte("PK\x06\x06")) {
				most = max(most, binary.LittleEndian.Uint64(end[32:]))
			}
		}
		rest = rest[4:]
	}
	return most, nil
}

// atMost stops reading after so many bytes.
type atMost struct {
	r    io.ReaderAt
	left int64
}

func (a *atMost) ReadAt(p []byte, offset int64) (int, error) {
	if a.left -= int64(len(p)); a.left < 0 {
		return 0, errLongDirectory
	}
	return a.r.ReadAt(p, offset)
}
