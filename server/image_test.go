package server_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/server"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
)

// TestImages: every visual is a picture, in SVG that loads nothing, and every kind of visual in PNG; in light or dark.
func TestImages(t *testing.T) {
	t.Parallel()
	s := standing(t)
	dashboards, err := metrics.LoadDashboards(model(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/explore", "/embed/explore"}
	kinds := map[metrics.Kind]bool{}
	pngs := map[string]bool{} // of the first visual of each kind: a PNG is the points of what the SVG says
	for _, sheet := range dashboards.Sheets() {
		for _, v := range sheet.Visuals {
			paths = append(paths, "/visuals/"+v.Name)
			pngs["/visuals/"+v.Name] = !kinds[v.Kind]
			kinds[v.Kind] = true
		}
	}
	paths = append(paths, "/embed"+paths[2])
	for i, path := range paths {
		t.Run(path, func(t *testing.T) {
			svg := s.get(t, path+".svg", "Accept", "image/avif,image/webp,*/*")
			if svg.StatusCode != http.StatusOK || svg.Header.Get("Content-Type") != "image/svg+xml" {
				t.Fatalf("the SVG answers %d, %s: %.200s", svg.StatusCode, svg.Header.Get("Content-Type"), svg.body)
			}
			checkAlone(t, svg.body)
			if visual, ok := pngs[path]; ok && !visual {
				return
			}
			query, back := "", color.RGBA{255, 255, 255, 255}
			if i%2 == 0 { // the other theme is the same picture in other colours
				query, back = "?theme=dark&width=400", color.RGBA{0x1a, 0x1f, 0x27, 255}
			}
			checkPNG(t, s.get(t, path+".png"+query), query, back)
		})
	}
}

// checkAlone: an SVG in an <img> loads nothing, so it may refer to nothing but its own letters.
func checkAlone(t *testing.T, svg string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(svg))
	ids := map[string]bool{}
	var elements []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the SVG is not XML: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		elements = append(elements, start.Name.Local)
		for _, a := range start.Attr {
			switch a.Name.Local {
			case "id":
				ids[a.Value] = true
			case "href":
				if id, ok := strings.CutPrefix(a.Value, "#"); !ok || !ids[id] {
					t.Errorf("the SVG refers to %q", a.Value)
				}
			case "style", "class", "onload", "src":
				t.Errorf("the SVG has an attribute %s", a.Name.Local)
			}
		}
	}
	for _, one := range slices.Compact(slices.Sorted(slices.Values(elements))) {
		if !slices.Contains([]string{"svg", "title", "desc", "defs", "path", "rect", "g", "use"}, one) {
			t.Errorf("the SVG has an element %s", one)
		}
	}
	if !slices.Contains(elements, "use") {
		t.Error("the SVG has no letters")
	}
}

func checkPNG(t *testing.T, a answer, query string, back color.RGBA) {
	t.Helper()
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "image/png" {
		t.Fatalf("the PNG%s answers %d, %s: %.200s", query, a.StatusCode, a.Header.Get("Content-Type"), a.body)
	}
	picture, err := png.Decode(bytes.NewReader([]byte(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	width := 1600
	if strings.Contains(query, "width=400") {
		width = 800
	}
	if size := picture.Bounds().Size(); size.X != width || size.Y < 150 {
		t.Errorf("the PNG%s is %v", query, size)
	}
	colors := map[color.RGBA]int{}
	whole := 0
	for y := 0; y < picture.Bounds().Dy(); y += 3 { // to look at each takes longer than to draw them
		for x := 0; x < picture.Bounds().Dx(); x += 3 {
			r, g, b, a := picture.At(x, y).RGBA()
			colors[color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}]++
			whole++
		}
	}
	if colors[back] < whole/4 || colors[back] == whole || len(colors) < 10 {
		t.Errorf("the PNG%s has %d colours, and %d of %d points in that of its background", query, len(colors), colors[back], whole)
	}
}

// TestImageAddress: the state of a picture is that of the page, and what cannot be is refused in words.
func TestImageAddress(t *testing.T) {
	t.Parallel()
	s := standing(t)
	all := s.get(t, "/visuals/completion-by-age.svg")
	women := s.get(t, "/visuals/completion-by-age.svg?gender=Women&vs.gender=Men")
	if all.body == women.body {
		t.Error("a filter changes nothing")
	}
	contains(t, "the picture", all.body, "<title>Completion rate by age</title>")
	if a := s.get(t, "/visuals/completion-by-age.svg?height=900&width=300"); !strings.Contains(a.body, `width="300" height="900"`) {
		t.Errorf("a size gives %.120s", a.body)
	}
	for _, query := range []string{"theme=blue", "theme=dark&theme=light", "width=0", "width=1601", "width=x", "height=99", "height=2001", "width=300&width=400", "chanel=web", "scale=9", "as_of=99", "bom=1"} {
		for _, ending := range []string{".svg", ".png"} {
			a := s.get(t, "/visuals/completion-by-age"+ending+"?"+query, "Accept", "image/avif,image/webp,image/*,*/*;q=0.8")
			if a.StatusCode != http.StatusBadRequest && a.StatusCode != http.StatusNotFound || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") {
				t.Errorf("%s?%s answers %d, %s", ending, query, a.StatusCode, a.Header.Get("Content-Type"))
			}
		}
	}
	if a := s.get(t, "/visuals/nope.png"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a visual that is none answers %d", a.StatusCode)
	}
}

// TestImageFetched: an intranet page may show the pictures under /embed/, and those alone; what a client has is not sent again.
func TestImageFetched(t *testing.T) {
	t.Parallel()
	s := published(t, func(o *server.Options) { o.EmbedOrigins = nil })
	for path, policy := range map[string]string{"/embed/visuals/funnel.svg": "cross-origin", "/embed/visuals/funnel.png": "cross-origin", "/visuals/funnel.png": "same-origin"} {
		for _, encoding := range []string{"", "gzip", "br"} {
			a := s.get(t, path, "Accept-Encoding", encoding)
			if got := a.Header.Get("Cross-Origin-Resource-Policy"); got != policy || a.Header.Get("Set-Cookie") != "" || a.Header.Get("X-Data-Version") != "1" {
				t.Errorf("%s answers with %v", path, a.Header)
			}
			if strings.HasSuffix(path, ".png") && a.Header.Get("Content-Encoding") != "" {
				t.Errorf("%s is compressed twice", path)
			}
			if again := s.get(t, path, "Accept-Encoding", encoding, "If-None-Match", a.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
				t.Errorf("%s answers %d to its own ETag", path, again.StatusCode)
			}
		}
	}
}

// TestSignedImages: a token that is not good lets nobody see a picture, and there is no picture instead.
func TestSignedImages(t *testing.T) {
	t.Parallel()
	s := standing(t)
	good := token(t, testKeys(), signed.Grant{Visual: "funnel", Filters: "channel=web"})
	for query, status := range map[string]int{"token=" + good: 200, "token=" + good[:len(good)-1]: 401, "token=x": 401, "token=" + good + "&channel=email": 403} {
		for _, path := range []string{"/visuals/funnel.svg", "/visuals/funnel.png", "/embed/visuals/funnel.png"} {
			a := s.get(t, path+"?"+query, "Accept", "image/*,*/*;q=0.8")
			if a.StatusCode != status || status != 200 && strings.HasPrefix(a.Header.Get("Content-Type"), "image/") {
				t.Errorf("%s?%.20s… answers %d, %s", path, query, a.StatusCode, a.Header.Get("Content-Type"))
			}
		}
	}
	for _, path := range []string{"/visuals/overview.png", "/embed/explore.png", "/explore.svg"} {
		if a := s.get(t, path+"?token="+good); a.StatusCode < 400 || a.StatusCode > 403 {
			t.Errorf("%s with a token for another visual answers %d", path, a.StatusCode)
		}
	}
}

// stuck draws nothing until it is let go.
type stuck chan struct{}

func (s stuck) SVG(ctx context.Context, _ []byte, _, _ int) ([]byte, error) {
	select {
	case <-s:
	case <-ctx.Done():
	}
	return nil, errors.New("let go")
}

// TestPicturesAside: while a picture takes its time, pages have their charts drawn.
func TestPicturesAside(t *testing.T) {
	t.Parallel()
	drawer := make(stuck)
	s := published(t, func(o *server.Options) { o.ImageDrawer = drawer })
	asked := make(chan int)
	go func() {
		response, err := http.Get(s.URL + "/visuals/funnel.png?gender=Women")
		if err != nil {
			asked <- 0
			return
		}
		response.Body.Close()
		asked <- response.StatusCode
	}()
	page := s.get(t, "/visuals/funnel?gender=Women")
	if page.StatusCode != http.StatusOK || !strings.Contains(page.body, "drawing-wide") {
		t.Errorf("beside a picture that takes long a page answers %d, drawn: %t", page.StatusCode, strings.Contains(page.body, "drawing-wide"))
	}
	select {
	case status := <-asked:
		t.Errorf("the picture did not take long: it answers %d", status)
	default:
	}
	close(drawer)
	if status := <-asked; status != http.StatusInternalServerError {
		t.Errorf("a picture that cannot be drawn answers %d", status)
	}
}
