package brand

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
)

// Color is one of sRGB.
type Color struct{ red, green, blue uint8 }

var (
	black = Color{}
	white = Color{255, 255, 255}
)

// ParseColor reads #rrggbb. The error says what is wrong, in words that follow the colour.
func ParseColor(text string) (Color, error) {
	var c [3]byte
	if len(text) == 7 && text[0] == '#' {
		if _, err := hex.Decode(c[:], []byte(text[1:])); err == nil {
			return Color{c[0], c[1], c[2]}, nil
		}
	}
	return Color{}, errors.New("is not a colour such as #0067a3")
}

func (c Color) String() string { return fmt.Sprintf("#%02x%02x%02x", c.red, c.green, c.blue) }

// toward mixes a share (0..1) of another colour in, as color-mix(in srgb) does.
func (c Color) toward(other Color, share float64) Color {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return Color{mix(c.red, other.red), mix(c.green, other.green), mix(c.blue, other.blue)}
}

// luminance is the relative luminance of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance): 0 for black, 1 for white.
func (c Color) luminance() float64 {
	linear := func(channel uint8) float64 {
		v := float64(channel) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.red) + 0.7152*linear(c.green) + 0.0722*linear(c.blue)
}

// contrast is the contrast ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): 1 to 21.
func contrast(a, b Color) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}
