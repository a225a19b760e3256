package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// elements are those that a drawing is made of.
var elements = map[string]bool{"svg": true, "g": true, "path": true, "rect": true, "text": true, "line": true, "polyline": true, "polygon": true, "circle": true}

// attributes are those that say where something is and what it looks like. None of them can load or run anything.
var attributes = map[string]bool{
	"d": true, "points": true, "x": true, "y": true, "x1": true, "y1": true, "x2": true, "y2": true, "cx": true, "cy": true, "r": true,
	"width": true, "height": true, "viewBox": true, "transform": true, "opacity": true, "fill-opacity": true, "stroke-opacity": true,
	"stroke-width": true, "stroke-linecap": true, "stroke-linejoin": true, "stroke-miterlimit": true, "stroke-dasharray": true,
	"paint-order": true, "text-anchor": true, "dominant-baseline": true, "font-size": true, "font-weight": true,
}

// dropped are those that ECharts writes and a page does not need.
var dropped = map[string]bool{"xmlns": true, "xmlns:xlink": true, "version": true, "baseProfile": true, "id": true, "xml:space": true, "class": true, "pointer-events": true}

// Clean makes a drawing of ECharts fit for a page: colours become classes, fonts attributes. Anything else than a plain drawing is an
// error.
func Clean(svg string) ([]byte, error) {
	var out bytes.Buffer
	decoder := xml.NewDecoder(strings.NewReader(svg))
	var open []string
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && len(open) == 0 && out.Len() > 0 {
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("the drawing is not XML: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !elements[t.Name.Local] || t.Name.Space != "" || len(open) == 0 && out.Len() > 0 || (t.Name.Local == "svg") != (out.Len() == 0) {
				return nil, fmt.Errorf("a drawing has no <%s> there", t.Name.Local)
			}
			open = append(open, t.Name.Local)
			if err := openTag(&out, t); err != nil {
				return nil, err
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name.Local {
				return nil, fmt.Errorf("</%s> closes nothing", t.Name.Local)
			}
			open = open[:len(open)-1]
			out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				if err := xml.EscapeText(&out, []byte(text)); err != nil {
					return nil, err
				}
			}
		default:
			return nil, fmt.Errorf("a drawing has no %T in it", t)
		}
	}
}

func openTag(out *bytes.Buffer, t xml.StartElement) error {
	out.WriteString("<" + t.Name.Local)
	if t.Name.Local == "svg" {
		out.WriteString(` xmlns="http://www.w3.org/2000/svg"`)
	}
	var classes []string
	unseen := slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == "stroke-width" && a.Value == "0" })
	for _, a := range t.Attr {
		name := a.Name.Local
		if a.Name.Space != "" {
			name = a.Name.Space + ":" + name
		}
		switch {
		case name == "style":
			if err := writeFont(out, a.Value); err != nil {
				return err
			}
		case unseen && (name == "stroke" || name == "stroke-width"):
		case name == "fill" || name == "stroke":
			class, err := paint(name, a.Value)
			if err != nil {
				return err
			}
			if class == "" {
				writeAttribute(out, name, "none")
			} else {
				classes = append(classes, class)
			}
		case attributes[name]:
			writeAttribute(out, name, a.Value)
		case !dropped[name] && !strings.HasPrefix(name, "ecmeta_"):
			return fmt.Errorf("a drawing has no attribute %s", name)
		}
	}
	if len(classes) > 0 {
		writeAttribute(out, "class", strings.Join(classes, " "))
	}
	out.WriteByte('>')
	return nil
}

// paint is the class that stands for a colour; empty for none. Colours have names, because what they are depends on the theme.
func paint(attribute, colour string) (string, error) {
	if colour == "none" || colour == "transparent" {
		return "", nil
	}
	token, ok := strings.CutPrefix(colour, "--")
	if !ok || !plain(token) {
		return "", fmt.Errorf("%s %q is not the name of a colour", attribute, colour)
	}
	return attribute + "-" + token, nil
}

// writeFont writes what a style says of a font as attributes; which font it is stands in the style sheet.
func writeFont(out *bytes.Buffer, style string) error {
	for declaration := range strings.SplitSeq(style, ";") {
		property, value, _ := strings.Cut(declaration, ":")
		property, value = strings.TrimSpace(property), strings.TrimSpace(value)
		switch property {
		case "font-size":
			writeAttribute(out, property, strings.TrimSuffix(value, "px"))
		case "font-weight":
			writeAttribute(out, property, value)
		case "", "font-family", "font-style", "pointer-events", "cursor":
		default:
			return fmt.Errorf("a drawing has no style %s", property)
		}
	}
	return nil
}

func writeAttribute(out *bytes.Buffer, name, value string) {
	out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(out, []byte(value)) // a buffer takes everything
	out.WriteByte('"')
}

// plain says whether a text is made of small letters, digits and hyphens.
func plain(text string) bool {
	for _, r := range text {
		if !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-') {
			return false
		}
	}
	return text != ""
}
