// Advances writes how wide the letters of the vendored font are to js/advances.js: go run ./static/advances, from the project's root or
// from static. Server and browser measure text with the same numbers, so they lay out a chart alike.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "measure the font:", err)
		os.Exit(1)
	}
}

func run() error {
	if _, err := os.Stat("static/vendor"); err == nil {
		if err := os.Chdir("static"); err != nil {
			return err
		}
	}
	file, err := os.ReadFile("vendor/inter/inter.woff2")
	if err != nil {
		return err
	}
	tables, err := readTables(file)
	if err != nil {
		return err
	}
	f, err := parseFont(tables)
	if err != nil {
		return err
	}
	text, err := json.Marshal(f.widths(400, 600))
	if err != nil {
		return err
	}
	return os.WriteFile("js/advances.js", []byte(head+string(text)+";\n"), 0o644)
}

const head = `// Widths of the letters of Inter in thousandths of the size: per weight, by character. Made by go generate ./static.
export const advances = `

// widths are those of all characters per weight.
func (f *font) widths(weights ...float64) map[string]map[string]int {
	all := map[string]map[string]int{}
	for _, weight := range weights {
		widths := map[string]int{}
		for c, glyph := range f.glyphs {
			widths[string(c)] = f.advance(glyph, weight)
		}
		all[strconv.Itoa(int(weight))] = widths
	}
	return all
}
