package lake

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe-rewards/etl/source"
)

// rest is how long ago the files of tests were modified: long enough for their dates to be trusted.
const rest = time.Hour

func TestLand(t *testing.T) {
	t.Parallel()
	l := open(t)
	f := newFolder(t, "customers.csv", "id\n1\n", "events.csv.gz", string(gz("e")), "README", "no")
	var done, total []int64
	b, isNew, err := l.Land(t.Context(), f.source(source.Options{}), func(d, n int64) { done, total = append(done, d), append(total, n) })
	if err != nil || !isNew {
		t.Fatal(isNew, err)
	}
	if len(b.Files) != 2 || b.Files[0].Name != "customers.csv" || b.Files[0].Size != 5 || b.Sample ||
		b.Files[0].SHA256 != "7cde7fb64fd82bd152710cf238e017b9ab46c0592483edc067ba4f6c75fac108" {
		t.Errorf("the manifest says %+v", b)
	}
	for _, file := range b.Files {
		want, err := os.ReadFile(filepath.Join(f.path, file.Name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(l.dir, "raw", "batch="+b.ID, file.Name))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s landed as %q, %v", file.Name, got, err)
		}
	}
	if !slices.IsSorted(done) || done[len(done)-1] != total[0] || total[0] != b.Files[0].Size+b.Files[1].Size {
		t.Errorf("progress was %d of %d", done, total)
	}
	again, err := l.Batch(t.Context(), b.ID)
	if err != nil || again.content() != b.content() || again.ID != b.ID || again.Address != f.path || !again.LandedAt.Equal(b.LandedAt) ||
		!again.Files[0].Modified.Equal(b.Files[0].Modified) {
		t.Errorf("read again, the batch is %+v, %v", again, err)
	}
	if got := tree(t, l); len(got) != 6 { // raw, seen.json, the folder, two files and the manifest
		t.Errorf("the lake has %q", got)
	}
}

// The same content does not land twice, and is not read twice where it can be told without.
func TestLandAgain(t *testing.T) {
	t.Parallel()
	const read, unread = 2, 0
	old := time.Now().Add(-rest)
	for _, test := range []struct {
		name    string
		between func(*testing.T, *Lake, folder)
		opened  int
		isNew   bool
	}{
		{name: "nothing changed", opened: unread},
		{name: "touched", between: func(t *testing.T, l *Lake, f folder) { f.put("a.csv", "1", old.Add(time.Minute)) }, opened: read},
		{name: "changed", between: func(t *testing.T, l *Lake, f folder) { f.put("a.csv", "2", old.Add(time.Minute)) }, opened: read, isNew: true},
		{name: "longer with the old date", between: func(t *testing.T, l *Lake, f folder) { f.put("a.csv", "22", old) }, opened: read, isNew: true},
		{name: "one more", between: func(t *testing.T, l *Lake, f folder) { f.put("c.csv", "3", old) }, opened: 3, isNew: true},
		{name: "one less", between: func(t *testing.T, l *Lake, f folder) { os.Remove(filepath.Join(f.path, "b.csv")) }, opened: 1, isNew: true},
		{name: "renamed", between: func(t *testing.T, l *Lake, f folder) {
			os.Rename(filepath.Join(f.path, "b.csv"), filepath.Join(f.path, "c.csv"))
		}, opened: read, isNew: true},
		{name: "the sighting is lost", between: func(t *testing.T, l *Lake, f folder) { os.Remove(filepath.Join(l.dir, seenPath)) }, opened: read},
		{name: "the sighting is nonsense", between: func(t *testing.T, l *Lake, f folder) {
			os.WriteFile(filepath.Join(l.dir, seenPath), []byte(`{"batch":"../../x","files":[{}]}`), 0o600)
		}, opened: read},
		{name: "the batch is gone", between: func(t *testing.T, l *Lake, f folder) {
			os.RemoveAll(filepath.Join(l.dir, "raw", batchFolder(t, l)))
		}, opened: read, isNew: true},
		{name: "the batch has lost a file", between: func(t *testing.T, l *Lake, f folder) {
			os.Remove(filepath.Join(l.dir, "raw", batchFolder(t, l), "b.csv"))
		}, opened: read, isNew: true},
		{name: "the batch has a short file", between: func(t *testing.T, l *Lake, f folder) {
			os.Truncate(filepath.Join(l.dir, "raw", batchFolder(t, l), "b.csv"), 0)
		}, opened: read, isNew: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := open(t)
			f := newFolder(t)
			f.put("a.csv", "1", old)
			f.put("b.csv", "2", old)
			first, _ := mustLand(t, l, f.source(source.Options{}))
			if test.between != nil {
				test.between(t, l, f)
			}
			src := f.source(source.Options{})
			second, isNew := mustLand(t, l, src)
			if isNew != test.isNew || src.opened != test.opened || (first.ID == second.ID) == test.isNew {
				t.Errorf("new %t, opened %d, %s after %s; want new %t, opened %d", isNew, src.opened, second.ID, first.ID, test.isNew, test.opened)
			}
			src = f.source(source.Options{})
			if third, isNew := mustLand(t, l, src); isNew || src.opened != 0 || third.ID != second.ID {
				t.Errorf("the third time: new %t, opened %d, %s", isNew, src.opened, third.ID)
			}
		})
	}
}

// A file that was modified just before it was read may have been modified again within the same tick of its clock, or with a
// clock that was turned back: dates like that are not trusted.
func TestLandRestless(t *testing.T) {
	t.Parallel()
	for name, modified := range map[string]time.Time{"a second ago": time.Now().Add(-time.Second), "tomorrow": time.Now().Add(24 * time.Hour)} {
		l := open(t)
		f := newFolder(t)
		f.put("a.csv", "1", modified)
		first, _ := mustLand(t, l, f.source(source.Options{}))
		f.put("a.csv", "2", modified)
		src := f.source(source.Options{})
		second, isNew := mustLand(t, l, src)
		if !isNew || src.opened != 1 || second.ID == first.ID {
			t.Errorf("%s: new %t, opened %d", name, isNew, src.opened)
		}
	}
}

// Going back to an earlier content gives the earlier batch, and costs no reading from then on.
func TestLandThereAndBack(t *testing.T) {
	t.Parallel()
	l := open(t)
	f := newFolder(t, "a.csv", "1")
	first, _ := mustLand(t, l, f.source(source.Options{}))
	f.put("a.csv", "2", time.Now().Add(-rest/2))
	second, _ := mustLand(t, l, f.source(source.Options{}))
	f.put("a.csv", "1", time.Now().Add(-rest/3))
	third, isNew := mustLand(t, l, f.source(source.Options{}))
	if isNew || third.ID != first.ID || second.ID == first.ID {
		t.Errorf("%s, %s, then %s, new %t", first.ID, second.ID, third.ID, isNew)
	}
	src := f.source(source.Options{})
	if fourth, _ := mustLand(t, l, src); fourth.ID != first.ID || src.opened != 0 {
		t.Errorf("then %s, opened %d", fourth.ID, src.opened)
	}
}

// The simulator's data and the owner's are told apart even where they are the same.
func TestLandSample(t *testing.T) {
	t.Parallel()
	l := open(t)
	f := newFolder(t, "a.csv", "1")
	sample, _ := mustLand(t, l, f.source(source.Options{Sample: true}))
	own, isNew := mustLand(t, l, f.source(source.Options{}))
	if !isNew || !sample.Sample || own.Sample {
		t.Errorf("%+v, then %+v", sample, own)
	}
	other := newFolder(t, "a.csv", "1")
	if same, isNew := mustLand(t, l, other.source(source.Options{})); isNew || same.ID != own.ID {
		t.Errorf("the same from another folder: %s after %s, new %t", same.ID, own.ID, isNew)
	}
}

// An ETag decides alone, where there is one.
func TestLandETag(t *testing.T) {
	t.Parallel()
	l := open(t)
	opened := 0
	src := func(etag string, modified time.Time) Source {
		f := file("a.csv", []byte("1"))
		read := f.Open
		f.ETag, f.Modified, f.Size = etag, modified, -1
		f.Open = func(ctx context.Context) (io.ReadCloser, error) {
			opened++
			return read(ctx)
		}
		return fixed{files: []source.File{f}}
	}
	for i, step := range []struct {
		etag     string
		modified time.Time
		opened   int
	}{{`"a"`, time.Time{}, 1}, {`"a"`, time.Time{}, 1}, {`"b"`, time.Time{}, 2}, {``, time.Time{}, 3}, {``, time.Time{}, 4}, {`"b"`, time.Time{}, 5}} {
		if _, isNew := mustLand(t, l, src(step.etag, step.modified)); isNew != (i == 0) || opened != step.opened {
			t.Errorf("step %d: new %t, opened %d times, want %d", i, isNew, opened, step.opened)
		}
	}
}

func TestLandRefuses(t *testing.T) {
	t.Parallel()
	short := file("a.csv", []byte("1"))
	short.Size = 2
	for name, test := range map[string]struct {
		files []source.File
		want  string
		temp  bool
	}{
		"upwards":   {[]source.File{file("a/../b.csv", nil)}, "holds one of /", false},
		"twice":     {[]source.File{file("a.csv", nil), file("A.csv", nil)}, `two files named "A.csv"`, false},
		"manifest":  {[]source.File{file("_manifest-1.json", nil)}, "the lake's own manifest", false},
		"too short": {[]source.File{short}, "came with 1 bytes instead of 2", true},
	} {
		l := open(t)
		_, _, err := l.Land(t.Context(), fixed{files: test.files}, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || source.Temporary(err) != test.temp {
			t.Errorf("%s: got %v, want an error with %q", name, err, test.want)
		}
		if got := tree(t, l); len(got) > 1 {
			t.Errorf("%s: it left %q", name, got)
		}
	}
}

// While a landing stops at any point, the lake serves what it had, and the next landing finds nothing in its way.
func TestLandStopped(t *testing.T) {
	t.Parallel()
	l := open(t)
	f := newFolder(t, "a.csv", "1", "b.csv", strings.Repeat("2", 600<<10), "c.csv", "3")
	before, _ := mustLand(t, l, f.source(source.Options{}))
	had := tree(t, l)
	f.put("c.csv", "4", time.Now().Add(-rest))
	for stop := range 100 {
		ctx, cancel := context.WithCancelCause(t.Context())
		reads := 0
		src := stoppable{f.source(source.Options{}), func() {
			if reads++; reads > stop {
				cancel(errors.New("stopped"))
			}
		}}
		after, isNew, err := l.Land(ctx, src, nil)
		if err == nil {
			if stop < 10 || !isNew || after.ID == before.ID {
				t.Errorf("stopped after %d reads, it landed %s, new %t", stop, after.ID, isNew)
			}
			return
		}
		if !errors.Is(err, context.Canceled) || source.Temporary(err) {
			t.Errorf("stopped after %d reads: %v", stop, err)
		}
		if got := tree(t, l); !slices.Equal(got, had) {
			t.Fatalf("stopped after %d reads, the lake has %q instead of %q", stop, got, had)
		}
		if b, err := l.Batch(t.Context(), before.ID); err != nil || b.content() != before.content() {
			t.Errorf("stopped after %d reads, the old batch is %+v, %v", stop, b, err)
		}
	}
	t.Error("it never landed")
}

// stoppable calls stop at every step of reading.
type stoppable struct {
	Source
	stop func()
}

func (s stoppable) Files(ctx context.Context) ([]source.File, error) {
	s.stop()
	files, err := s.Source.Files(ctx)
	for i, f := range files {
		files[i].Open = func(ctx context.Context) (io.ReadCloser, error) {
			r, err := f.Open(ctx)
			if err != nil {
				return nil, err
			}
			return stoppableReader{r, s.stop}, nil
		}
	}
	return files, err
}

type stoppableReader struct {
	io.ReadCloser
	stop func()
}

func (r stoppableReader) Read(p []byte) (int, error) {
	r.stop()
	return r.ReadCloser.Read(p)
}

func TestLandChangedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(folder){
		"the first one changes when it is read already": func(f folder) { f.put("a.csv", "9", time.Now()) },
		"the last one changes while it is read":         func(f folder) { f.put("b.csv", "9", time.Now()) },
		"one comes":                                     func(f folder) { f.put("c.csv", "9", time.Now()) },
		"one leaves":                                    func(f folder) { os.Remove(filepath.Join(f.path, "b.csv")) },
	} {
		l := open(t)
		f := newFolder(t, "a.csv", "1", "b.csv", "2")
		steps := 0
		_, _, err := l.Land(t.Context(), stoppable{f.source(source.Options{}), func() {
			if steps++; steps == 5 { // the listing, two reads of a.csv, a read of b.csv
				change(f)
			}
		}}, nil)
		if !source.Temporary(err) || !strings.Contains(err.Error(), "changed while") && !strings.Contains(err.Error(), "is gone") {
			t.Errorf("%s: got %v", name, err)
		}
		if got := tree(t, l); len(got) > 1 {
			t.Errorf("%s: it left %q", name, got)
		}
		if _, isNew := mustLand(t, l, f.source(source.Options{})); !isNew {
			t.Errorf("%s: it did not land afterwards", name)
		}
	}
}

// Landings side by side in one program take turns. Those of two programs, which nobody should run, may take each other's files for
// leftovers; then one of them fails, and the lake still serves whole batches only.
func TestLandSideBySide(t *testing.T) {
	t.Parallel()
	for _, programs := range []int{1, 4} {
		dir := t.TempDir()
		lakes := make([]*Lake, programs)
		for i := range lakes {
			lakes[i] = openAt(t, dir)
		}
		var group sync.WaitGroup
		for i, text := range []string{"1", "2", "3", "4"} {
			f := newFolder(t, "a.csv", strings.Repeat(text, 400<<10), "b.csv", text)
			l := lakes[i%programs]
			group.Go(func() {
				for range 5 {
					b, _, err := l.Land(t.Context(), f.source(source.Options{}), nil)
					if err == nil {
						_, err = contents(t.Context(), b)
					}
					if err != nil && (programs == 1 || !errors.Is(err, fs.ErrNotExist)) {
						t.Errorf("%d programs, %s: %v", programs, text, err)
					}
				}
			})
		}
		group.Wait()
		b, _ := mustLand(t, lakes[0], newFolder(t, "a.csv", "1", "b.csv", "2").source(source.Options{}))
		if got, err := contents(t.Context(), b); err != nil || got != "a.csv in a.csv (1): 1; b.csv in b.csv (1): 2" {
			t.Errorf("%d programs: then there is %q, %v", programs, got, err)
		}
	}
}
