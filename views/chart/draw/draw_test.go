package draw

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"modernc.org/quickjs"

	"cafe-rewards/static"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/chart/examples"
	"cafe-rewards/views/language"
)

// bars is a small chart. Its only number is %d.
const bars = `{"animation":false,"grid":[{"left":20,"right":0,"top":0,"bottom":20}],"xAxis":[{"type":"category","data":["<b>a</b>","]]>&\" onload=\"x"],"axisLabel":{"color":"--text","interval":0},
	"axisLine":{"lineStyle":{"color":"--axis-line"}},"axisTick":{"show":false}}],"yAxis":[{"type":"value","show":false,"axisLabel":{"show":false}}],
	"series":[{"type":"bar","data":[1,%d],"itemStyle":{"color":"--series-1"},"emphasis":{"disabled":true}}]}`

func newDrawer(t *testing.T, n int) *Drawer {
	t.Helper()
	d, err := New(n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// TestEveryExampleIsAPlainDrawing: well-formed, and nothing in it that a strict policy forbids.
func TestEveryExampleIsAPlainDrawing(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 2)
	for _, e := range examples.All() {
		t.Run(e.Visual.Name, func(t *testing.T) {
			t.Parallel()
			drawing, err := chart.Draw(t.Context(), d, chart.New(language.English, e.Visual, e.Table))
			if err != nil {
				t.Fatal(err)
			}
			for _, svg := range [][]byte{drawing.Wide, drawing.Narrow} {
				marks := 0
				decoder := xml.NewDecoder(bytes.NewReader(svg))
				for {
					token, err := decoder.Token()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						t.Fatalf("not well-formed: %v", err)
					}
					start, ok := token.(xml.StartElement)
					if !ok {
						continue
					}
					if name := start.Name.Local; !elements[name] {
						t.Errorf("<%s> is in the drawing", name)
					}
					for _, a := range start.Attr {
						if a.Name.Local == "class" && strings.Contains(a.Value, "-") {
							marks++
						}
						if name := a.Name.Local; name == "style" || name == "id" || strings.HasPrefix(name, "on") || strings.Contains(a.Value, "url(") {
							t.Errorf("%s=%q is in the drawing", name, a.Value)
						}
					}
				}
				if marks < 8 {
					t.Errorf("only %d things have a colour:\n%s", marks, svg)
				}
			}
		})
	}
}

func TestMarkupInNamesIsText(t *testing.T) {
	t.Parallel()
	svg, err := newDrawer(t, 1).SVG(t.Context(), fmt.Appendf(nil, bars, 2), 400, 300)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"&lt;b&gt;a&lt;/b&gt;", `class="fill-series-1"`, `viewBox="0 0 400 300"`} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("%s is not in\n%s", want, svg)
		}
	}
	if bytes.Contains(svg, []byte(`onload="`)) || bytes.Contains(svg, []byte("<b>")) {
		t.Errorf("a name became markup:\n%s", svg)
	}
}

// TestSideBySide: many ask at once, and each gets what it asked for.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 2)
	alone := map[int]string{}
	for i := range 4 {
		svg, err := d.SVG(t.Context(), fmt.Appendf(nil, bars, i+2), 300, 200)
		if err != nil {
			t.Fatal(err)
		}
		alone[i] = string(svg)
	}
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			svg, err := d.SVG(t.Context(), fmt.Appendf(nil, bars, i%4+2), 300, 200)
			if err != nil || string(svg) != alone[i%4] {
				t.Errorf("drawing %d is another one beside others (%v)", i, err)
			}
		})
	}
	all.Wait()
	if engines := len(d.idle); engines > 2 {
		t.Errorf("%d engines were started, want at most 2", engines)
	}
}

// TestWhatCannotBeDrawn: each is an error, and the next drawing is as good as ever.
func TestWhatCannotBeDrawn(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 1)
	for name, c := range map[string]struct {
		option        string
		width, height int
	}{
		"no JSON":            {"{", 100, 100},
		"null":               {"null", 100, 100},
		"unknown series":     {`{"series":[{"type":"custom","renderItem":"constructor","data":[[1]]}]}`, 100, 100},
		"a colour":           {strings.Replace(fmt.Sprintf(bars, 1), "--series-1", "#ff0000", 1), 100, 100},
		"code in a colour":   {strings.Replace(fmt.Sprintf(bars, 1), "--series-1", `--x\" onload=\"alert(1)`, 1), 100, 100},
		"a picture":          {`{"series":[{"type":"scatter","symbol":"image://https://example.org/x.png","data":[[1,1]]}],"xAxis":{},"yAxis":{}}`, 100, 100},
		"no width":           {fmt.Sprintf(bars, 1), 0, 100},
		"much too high":      {fmt.Sprintf(bars, 1), 100, maxSide + 1},
		"an option too long": {strings.Repeat(" ", maxOption+1), 100, 100},
	} {
		if svg, err := d.SVG(t.Context(), []byte(c.option), c.width, c.height); err == nil {
			t.Errorf("%s is drawn:\n%s", name, svg)
		}
		if _, err := d.SVG(t.Context(), fmt.Appendf(nil, bars, 2), 100, 100); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
}

// TestEnginesAreFenced: what runs too long, or wants too much, is stopped; what would reach out finds nothing there.
func TestEnginesAreFenced(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, ctx context.Context, code string) (string, error) {
		t.Helper()
		d := newDrawer(t, 1)
		(<-d.idle).close()
		e, err := newEngine()
		if err != nil {
			return "", err
		}
		if _, err := e.vm.Eval(`globalThis.draw = () => { `+code+` }`, 0); err != nil {
			return "", err
		}
		d.idle <- e
		return d.call(ctx, "draw", "{}", 1, 1)
	}
	t.Run("endless loop, nobody waits", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := run(t, ctx, "for (;;);"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the loop ends with %v", err)
		}
	})
	t.Run("endless loop", func(t *testing.T) {
		t.Parallel()
		if _, err := run(t, t.Context(), "for (;;) { try { for (;;); } catch {} }"); err == nil {
			t.Error("the loop has ended by itself")
		}
	})
	t.Run("endless memory", func(t *testing.T) {
		t.Parallel()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := run(t, t.Context(), `const all = []; for (;;) all.push(new Uint8Array(1 << 20))`)
		runtime.ReadMemStats(&after)
		if err == nil || after.Sys > before.Sys+2*memoryBytes {
			t.Errorf("ends with %v, %d MB later", err, (after.Sys-before.Sys)>>20)
		}
	})
	t.Run("endless depth", func(t *testing.T) {
		t.Parallel()
		if _, err := run(t, t.Context(), `const f = () => f() + 1; f()`); err == nil {
			t.Error("it came back")
		}
	})
	t.Run("no way out", func(t *testing.T) {
		t.Parallel()
		got, err := run(t, t.Context(), `return ["std", "os", "require", "process", "fetch", "XMLHttpRequest", "print", "console", "scriptArgs"].filter((n) => n in globalThis).join() || "none"`)
		if err != nil || got != "none" {
			t.Errorf("an engine has %s (%v)", got, err)
		}
		if _, err := run(t, t.Context(), `return String(import("./echarts.js") && "")`); err != nil && !strings.Contains(err.Error(), "module") {
			t.Error(err)
		}
	})
}

// TestMeasuredAlike: an engine, and with it a browser, finds every text as wide as the program does.
func TestMeasuredAlike(t *testing.T) {
	t.Parallel()
	e, err := newEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	e.vm.SetModuleLoader(loadModule, nil)
	if _, err := e.vm.Eval(`import { measure } from "./measure.js"; globalThis.width = (text, font) => String(measure(text, font).width);`, quickjs.EvalModule); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"Completion rate", "Καφές Ἀθῆναι", "Кофе", "Cà phê sữa đá e\u0302\u0301", "5 € → 10 ₽ ≥ 2", "咖啡 ラテ 라떼 \u1105\u1161", "كوبون قَهوة", "☕ 🙂\u200d🙂 x\ufe0f", "\u00ad\u200b\u202f", "กาแฟ कॉफ़ी",
	} {
		for _, weight := range []int{400, 600} {
			want := 0.0
			for _, letter := range norm.NFC.String(text) {
				width, _ := static.Advance(weight, letter)
				want += width
			}
			got, err := e.call(t.Context(), "width", text, fmt.Sprintf("normal %d 20px Inter", weight))
			if err != nil || got != strconv.FormatFloat(want*20/1000, 'f', -1, 64) {
				t.Errorf("%s in %d is %s wide for an engine, %v for the program (%v)", text, weight, got, want*20/1000, err)
			}
		}
	}
}

func TestMemoryDoesNotGrow(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 1)
	for i := range 200 {
		if _, err := d.SVG(t.Context(), fmt.Appendf(nil, bars, i), 300, 200); err != nil {
			t.Fatalf("drawing %d: %v", i, err)
		}
	}
}

func TestWaitingEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	d := newDrawer(t, 1)
	d.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.SVG(ctx, fmt.Appendf(nil, bars, 1), 100, 100); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that nobody waits for ends with %v", err)
	}
	<-d.slots
}

func TestClean(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ svg, want string }{
		"colours":       {`<svg><path d="M0 0" fill="--series-1" stroke="none"></path></svg>`, `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" stroke="none" class="fill-series-1"></path></svg>`},
		"fonts":         {`<svg><text style="font-size:12px;font-family:Inter;font-weight:600;" x="1">a &amp; b</text></svg>`, `<svg xmlns="http://www.w3.org/2000/svg"><text font-size="12" font-weight="600" x="1">a &amp; b</text></svg>`},
		"script":        {`<svg><script>alert(1)</script></svg>`, ""},
		"handler":       {`<svg onload="alert(1)"></svg>`, ""},
		"link":          {`<svg><a href="javascript:alert(1)"></a></svg>`, ""},
		"picture":       {`<svg><image href="https://example.org/x"></image></svg>`, ""},
		"foreign":       {`<svg><foreignObject></foreignObject></svg>`, ""},
		"style":         {`<svg><rect style="background:url(https://example.org)"></rect></svg>`, ""},
		"reference":     {`<svg><rect fill="url(#x)"></rect></svg>`, ""},
		"instruction":   {`<?xml-stylesheet href="x"?><svg></svg>`, ""},
		"document type": {`<!DOCTYPE svg [<!ENTITY x "y">]><svg></svg>`, ""},
		"comment":       {`<svg><!-- --></svg>`, ""},
		"second root":   {`<svg></svg><g></g>`, ""},
		"unclosed":      {`<svg><g></svg>`, ""},
		"ends early":    {`<svg><g>`, ""},
		"nothing":       {``, ""},
	} {
		got, err := Clean(c.svg)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %s, %v, want %s", name, got, err, c.want)
		}
	}
}

// FuzzClean: whatever an engine gives back, what a page gets has no script, no handler, no style and no address.
func FuzzClean(f *testing.F) {
	f.Add(`<svg><path d="M0 0" fill="--series-1" style="font-size:12px"></path><text>a</text></svg>`)
	f.Add(`<svg><script/></svg>`)
	f.Fuzz(func(t *testing.T, svg string) {
		clean, err := Clean(svg)
		if err != nil {
			return
		}
		decoder := xml.NewDecoder(bytes.NewReader(clean))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%q became %q: %v", svg, clean, err)
			}
			if start, ok := token.(xml.StartElement); ok {
				if !elements[start.Name.Local] {
					t.Fatalf("%q became %q", svg, clean)
				}
				for _, a := range start.Attr {
					if !attributes[a.Name.Local] && a.Name.Local != "class" && a.Name.Local != "fill" && a.Name.Local != "stroke" && a.Name.Local != "xmlns" {
						t.Fatalf("%q became %q", svg, clean)
					}
				}
			}
		}
	})
}

func BenchmarkSVG(b *testing.B) {
	d, err := New(1)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range examples.All() {
		p := chart.New(language.English, e.Visual, e.Table)
		option, err := p.Option(false)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(e.Visual.Name, func(b *testing.B) {
			for b.Loop() {
				if _, err := d.SVG(b.Context(), option, 617, p.Height(false)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		e, err := newEngine()
		if err != nil {
			b.Fatal(err)
		}
		e.close()
	}
}
