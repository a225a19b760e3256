package lake

import (
	"context"
	"fmt"
	"io"
	"strings"

	"gocloud.dev/blob"
)

// Member is a data file in a batch, unpacked.
type Member struct {
	File string // the landed file
	Name string // the file in it without .gz, or the same
	Size int64  // bytes once unpacked; -1 where that is not known before

	// Open reads the content from its start. It may be called more than once. Damage, and a limit that is passed, are errors
	// of Read that name the file.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Members gives the data files in a batch, at least one, in the order of the landed files and of the entries in a zip. Zip and gzip are
// recognised by content. No two members have the same name.
func (b Batch) Members(ctx context.Context) ([]Member, error) {
	var members []Member
	budget := newBudget(b.lake.limits.expanded)
	for _, f := range b.Files {
		start, err := b.start(ctx, f)
		if err != nil {
			return nil, err
		}
		if kindOf(start) == zipped {
			inside, err := b.zipMembers(ctx, f, budget)
			if err != nil {
				return nil, err
			}
			members = append(members, inside...)
			continue
		}
		m := Member{File: f.Name, Name: f.Name, Size: f.Size}
		if kindOf(start) == gzipped {
			m.Name, m.Size = withoutGZ(f.Name), -1
		}
		m.Open = b.unpacked(m, f.Size, budget, func(ctx context.Context) (io.ReadCloser, error) {
			return b.stream(ctx, f, 0, -1)
		})
		members = append(members, m)
	}
	from := make(map[string]Member, len(members))
	for _, m := range members {
		if other, twice := from[strings.ToLower(m.Name)]; twice {
			return nil, fmt.Errorf("%s and %s are the same file: leave one of them, or rename it if they are not", other.label(), m.label())
		}
		from[strings.ToLower(m.Name)] = m
	}
	return members, nil
}

// label names a member in errors.
func (m Member) label() string {
	if m.File == m.Name {
		return m.File
	}
	return m.Name + " in " + m.File
}

func withoutGZ(name string) string {
	if n := len(name) - len(".gz"); n > 0 && strings.EqualFold(name[n:], ".gz") {
		return name[:n]
	}
	return name
}

// start gives the first bytes of a landed file, enough to tell its kind.
func (b Batch) start(ctx context.Context, f LandedFile) ([]byte, error) {
	r, err := b.stream(ctx, f, 0, min(f.Size, kindBytes))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	start, err := io.ReadAll(r)
	if err != nil {
		return nil, bucketError("read", b.path(f), err)
	}
	return start, nil
}

// stream reads a part of a landed file; length -1 is up to its end.
func (b Batch) stream(ctx context.Context, f LandedFile, offset, length int64) (*blob.Reader, error) {
	r, err := b.lake.bucket.NewRangeReader(ctx, b.path(f), offset, length, nil)
	if err != nil {
		return nil, bucketError("read", b.path(f), err)
	}
	return r, nil
}
