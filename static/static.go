// Package static holds what browsers load beside the pages: style sheet, scripts, font and ECharts.
//
// Every file is served under a name with a hash of its content, so that a browser may keep it for ever: Path gives the address of a
// file by its plain name, Open the file by the name in that address. Nothing here knows HTTP.
package static

// Prefix is the path under which the assets are served.
const Prefix = "/static/"

// Asset is a file as it is served.
type Asset struct {
	Name   string // with the hash: app.3f2a9c1d.css
	Type   string // Content-Type
	ETag   string // strong, with its quotes
	Body   []byte
	Gzip   []byte // the same compressed ahead; nil where that saves nothing
	Brotli []byte
}

// Path gives the address of the file with the plain name ("app.css"). A name that does not exist is a mistake in the program:
// it panics.
func Path(name string) string { return Prefix + name }

// Open finds the asset by the name with the hash, that is by what follows Prefix in an address made by Path.
func Open(name string) (Asset, bool) { return Asset{}, false }
