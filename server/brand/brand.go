// Package brand is the white label: the owner's name, logo and colour on the product.
//
//	brand.go   Load, and the rules for a name
//	logo.go    reading a logo, and refusing what a browser could not draw
//	style.go   the style sheet that replaces the product's colours with the brand's
//	theme.go   what the light and dark themes require of a colour, and how a brand's colour is adjusted until it meets that
//	color.go   colours and their contrast, as WCAG 2 defines it
//
// Everything is checked when the program starts. Files are served under names with a hash of their content. Nothing here knows HTTP.
package brand

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prefix is the path under which the files of a brand are served.
const Prefix = "/brand/"

const maxName = 40 // characters: more do not fit the bar

// Brand is what an owner set.
type Brand struct {
	Name  string
	Logo  *File // nil: the product's own
	Style *File // nil: the product's own colours
}

// File is served as it is.
type File struct {
	Name string // with the hash: 3f2a9c1d0b5e.css
	Type string // Content-Type
	Body []byte
}

// Load makes a brand of the settings. The path of the logo and the colour may be empty.
func Load(name, logo, color string) (*Brand, error) {
	if err := CheckName(name); err != nil {
		return nil, fmt.Errorf("the brand's name %q %w", name, err)
	}
	b := &Brand{Name: name}
	if logo != "" {
		file, err := readLogo(logo)
		if err != nil {
			return nil, fmt.Errorf("the logo %s: %w", logo, err)
		}
		b.Logo = file
	}
	if color != "" {
		c, err := ParseColor(color)
		if err != nil {
			return nil, fmt.Errorf("the brand's colour %q %w", color, err)
		}
		b.Style = newFile(".css", "text/css; charset=utf-8", styleSheet(c))
	}
	return b, nil
}

// CheckName tells what is wrong with a name, in words that follow it.
func CheckName(name string) error {
	switch length := utf8.RuneCountInString(name); {
	case !utf8.ValidString(name):
		return fmt.Errorf("is not UTF-8")
	case strings.TrimSpace(name) == "":
		return fmt.Errorf("is empty: 1 to %d characters", maxName)
	case length > maxName:
		return fmt.Errorf("has %d characters: at most %d", length, maxName)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) }):
		return fmt.Errorf("has a control character or a line break in it")
	}
	return nil
}

func newFile(extension, contentType string, body []byte) *File {
	sum := sha256.Sum256(body)
	return &File{Name: hex.EncodeToString(sum[:6]) + extension, Type: contentType, Body: body}
}

// Address is where the file is served; empty for no file.
func (f *File) Address() string {
	if f == nil {
		return ""
	}
	return Prefix + f.Name
}
