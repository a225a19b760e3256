package picture

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// draw adds a chart, as package draw writes it, at a place on the sheet.
func (s *Sheet) draw(svg []byte, on transform) error {
	decoder := xml.NewDecoder(strings.NewReader(string(svg)))
	var text *shape
	var words strings.Builder
	var anchor float64
	look := style{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a drawing: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			attributes := map[string]string{}
			for _, a := range t.Attr {
				attributes[a.Name.Local] = a.Value
			}
			p, err := outline(t.Name.Local, attributes)
			if err != nil {
				return fmt.Errorf("read a drawing: <%s>: %w", t.Name.Local, err)
			}
			painted, err := paintedAs(attributes, on)
			if err != nil {
				return fmt.Errorf("read a drawing: <%s>: %w", t.Name.Local, err)
			}
			if t.Name.Local == "text" {
				text, look, anchor = &painted, lookOf(attributes), anchors[attributes["text-anchor"]]
				continue
			}
			if painted.path = p; len(p) > 0 && (painted.fill != "" || painted.stroke != "") {
				s.shapes = append(s.shapes, painted)
			}
		case xml.CharData:
			if text != nil {
				words.Write(t)
			}
		case xml.EndElement:
			if t.Name.Local == "text" && text != nil {
				letters := lettering(words.String(), text.on, anchor, look)
				text.letters, text.at, text.face = letters.letters, letters.at, letters.face
				text.width *= text.on.scale() / letters.on.scale() // of a stroke around the letters, which are in units of the font
				text.on = letters.on
				s.shapes = append(s.shapes, *text)
				text = nil
				words.Reset()
			}
		}
	}
}

var anchors = map[string]float64{"": start, "start": start, "middle": center, "end": end}

func lookOf(attributes map[string]string) style {
	look := style{size: number(attributes["font-size"], 12), weight: regular}
	if number(attributes["font-weight"], 400) >= 500 || attributes["font-weight"] == "bold" {
		look.weight = bold
	}
	return look
}

// outline is the path of an element; none for those that have no outline of their own.
func outline(element string, a map[string]string) (path, error) {
	n := func(name string) float64 { return number(a[name], 0) }
	switch element {
	case "path":
		return parsePath(a["d"])
	case "rect":
		return rectangle(n("x"), n("y"), n("width"), n("height")), nil
	case "line":
		return path{}.move(point{n("x1"), n("y1")}).line(point{n("x2"), n("y2")}), nil
	case "circle":
		x, y, r := n("cx"), n("cy"), n("r")
		p := path{}.move(point{x + r, y})
		return p.arc(point{x + r, y}, point{x - r, y}, r, r, 0, false, true).arc(point{x - r, y}, point{x + r, y}, r, r, 0, false, true).close(), nil
	case "polyline", "polygon":
		p, err := parsePath("M" + a["points"])
		if element == "polygon" && err == nil {
			p = p.close()
		}
		return p, err
	case "svg", "g", "text":
		return nil, nil
	}
	return nil, errors.New("a picture cannot show it")
}

// paintedAs is how an element is painted, and where it stands.
func paintedAs(a map[string]string, on transform) (shape, error) {
	opacity := number(a["opacity"], 1)
	s := shape{
		fillOpacity: opacity * number(a["fill-opacity"], 1), strokeOpacity: opacity * number(a["stroke-opacity"], 1), width: number(a["stroke-width"], 1),
		cap: a["stroke-linecap"], join: a["stroke-linejoin"], miter: number(a["stroke-miterlimit"], 4),
	}
	for _, class := range strings.Fields(a["class"]) {
		if name, ok := strings.CutPrefix(class, "fill-"); ok {
			s.fill = name
		}
		if name, ok := strings.CutPrefix(class, "stroke-"); ok {
			s.stroke = name
		}
	}
	total := 0.0
	for part := range strings.FieldsFuncSeq(a["stroke-dasharray"], func(r rune) bool { return r == ',' || r == ' ' }) {
		dash := number(part, 0)
		s.dashes, total = append(s.dashes, max(0, dash)), total+max(0, dash)
	}
	switch {
	case total < 0.5:
		s.dashes = nil
	case len(s.dashes)%2 == 1:
		s.dashes = append(s.dashes, s.dashes...)
	}
	own, err := parseTransform(a["transform"])
	s.on = on.after(own).after(moved(number(a["x"], 0), number(a["y"], 0)))
	if a["width"] != "" { // a rectangle's place is in its outline
		s.on = on.after(own)
	}
	return s, err
}

func number(text string, otherwise float64) float64 {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return x
	}
	return otherwise
}

// parseTransform reads translate, scale, rotate (in degrees, about the origin) and matrix.
func parseTransform(text string) (transform, error) {
	out := identity
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		name, inner, ok := strings.Cut(rest, "(")
		arguments, after, closed := strings.Cut(inner, ")")
		if !ok || !closed {
			return out, fmt.Errorf("%q is no transform", text)
		}
		rest = after
		var n []float64
		for part := range strings.FieldsFuncSeq(arguments, func(r rune) bool { return r == ',' || r == ' ' }) {
			n = append(n, number(part, 0))
		}
		switch name = strings.TrimSpace(name); {
		case name == "translate" && len(n) == 2:
			out = out.after(moved(n[0], n[1]))
		case name == "translate" && len(n) == 1:
			out = out.after(moved(n[0], 0))
		case name == "scale" && len(n) == 2:
			out = out.after(transform{a: n[0], d: n[1]})
		case name == "scale" && len(n) == 1:
			out = out.after(scaled(n[0]))
		case name == "rotate" && len(n) == 1:
			out = out.after(turned(n[0]))
		case name == "matrix" && len(n) == 6:
			out = out.after(transform{n[0], n[1], n[2], n[3], n[4], n[5]})
		default:
			return out, fmt.Errorf("%q is no transform", text)
		}
	}
	return out, nil
}
