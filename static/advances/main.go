// Advances writes how wide the letters of the vendored font are to js/advances.js: go run ./static/advances, from the project's root or
// from static. Server and browser measure text with the same numbers, so they lay out a chart alike.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
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
	all := map[string]map[string][]int{}
	for _, weight := range []string{"400", "600"} {
		file, err := os.ReadFile("vendor/inter/inter-" + weight + ".ttf")
		if err != nil {
			return err
		}
		f, err := sfnt.Parse(file)
		if err != nil {
			return err
		}
		if all[weight], err = runs(f); err != nil {
			return err
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile("js/advances.js", []byte(head+string(text)+";\n"), 0o644)
}

const head = `// Widths of the letters of Inter in thousandths of the size: per weight, by the number of the first of several letters that follow on
// each other. Made by go generate ./static.
export const advances = `

// runs are the widths of all letters that the font has. Marks that stand on other letters, and what is not seen, have none.
func runs(f *sfnt.Font) (map[string][]int, error) {
	var buffer sfnt.Buffer
	units := f.UnitsPerEm()
	all := map[string][]int{}
	first, last := "", rune(0)
	for letter := ' '; letter <= 0xffff; letter++ {
		glyph, err := f.GlyphIndex(&buffer, letter)
		if err != nil {
			return nil, err
		}
		if glyph == 0 {
			continue
		}
		advance, err := f.GlyphAdvance(&buffer, glyph, fixed.Int26_6(units), font.HintingNone)
		if err != nil {
			return nil, err
		}
		if unicode.In(letter, unicode.Mn, unicode.Me, unicode.Cf) {
			advance = 0
		}
		if letter != last+1 {
			first = strconv.Itoa(int(letter))
		}
		all[first] = append(all[first], int(math.Round(float64(advance)*1000/float64(units))))
		last = letter
	}
	return all, nil
}
