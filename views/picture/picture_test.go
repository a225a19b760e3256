package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"
	"testing"

	"cafe-rewards/static"
)

// TestPath: what is read, written and read again is the same.
func TestPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ data, want string }{
		{"M1 2L3 4Z", "M1 2L3 4Z"},
		{"M1,2 3,4 5-6", "M1 2L3 4L5-6"},
		{"m1 2l3 4l-.5.5z l1 1", "M1 2L4 6L3.5 6.5ZL2 3"},
		{"M0 0H5V7h-1v1e1", "M0 0L5 0L5 7L4 7L4 17"},
		{"M0 0Q3 0 3 3", "M0 0C2 0 3 1 3 3"},
		{"M0 0C1 1 2 1 3 0S5-1 6 0", "M0 0C1 1 2 1 3 0C4-1 5-1 6 0"},
		{"M1 0A1 1 0 0 1 0 1", "M1 0C1 0.55 0.55 1 0 1"},
		{"M1 0A1 1 0 11 0-1", "M1 0C1 0.55 0.55 1 0 1C-0.55 1-1 0.55-1 0C-1-0.55-0.55-1 0-1"},
		{"M0 0A0 5 0 0 0 2 2", "M0 0L2 2"},
	} {
		p, err := parsePath(c.data)
		if err != nil || data(p, 2) != c.want {
			t.Errorf("%s is read as %s, %v, want %s", c.data, data(p, 2), err, c.want)
			continue
		}
		if again, err := parsePath(data(p, 2)); err != nil || data(again, 2) != c.want {
			t.Errorf("%s is read again as %s, %v", c.data, data(again, 2), err)
		}
	}
	for _, bad := range []string{"1 2", "M1", "M1 x", "M0 0T1 1", "M0 0A1 1 0 2 0 1 1", "MNaN 0", "M1e9 0", "M0 0Z1 1"} {
		if p, err := parsePath(bad); err == nil {
			t.Errorf("%s is read as %s", bad, data(p, 2))
		}
	}
}

// FuzzDrawing: whatever stands in a drawing, it is drawn or refused, in bounded time.
func FuzzDrawing(f *testing.F) {
	f.Add("M0 0L3 4C1 1 2 2 3 3A1 2 3 0 1 4 4Z", "translate(3 4) rotate(30)", "2 1")
	f.Add("m.5.5h-1e1", "matrix(1 0 0 1 5 5)", "0.5")
	light, _ := Themes(static.All()["app.css"].Body)
	f.Fuzz(func(t *testing.T, d, transform, dashes string) {
		s := Sheet{Width: 40, Height: 30, placed: identity}
		svg := `<svg><path d="` + escaped(d) + `" transform="` + escaped(transform) + `" class="fill-box stroke-text" stroke-width="3" stroke-dasharray="` + escaped(dashes) + `"/></svg>`
		if s.draw([]byte(svg), identity) != nil {
			return
		}
		if _, err := s.PNG(light, 1); err != nil {
			t.Error(err)
		}
	})
}

// TestStroke: lines, corners, ends and dashes cover the area that they should.
func TestStroke(t *testing.T) {
	t.Parallel()
	theme := Theme{"surface": {255, 255, 255, 255}, "ink": {0, 0, 0, 255}}
	for _, c := range []struct {
		name, data, attributes string
		area                   float64
	}{
		{"a line", "M10 20H30", `stroke-width="4"`, 80},
		{"round ends", "M10 20H30", `stroke-width="4" stroke-linecap="round"`, 80 + math.Pi*4},
		{"square ends", "M10 20H30", `stroke-width="4" stroke-linecap="square"`, 96},
		{"a mitred corner", "M10 10H30V30", `stroke-width="4"`, 160},
		{"a bevelled corner", "M10 10H30V30", `stroke-width="4" stroke-linejoin="bevel"`, 158},
		{"a round corner", "M10 10H30V30", `stroke-width="4" stroke-linejoin="round"`, 156 + math.Pi},
		{"a left corner", "M30 10H10V30", `stroke-width="4" stroke-linejoin="round"`, 156 + math.Pi},
		{"a closed one", "M10 10H30V30H10Z", `stroke-width="4"`, 4 * 80},
		{"dashes", "M10 20H30", `stroke-width="4" stroke-dasharray="5"`, 40},
		{"dashes around a corner", "M10 10H18V30", `stroke-width="2" stroke-dasharray="10 4"`, 40},
		{"a dot", "M20 20L20 20", `stroke-width="8" stroke-linecap="round"`, math.Pi * 16},
		{"a turned one", "M0 0H10", `stroke-width="4" transform="translate(20 20) rotate(45)"`, 40},
		{"a larger one", "M5 5H10", `stroke-width="2" transform="scale(2)"`, 40},
		{"a fine line", "M10 20.5H30", `stroke-width="0.5"`, 10},
		{"a line of many points", "M2 20" + strings.Repeat("h0.1", 360), `stroke-width="4" stroke-linejoin="bevel"`, 144},
	} {
		s := Sheet{Width: 40, Height: 40, placed: identity}
		if err := s.draw([]byte(`<svg><path d="`+c.data+`" fill="none" class="stroke-ink" `+c.attributes+`/></svg>`), identity); err != nil {
			t.Fatal(err)
		}
		area := 0.0
		picture := decoded(t, s, theme, 2)
		for y := range 80 {
			for x := range 80 {
				r, _, _, _ := picture.At(x, y).RGBA()
				area += (1 - float64(r)/0xffff) / 4
			}
		}
		if math.Abs(area-c.area) > 0.6 {
			t.Errorf("%s covers %.2f, want %.2f", c.name, area, c.area)
		}
	}
}

func decoded(t *testing.T, s Sheet, theme Theme, scale float64) image.Image {
	t.Helper()
	file, err := s.PNG(theme, scale)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// TestThemes: both themes have every colour that the other has, and a brand's sheet puts its own in their place.
func TestThemes(t *testing.T) {
	t.Parallel()
	light, dark := Themes(static.All()["app.css"].Body, []byte(":root {\n  --accent-mark: #123456;\n}\n"))
	if len(light) < 30 || light["surface"] == dark["surface"] || light["accent-mark"] != (color.NRGBA{0x12, 0x34, 0x56, 255}) || dark["accent-mark"] == light["accent-mark"] {
		t.Errorf("light is %v", light)
	}
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("dark has no %s", name)
		}
	}
}

// TestText: what is too long ends in "…", what belongs together is not parted, and letters that the font lacks break nothing.
func TestText(t *testing.T) {
	t.Parallel()
	look := style{12, regular, "text"}
	if got := look.shortened("Completion rate by channel", 100); look.width(got) > 100 || !strings.HasSuffix(got, "…") {
		t.Errorf("shortened to %q", got)
	}
	lines := look.wrapped("One two three four five 51.03\u00a0% six seven eight nine ten", 90, 3)
	if len(lines) != 3 || !strings.HasSuffix(lines[2], "…") || !strings.Contains(strings.Join(lines, "|"), "51.03\u00a0%") {
		t.Errorf("wrapped to %q", lines)
	}
	for _, text := range []string{"", "日本語 \u202f ≥ 🙂", "\x00\xff", strings.Repeat("W", 3000)} {
		if got := look.shortened(text, 200); look.width(got) > 200 {
			t.Errorf("%.20q is %.0f wide", got, look.width(got))
		}
	}
	if together, apart := look.width("To"), look.width("T")+look.width("o"); together >= apart {
		t.Errorf("T and o are not kerned: %.2f and %.2f", together, apart)
	}
}

// TestWidePicture: the width and the height that are asked for are those of the picture, and a table says what it leaves out.
func TestWidePicture(t *testing.T) {
	t.Parallel()
	table := &Table{Heads: [][]Head{{}}, More: "And 7 rows more.", Beside: strconv.Itoa}
	row := Row{}
	for range 30 {
		table.Heads[0] = append(table.Heads[0], Head{Text: "Completion rate", Right: true})
		row.Cells = append(row.Cells, Cell{Text: "55.01 %", Right: true})
	}
	table.Rows = []Row{row, row}
	for _, width := range []int{240, 800, 1600} {
		s, err := Picture{Title: strings.Repeat("Long title ", 30), Width: width, Table: table, Foot: "Foot"}.Draw()
		if err != nil {
			t.Fatal(err)
		}
		light, _ := Themes(static.All()["app.css"].Body)
		if size := decoded(t, s.In(300), light, 1).Bounds().Size(); size != (image.Point{width, 300}) {
			t.Errorf("a picture of %d × 300 is %v", width, size)
		}
	}
}

// TestLetters: the scripts of Europe are drawn as outlines. Letters that the font lacks are text in an SVG, in the room that was measured for
// them, and signs in a PNG, which says so.
func TestLetters(t *testing.T) {
	t.Parallel()
	light, _ := Themes(static.All()["app.css"].Body)
	for _, c := range []struct{ title, kept string }{
		{"Καφές, Ἀθῆναι", ""},
		{"Кофе, кава, кафе", ""},
		{"Cà phê sữa đá, e\u0302\u0301, Łódź, İstanbul, Český", ""},
		{"5 € → 10 ₽ ≥ 2 ₺, ✓ № ½ ▲", ""},
		{"Café 咖啡 rico", "咖啡"},
		{"كوبون قهوة = 1", "كوبون قهوة"},
		{"a <🙂\ufe0f & 咖> b", "🙂\ufe0f"},
	} {
		p := Picture{Title: c.title, Width: 400, Signs: "Boxes stand for letters."}
		sheet, err := p.Draw()
		if err != nil {
			t.Fatal(err)
		}
		svg, err := sheet.SVG(light)
		if err != nil {
			t.Fatal(err)
		}
		if has := strings.Contains(string(svg), ">"+c.kept+"</text>"); has != (c.kept != "") || bytes.Contains(svg, []byte("<text")) != has {
			t.Errorf("%s is written as\n%s", c.title, svg)
		}
		p.Signs = ""
		plain, err := p.Draw()
		if err != nil {
			t.Fatal(err)
		}
		if noted := sheet.Height > plain.Height; noted != (c.kept != "") {
			t.Errorf("%s: a note about signs: %t", c.title, noted)
		}
	}
}

// TestSign: in a PNG, a letter that the font lacks is a hollow box with a question mark, as wide as the letter was measured.
func TestSign(t *testing.T) {
	t.Parallel()
	theme := Theme{"surface": {255, 255, 255, 255}, "text": {0, 0, 0, 255}}
	s := Sheet{Width: 60, Height: 60, placed: identity}
	s.write("咖", 0, 30, start, style{50, regular, "text"})
	p := decoded(t, s, theme, 1)
	dark := func(x, y int) bool { r, _, _, _ := p.At(x, y).RGBA(); return r < 0x4000 }
	row := func(y, from, to int) (n int) {
		for x := from; x < to; x++ {
			if dark(x, y) {
				n++
			}
		}
		return n
	}
	edges, filled := 0, 0
	for y := range 60 {
		switch n := row(y, 0, 60); {
		case n > 40:
			filled++
		case n > 0:
			edges++
		}
	}
	if filled < 4 || filled > 8 || edges < 25 || row(30, 0, 8) == 0 || row(30, 42, 50) == 0 || row(30, 8, 15)+row(30, 35, 42) > 0 || row(36, 18, 32)+row(30, 18, 32) == 0 || row(30, 50, 60) > 0 {
		t.Errorf("the sign has %d full rows and %d others; its middle row has %d, %d, %d points", filled, edges, row(30, 0, 8), row(30, 18, 32), row(30, 42, 50))
	}
	for _, text := range []string{"咖", "ع", "🙂"} {
		if wide, _ := static.Advance(400, []rune(text)[0]); (style{10, regular, "text"}).width(text) != wide/100 {
			t.Errorf("%s is %v wide, want %v", text, (style{10, regular, "text"}).width(text), wide/100)
		}
	}
}
