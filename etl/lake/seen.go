package lake

import (
	"context"
	"encoding/json"
	"time"

	"cafe-rewards/etl/source"
)

// sighting is what a source looked like when it was last read, and which batch that gave. It only saves work: when it is lost or
// wrong in any way, the source is read.
type sighting struct {
	Address  string     `json:"source"`
	Sample   bool       `json:"sample"`
	LookedAt time.Time  `json:"looked_at"` // before reading, by this machine's clock
	Files    []seenFile `json:"files"`
	Batch    string     `json:"batch"`
}

type seenFile struct {
	Name     string    `json:"name"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified,omitzero"`
	ETag     string    `json:"etag,omitempty"`
}

// restless is how long before a look a file must have been modified for its date to reveal a later change: file systems record dates to two
// seconds at worst. A clock that was set back makes dates look later, which costs one reading and no more.
const restless = 2 * time.Second

func seenFiles(files []source.File) []seenFile {
	seen := make([]seenFile, len(files))
	for i, f := range files {
		seen[i] = seenFile{Name: f.Name, Size: f.Size, Modified: f.Modified.UTC(), ETag: f.ETag}
	}
	return seen
}

// unchanged gives the batch of the last sighting if the source surely has the same content still.
func (l *Lake) unchanged(ctx context.Context, now sighting) (Batch, bool) {
	data, err := l.readSmall(ctx, seenPath)
	if err != nil {
		return Batch{}, false
	}
	var last sighting
	if json.Unmarshal(data, &last) != nil || last.Address != now.Address || last.Sample != now.Sample {
		return Batch{}, false
	}
	if !sameLook(last.Files, now.Files) {
		return Batch{}, false
	}
	for i, f := range now.Files {
		switch before := last.Files[i]; {
		case f.ETag != "" || before.ETag != "":
			if f.ETag != before.ETag {
				return Batch{}, false
			}
		case f.Size < 0 || f.Modified.IsZero() || !f.Modified.Before(last.LookedAt.Add(-restless)):
			return Batch{}, false
		}
	}
	b, err := l.Batch(ctx, last.Batch)
	return b, err == nil
}

// sameLook compares names, sizes and dates.
func sameLook(a, b []seenFile) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Size != b[i].Size || !a[i].Modified.Equal(b[i].Modified) {
			return false
		}
	}
	return true
}

// remember stores a sighting. It may fail: then the source is read once more.
func (l *Lake) remember(ctx context.Context, s sighting) {
	if data, err := json.Marshal(s); err == nil {
		_ = l.writeSmall(ctx, seenPath, append(data, '\n'))
	}
}
