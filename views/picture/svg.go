package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
)

// SVG writes the sheet as one file that loads nothing. Each letter stands in it once, and is used wherever it is needed.
func (s Sheet) SVG(t Theme) ([]byte, error) {
	w := svgWriter{theme: t, names: map[*glyph]string{}}
	width, height := short(s.Width, 2), short(s.Height, 2)
	fmt.Fprintf(&w.body, `<rect width="%s" height="%s"%s/>`, width, height, w.paint("fill", "surface", 1))
	if s.placed != identity {
		fmt.Fprintf(&w.body, `<g%s>`, matrix(s.placed))
	}
	for _, shape := range s.shapes {
		w.write(shape)
	}
	if s.placed != identity {
		w.body.WriteString("</g>")
	}
	if w.err != nil {
		return nil, w.err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img"><title>%s</title><desc>%s</desc>`,
		width, height, escaped(s.Title), escaped(s.Text))
	if w.defs.Len() > 0 {
		fmt.Fprintf(&out, "<defs>%s</defs>", w.defs.Bytes())
	}
	out.Write(w.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes(), nil
}

type svgWriter struct {
	theme      Theme
	defs, body bytes.Buffer
	names      map[*glyph]string
	err        error
}

func (w *svgWriter) write(s shape) {
	if s.letters == nil {
		fmt.Fprintf(&w.body, `<path d="%s"%s%s/>`, data(s.path, 2), w.look(s), matrix(s.on))
		return
	}
	fmt.Fprintf(&w.body, `<g%s%s>`, w.look(s), matrix(s.on))
	for i := 0; i < len(s.letters); i++ {
		letter := s.letters[i]
		switch {
		case letter.missing:
			from := i
			i = s.missingUntil(from) - 1
			w.text(s, from, i+1)
		case len(letter.path) > 0:
			fmt.Fprintf(&w.body, `<use href="#%s" x="%s"/>`, w.name(letter), short(s.at[i], 0))
		}
	}
	w.body.WriteString("</g>")
}

// name is under which name a letter stands among the definitions.
func (w *svgWriter) name(g *glyph) string {
	name, ok := w.names[g]
	if !ok {
		name = "g" + strconv.FormatInt(int64(len(w.names)), 36)
		w.names[g] = name
		fmt.Fprintf(&w.defs, `<path id="%s" d="%s"/>`, name, data(g.path, 0))
	}
	return name
}

// look are the attributes of how a shape is painted.
func (w *svgWriter) look(s shape) string {
	text := w.paint("fill", s.fill, s.fillOpacity)
	if s.stroke == "" {
		return text
	}
	text += w.paint("stroke", s.stroke, s.strokeOpacity)
	for _, a := range []struct{ name, value, usual string }{
		{"stroke-width", short(s.width, 2), "1"}, {"stroke-linecap", s.cap, "butt"}, {"stroke-linejoin", s.join, "miter"}, {"stroke-miterlimit", short(s.miter, 2), "4"},
	} {
		if a.value != a.usual && a.value != "" {
			text += fmt.Sprintf(` %s="%s"`, a.name, a.value)
		}
	}
	for i, dash := range s.dashes {
		if i == 0 {
			text += ` stroke-dasharray="` + short(dash, 2)
			continue
		}
		text += " " + short(dash, 2)
	}
	if len(s.dashes) > 0 {
		text += `"`
	}
	if s.letters != nil {
		text += ` paint-order="stroke"`
	}
	return text
}

func (w *svgWriter) paint(attribute, name string, opacity float64) string {
	if name == "" {
		return " " + attribute + `="none"`
	}
	c, err := w.theme.color(name)
	if err != nil && w.err == nil {
		w.err = err
	}
	text := fmt.Sprintf(` %s="#%02x%02x%02x"`, attribute, c.R, c.G, c.B)
	if opacity < 1 {
		text += fmt.Sprintf(` %s-opacity="%s"`, attribute, short(opacity, 3))
	}
	return text
}

// data writes a path, with that many decimals.
func data(p path, decimals int) string {
	var out []byte
	for _, s := range p {
		out = append(out, s.kind)
		from := 2
		switch s.kind {
		case 'Z':
			continue
		case 'C':
			from = 0
		}
		for i := from; i < 3; i++ {
			for _, x := range []float64{s.to[i].x, s.to[i].y} {
				text := short(x, decimals)
				if last := out[len(out)-1]; last >= '0' && last <= '9' && text[0] != '-' {
					out = append(out, ' ')
				}
				out = append(out, text...)
			}
		}
	}
	return string(out)
}

func matrix(t transform) string {
	switch {
	case t == identity:
		return ""
	case t.a == 1 && t.b == 0 && t.c == 0 && t.d == 1:
		return fmt.Sprintf(` transform="translate(%s %s)"`, short(t.e, 2), short(t.f, 2))
	}
	return fmt.Sprintf(` transform="matrix(%s %s %s %s %s %s)"`, short(t.a, 6), short(t.b, 6), short(t.c, 6), short(t.d, 6), short(t.e, 2), short(t.f, 2))
}

// short writes a number with at most that many decimals.
func short(x float64, decimals int) string {
	k := math.Pow10(decimals)
	return strconv.FormatFloat(math.Round(x*k)/k+0, 'f', -1, 64) // + 0 makes of -0 a 0
}

func escaped(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	return out.String()
}
