// Package static holds what browsers load beside the pages: style sheet, scripts, font and ECharts.
//
// Every file is served under a name with a hash of its content, so that a browser may keep it for ever: Path gives the address of a
// file by its plain name, Open the file by the name in that address. Nothing here knows HTTP.
//
//	css/         the style sheet in parts, served as one app.css
//	js/          scripts, one ES module per file; theme.js alone runs before the page is drawn, and embed.js on other pages
//	img/         the sign in the browser's tab
//	vendor/      ECharts and the font Inter, each with its licence and how it was made
//	advances/    the program that reads from the font how wide its letters are, for js/advances.js
//	advance.go   the same widths, for what the program lays out itself
//	compressed/  every asset compressed ahead, by its hashed name; made by go generate
package static

//go:generate go run ./advances
//go:generate go run ./compress

import (
	"embed"
	"fmt"
	"io/fs"
)

// Prefix is the path under which the assets are served.
const Prefix = "/static/"

// Asset is a file as it is served.
type Asset struct {
	Name   string // with the hash: app.3f2a9c1d0b5e.css
	Type   string // Content-Type
	ETag   string // strong, with its quotes
	Body   []byte
	Gzip   []byte // the same compressed ahead; nil where that saves nothing
	Brotli []byte
}

//go:embed css img js vendor/echarts/echarts.js vendor/inter/*.woff2 all:compressed
var files embed.FS

//go:embed vendor/inter/inter-400.ttf vendor/inter/inter-600.ttf
var outlines embed.FS

// Outlines is the font in a weight, 400 or 600, as TrueType: for pictures that are made here. Browsers do not load it.
func Outlines(weight int) []byte {
	file, err := outlines.ReadFile(fmt.Sprintf("vendor/inter/inter-%d.ttf", weight))
	if err != nil {
		panic(fmt.Sprintf("static.Outlines(%d): %v", weight, err))
	}
	return file
}

var (
	assets = load(files)
	byName = index(assets)
)

// Path gives the address of the file with the plain name ("app.css"). A name that does not exist is a mistake in the program:
// it panics.
func Path(name string) string {
	asset, ok := assets[name]
	if !ok {
		panic(fmt.Sprintf("static.Path(%q): there is no such file", name))
	}
	return Prefix + asset.Name
}

// Open finds the asset by the name with the hash, that is by what follows Prefix in an address made by Path.
func Open(name string) (Asset, bool) {
	asset, ok := byName[name]
	return asset, ok
}

// All returns the assets by their plain names.
func All() map[string]Asset { return assets }

func index(assets map[string]Asset) map[string]Asset {
	byName := make(map[string]Asset, len(assets))
	for _, asset := range assets {
		byName[asset.Name] = asset
	}
	return byName
}

// compressed reads what was compressed ahead for that name; nil where there is nothing.
func compressed(files fs.FS, name string) []byte {
	body, err := fs.ReadFile(files, "compressed/"+name)
	if err != nil {
		return nil
	}
	return body
}

// Compressible says whether compressing the asset saves anything: fonts are compressed already.
func Compressible(asset Asset) bool { return asset.Type != contentTypes[".woff2"] }
