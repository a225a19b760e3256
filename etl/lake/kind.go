package lake

import "bytes"

// kind is what a file is by its first bytes.
type kind string

const (
	plain   kind = "" // text, or nothing that is known here
	zipped  kind = "a zip"
	gzipped kind = "gzipped"
)

// kindBytes is how many bytes it takes to tell a kind.
const kindBytes = 512

// kinds are told by what stands at an offset. Those that are not unpacked are here for their name in an error.
var kinds = []struct {
	kind   kind
	offset int
	magic  string
}{
	{gzipped, 0, "\x1f\x8b"},
	{zipped, 0, "PK\x03\x04"},
	{zipped, 0, "PK\x05\x06"}, // an empty one
	{"a zip in several parts", 0, "PK\x07\x08"},
	{"a tar archive", 257, "ustar"},
	{"packed with zstd", 0, "\x28\xb5\x2f\xfd"},
	{"packed with xz", 0, "\xfd7zXZ\x00"},
	{"packed with bzip2", 0, "BZh"},
	{"a 7z archive", 0, "7z\xbc\xaf\x27\x1c"},
	{"a rar archive", 0, "Rar!\x1a\x07"},
	{"a Parquet file", 0, "PAR1"},
	{"an old Excel file", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
	{"a PDF", 0, "%PDF-"},
}

func kindOf(start []byte) kind {
	for _, k := range kinds {
		if len(start) >= k.offset && bytes.HasPrefix(start[k.offset:], []byte(k.magic)) {
			return k.kind
		}
	}
	return plain
}
