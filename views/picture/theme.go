package picture

import (
	"encoding/hex"
	"fmt"
	"image/color"
	"regexp"
	"strings"
)

// Theme is what the names of colours stand for: "text" is --text of the style sheet.
type Theme map[string]color.NRGBA

var (
	tokens    = regexp.MustCompile(`(?m)^\s*--([a-z0-9-]+): #([0-9a-f]{6});$`)
	lightHead = ":root {"
	darkHead  = `:root[data-theme="dark"] {`
)

// Themes reads the colours of style sheets, in light and in dark; a later one puts its own in the place of those before it.
func Themes(sheets ...[]byte) (light, dark Theme) {
	light, dark = Theme{}, Theme{}
	for _, sheet := range sheets {
		light.read(string(sheet), lightHead)
		dark.read(string(sheet), darkHead)
	}
	return light, dark
}

func (t Theme) read(sheet, head string) {
	_, block, _ := strings.Cut(sheet, head)
	block, _, _ = strings.Cut(block, "}")
	for _, token := range tokens.FindAllStringSubmatch(block, -1) {
		value, _ := hex.DecodeString(token[2]) // the expression lets nothing else through
		t[token[1]] = color.NRGBA{value[0], value[1], value[2], 255}
	}
}

// color is what a name stands for. A name that stands for nothing is a mistake in a drawing.
func (t Theme) color(name string) (color.NRGBA, error) {
	c, ok := t[name]
	if !ok {
		return c, fmt.Errorf("there is no colour called %q", name)
	}
	return c, nil
}
