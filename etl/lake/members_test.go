package lake

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	_ "gocloud.dev/blob/memblob" // a bucket that is no folder

	"cafe-rewards/etl/source"
)

// fixed is a source in memory.
type fixed struct {
	files  []source.File
	sample bool
}

func (f fixed) Address() string                              { return "memory" }
func (f fixed) Sample() bool                                 { return f.sample }
func (f fixed) Files(context.Context) ([]source.File, error) { return f.files, nil }

func file(name string, b []byte) source.File {
	return source.File{Name: name, Size: int64(len(b)), Modified: time.Unix(1e9, 0), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), nil
	}}
}

func open(t testing.TB) *Lake { return openAt(t, t.TempDir()) }

func openAt(t testing.TB, address string) *Lake {
	t.Helper()
	l, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// landFiles lands pairs of names and contents.
func landFiles(t testing.TB, l *Lake, pairs ...any) Batch {
	t.Helper()
	var src fixed
	for i := 0; i < len(pairs); i += 2 {
		b, isBytes := pairs[i+1].([]byte)
		if !isBytes {
			b = []byte(pairs[i+1].(string))
		}
		src.files = append(src.files, file(pairs[i].(string), b))
	}
	b, _, err := l.Land(t.Context(), src, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gz(texts ...string) []byte {
	var b bytes.Buffer
	for _, text := range texts { // a member each
		w := gzip.NewWriter(&b)
		w.Write([]byte(text))
		w.Close()
	}
	return b.Bytes()
}

// archive makes a zip of pairs of names (or headers) and contents.
func archive(pairs ...any) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		h, ok := pairs[i].(*zip.FileHeader)
		if !ok {
			h = &zip.FileHeader{Name: pairs[i].(string), Method: zip.Deflate}
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			panic(err)
		}
		switch content := pairs[i+1].(type) {
		case string:
			io.WriteString(e, content)
		case []byte:
			e.Write(content)
		}
	}
	w.Close()
	return b.Bytes()
}

// contents reads all members, and says "name (size): text" of each.
func contents(ctx context.Context, b Batch) (string, error) {
	members, err := b.Members(ctx)
	if err != nil {
		return "", err
	}
	var all []string
	for _, m := range members {
		r, err := m.Open(ctx)
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(r)
		if e := r.Close(); e != nil {
			err = e
		}
		if err != nil {
			return "", err
		}
		all = append(all, fmt.Sprintf("%s in %s (%d): %.20s", m.Name, m.File, m.Size, text))
	}
	return strings.Join(all, "; "), nil
}

func TestMembers(t *testing.T) {
	t.Parallel()
	link := &zip.FileHeader{Name: "events.csv"}
	link.SetMode(fs.ModeSymlink | 0o777)
	pipe := &zip.FileHeader{Name: "events.csv"}
	pipe.SetMode(fs.ModeNamedPipe)
	stored := &zip.FileHeader{Name: "events.csv", Method: zip.Store}
	many := []any{}
	for i := range 101 {
		many = append(many, fmt.Sprintf("%d.txt", i), "x")
	}
	damaged := archive("events.csv", strings.Repeat("some text, again and again ", 100))
	damaged[40] = 0xff // the first block is of no type
	checksum := archive(stored, "12345678")
	checksum[bytes.Index(checksum, []byte("12345678"))]++
	gzDamaged := gz(strings.Repeat("some text, again and again ", 100))
	gzChecksum := bytes.Clone(gzDamaged)
	gzChecksum[len(gzChecksum)-6]++
	gzDamaged[30] ^= 0xff
	tar := append(make([]byte, 257), "ustar\x0000"...)
	long := archive("events.csv", strings.Repeat("x", 10_000))

	for _, test := range []struct {
		name  string
		files []any
		want  string // of contents
		err   string
	}{
		{name: "plain", files: []any{"b.csv", "1", "a.json", "{}"}, want: "b.csv in b.csv (1): 1; a.json in a.json (2): {}"},
		{name: "empty file", files: []any{"b.csv", ""}, want: "b.csv in b.csv (0): "},
		{name: "gzipped", files: []any{"events.csv.gz", gz("text")}, want: "events.csv in events.csv.gz (-1): text"},
		{name: "gzipped in upper case", files: []any{"EVENTS.CSV.GZ", gz("text")}, want: "EVENTS.CSV in EVENTS.CSV.GZ (-1): text"},
		{name: "gzipped in several members", files: []any{"e.gz", gz("te", "", "xt")}, want: "e in e.gz (-1): text"},
		{name: "gzipped nothing", files: []any{"e.csv.gz", gz("")}, want: "e.csv in e.csv.gz (-1): "},
		{name: "gzipped without saying so", files: []any{"e.csv", gz("text")}, want: "e.csv in e.csv (-1): text"},
		{name: "not gzipped although it says so", files: []any{"e.csv.gz", "text"}, want: "e.csv.gz in e.csv.gz (4): text"},
		{name: "zip", files: []any{"data.zip", archive("b.csv", "1", "a.csv", "2")}, want: "b.csv in data.zip (1): 1; a.csv in data.zip (1): 2"},
		{name: "zip, not deflated", files: []any{"data.zip", archive(stored, "text")}, want: "events.csv in data.zip (4): text"},
		{name: "zip with gzip", files: []any{"data.zip", archive("b.csv.gz", gz("text"))}, want: "b.csv in data.zip (-1): text"},
		{name: "zip with folders", files: []any{"data.zip", archive("a/", "", "a/b/c.csv", "1", "d.csv", "2")}, want: "c.csv in data.zip (1): 1; d.csv in data.zip (1): 2"},
		{name: "zip with what does not count", files: []any{"data.zip", archive("__MACOSX/._a.csv", "1", ".hidden.csv", "1", ".git/a.csv", "1", "README.md", "1", "a.csv", "2")},
			want: "a.csv in data.zip (1): 2"},
		{name: "zip called otherwise", files: []any{"download", archive("a.csv", "1")}, want: "a.csv in download (1): 1"},

		{name: "gzip cut short", files: []any{"e.csv.gz", gzChecksum[:len(gzChecksum)-9]}, err: "e.csv.gz is cut short"},
		{name: "gzip cut in its header", files: []any{"e.csv.gz", gzChecksum[:5]}, err: "e.csv.gz is cut short"},
		{name: "gzip damaged", files: []any{"e.csv.gz", gzDamaged}, err: "e.csv.gz is damaged"},
		{name: "gzip with a wrong sum", files: []any{"e.csv.gz", gzChecksum}, err: "its checksum does not match"},
		{name: "gzip with more behind it", files: []any{"e.csv.gz", append(gz("text"), "more and more and more"...)}, err: "e.csv.gz is damaged"},
		{name: "gzip in gzip", files: []any{"e.csv.gz", gz(string(gz("text")))}, err: "is gzipped once it is unpacked"},
		{name: "zip in gzip", files: []any{"e.csv.gz", gz(string(archive("a.csv", "1")))}, err: "is a zip once it is unpacked"},
		{name: "tar in gzip", files: []any{"e.tar.gz", gz(string(tar))}, err: "is a tar archive once it is unpacked"},
		{name: "xz", files: []any{"e.csv", "\xfd7zXZ\x00..."}, err: "packed with xz, which is not read here"},
		{name: "Parquet", files: []any{"e.csv", "PAR1..."}, err: "a Parquet file, which is not read here"},
		{name: "twice the same", files: []any{"e.csv", "1", "e.csv.gz", gz("1")}, err: "e.csv and e.csv in e.csv.gz are the same file"},
		{name: "twice in a zip", files: []any{"data.zip", archive("a/e.csv", "1", "b/E.csv", "2")}, err: "are the same file"},

		{name: "zip cut short", files: []any{"data.zip", long[:len(long)-30]}, err: "data.zip is cut short or damaged"},
		{name: "zip cut shorter", files: []any{"data.zip", long[:40]}, err: "data.zip is cut short or damaged"},
		{name: "zip damaged", files: []any{"data.zip", damaged}, err: "events.csv in data.zip is damaged"},
		{name: "zip with a wrong sum", files: []any{"data.zip", checksum}, err: "events.csv in data.zip is damaged: its checksum"},
		{name: "zip without data", files: []any{"data.zip", archive("README.md", "1")}, err: "data.zip holds no data file"},
		{name: "zip with nothing", files: []any{"data.zip", archive()}, err: "data.zip holds no data file"},
		{name: "Excel workbook", files: []any{"events.xlsx.zip", archive("[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>")}, err: "events.xlsx.zip is an Excel workbook: save each sheet as CSV"},
		{name: "zip in a zip", files: []any{"data.zip", archive("a.zip", archive("a.csv", "1"))}, err: "a.zip in data.zip is a zip inside a zip"},
		{name: "zip in a zip, unsaid", files: []any{"data.zip", archive("a.csv", archive("a.csv", "1"))}, err: "a.csv in data.zip is a zip inside a zip"},
		{name: "zip upwards", files: []any{"data.zip", archive("a.csv", "1", "../../a.csv", "2")}, err: `"../../a.csv" in it leads out of the archive`},
		{name: "zip upwards within", files: []any{"data.zip", archive("a/../a.csv", "2")}, err: `leads out of the archive`},
		{name: "zip from the root", files: []any{"data.zip", archive("/etc/a.csv", "2")}, err: `"/etc/a.csv" in it is an absolute path`},
		{name: "zip from a drive", files: []any{"data.zip", archive("C:a.csv", "2")}, err: `is an absolute path`},
		{name: "zip with a backslash", files: []any{"data.zip", archive(`a\b.csv`, "2")}, err: `has a backslash`},
		{name: "zip with a line break", files: []any{"data.zip", archive("a\nb.csv", "2")}, err: `has a control character`},
		{name: "zip with a link", files: []any{"data.zip", archive(link, "/etc/passwd")}, err: `"events.csv" in it is a link or a device`},
		{name: "zip with a pipe", files: []any{"data.zip", archive(pipe, "")}, err: `is a link or a device`},
		{name: "zip with too many", files: []any{"data.zip", archive(many...)}, err: "data.zip is refused: it has more than 100 entries"},
		{name: "zip with a password", files: []any{"data.zip", raw(&zip.FileHeader{Name: "a.csv", Flags: 1, Method: zip.Store}, []byte("x"), 1)}, err: "a.csv in data.zip is encrypted"},
		{name: "zip of another kind", files: []any{"data.zip", raw(&zip.FileHeader{Name: "a.csv", Method: 12}, []byte("x"), 1)}, err: "packed with method 12"},
		{name: "zip that is longer than it says", files: []any{"data.zip", raw(&zip.FileHeader{Name: "a.csv", Method: zip.Deflate}, deflated("longer"), 3)}, err: "is damaged"},
		{name: "zip that is shorter than it says", files: []any{"data.zip", raw(&zip.FileHeader{Name: "a.csv", Method: zip.Deflate}, deflated("longer"), 30)}, err: "is cut short"},
		{name: "zip that promises too much", files: []any{"data.zip", raw(&zip.FileHeader{Name: "a.csv", Method: zip.Deflate}, deflated("longer"), 1<<40)}, err: "unpacks to more than 200 times its size"},
	} {
		for kind, address := range map[string]string{"folder": t.TempDir(), "bucket": "mem://"} {
			t.Run(test.name+" in a "+kind, func(t *testing.T) {
				t.Parallel()
				got, err := contents(t.Context(), landFiles(t, openAt(t, address), test.files...))
				if test.err != "" {
					if err == nil || !strings.Contains(err.Error(), test.err) || source.Temporary(err) {
						t.Errorf("got %q and %v, want an error with %q", got, err, test.err)
					}
				} else if err != nil || got != test.want {
					t.Errorf("got %q and %v, want %q", got, err, test.want)
				}
			})
		}
	}
}

// raw makes a zip of one entry whose header says what it likes.
func raw(h *zip.FileHeader, packed []byte, size uint64) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc32.ChecksumIEEE([]byte("longer")), uint64(len(packed)), size
	e, err := w.CreateRaw(h)
	if err != nil {
		panic(err)
	}
	e.Write(packed)
	w.Close()
	return b.Bytes()
}

func deflated(text string) []byte {
	z := archive("x", text)
	r, err := zip.NewReader(bytes.NewReader(z), int64(len(z)))
	if err != nil {
		panic(err)
	}
	e, err := r.File[0].OpenRaw()
	if err != nil {
		panic(err)
	}
	b, _ := io.ReadAll(e)
	return b
}

func TestBombs(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 3<<20)
	bomb := bytes.Repeat(gz(zeros), 35) // a member each
	small := func(l *limits) { l.free, l.ratio = 1<<20, 20 }
	for _, test := range []struct {
		name    string
		content []byte
		limit   func(*limits)
		err     string
	}{
		{name: "gzip, with the limits as they are", content: bomb, err: "unpacks to more than 200 times its size"},
		{name: "gzip", content: gz(zeros), limit: small, err: "unpacks to more than 20 times its size"},
		{name: "zip", content: archive("a.csv", zeros), limit: small, err: "a.csv in bomb.gz is refused: it unpacks to more than 20 times"},
		{name: "gzip in zip", content: archive("a.csv.gz", gz(zeros)), limit: small, err: "a.csv in bomb.gz is refused: it unpacks to more than 20 times"},
		{name: "much together", content: archive("a.csv", zeros[:2<<20], "b.csv", zeros[:2<<20]), limit: func(l *limits) { l.expanded = 3 << 20 },
			err: "b.csv in bomb.gz is refused: the files unpack to more than 3 MiB together"},
		{name: "within the limits", content: archive("a.csv", zeros[:2<<20], "b.csv", zeros[:1<<20]), limit: func(l *limits) { l.expanded = 3 << 20 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := open(t)
			if test.limit != nil {
				test.limit(&l.limits)
			}
			_, err := contents(t.Context(), landFiles(t, l, "bomb.gz", test.content))
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("got %v, want an error with %q", err, test.err)
			}
		})
	}
}

// A member that is only looked at, left in the middle, or cancelled, leaves nothing running, and can be read again.
func TestMemberLeftInTheMiddle(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("0123456789abcdef", 300_000)
	b := landFiles(t, open(t), "a.csv.gz", gz(text), "b.zip", archive("b.csv", text), "c.csv", text)
	members, err := b.Members(t.Context())
	if err != nil || len(members) != 3 {
		t.Fatal(err)
	}
	for _, m := range members {
		for _, n := range []int{0, 1, firstBlock - 1, firstBlock + 1, firstBlock + aheadBlock, 2 << 20, len(text)} {
			r, err := m.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, n)
			if _, err := io.ReadFull(r, got); err != nil || string(got) != text[:n] {
				t.Errorf("%s: the first %d bytes are wrong: %v", m.Name, n, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		r, err := m.Open(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, firstBlock+1)); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled, it says %v", m.Name, err)
		}
		r.Close()
	}
}

// A name that passes is a plain base name of data, whatever the archive says.
func FuzzEntryName(f *testing.F) {
	for _, s := range []string{"a.csv", "../a.csv", "/a.csv", `..\a.csv`, "a/./b.csv", "__MACOSX/a.csv", "C:/a.csv", "\xff.csv", "a//b.csv", "a/..", "x.csv/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		base, isData, err := entryName(name)
		if err != nil || !isData {
			return
		}
		if source.CheckName(base) != nil || !source.IsData(base) || strings.Contains("/"+name+"/", "/../") {
			t.Fatalf("%q gives %q", name, base)
		}
	})
}

// Whatever bytes land, reading their members ends in content or in an error, within the limits.
func FuzzMembers(f *testing.F) {
	f.Add(archive("a.csv", "1", "b.csv.gz", gz("2")))
	f.Add(gz("text", "more"))
	f.Add([]byte("a,b\n1,2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l := openAt(t, "mem://")
		l.limits = limits{entries: 10, directory: 1 << 16, expanded: 1 << 20, ratio: 50, free: 1 << 16}
		batch := landFiles(t, l, "x.csv", b)
		members, err := batch.Members(t.Context())
		if err != nil {
			return
		}
		var all int64
		for _, m := range members {
			r, err := m.Open(t.Context())
			if err != nil {
				continue
			}
			n, _ := io.Copy(io.Discard, r)
			all += n
			r.Close()
		}
		if all > l.limits.expanded {
			t.Fatal(all)
		}
	})
}
