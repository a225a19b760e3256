package brand

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cafe-rewards/static"
)

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64 // to two places
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#767676", "#ffffff", 4.54}, {"#777777", "#ffffff", 4.48}, {"#ff0000", "#ffffff", 4.00}, {"#0000ff", "#ffffff", 8.59}} {
		if got := contrast(parsed(t, c.a), parsed(t, c.b)); math.Abs(got-c.want) > 0.005 {
			t.Errorf("the contrast of %s and %s is %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// TestEveryColourCanBeRead: whatever the brand's colour is, what is made of it stands out wherever it is used.
func TestEveryColourCanBeRead(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	colors := []Color{black, white}
	for range 1000 {
		colors = append(colors, Color{uint8(random.UintN(256)), uint8(random.UintN(256)), uint8(random.UintN(256))})
	}
	for _, end := range []uint8{0, 255} { // the corners and edges of the cube, where a channel says nothing more
		for v := 0; v < 256; v += 5 {
			colors = append(colors, Color{uint8(v), end, end}, Color{end, uint8(v), end}, Color{end, end, uint8(v)}, Color{end, 255 - end, uint8(v)}, Color{uint8(v), uint8(v), uint8(v)})
		}
	}
	for _, brand := range colors {
		for name, theme := range map[string]theme{"light": light, "dark": dark} {
			accent, mark := theme.accent(brand), theme.mark(brand)
			least := func(what string, a, b Color, least float64) {
				if got := contrast(a, b); got < least {
					t.Errorf("%s of %s, %s: %s on %s has a contrast of %.2f, want %.1f", name, brand, what, a, b, got, least)
				}
			}
			for _, surface := range theme.surfaces {
				least("a link and the focus", accent, surface, 4.5)
				least("a mark", mark, surface, 3)
				least("a shaded cell", theme.text, surface.toward(mark, darkestShade), 4.5)
			}
			least("a button", theme.onAccent, accent, 4.5)
			least("a button under the pointer", theme.onAccent, accent.toward(theme.text, 0.12), 4.5)
			least("the lines of a box", mark, theme.box(mark), 3)
			least("a whisker", theme.text, theme.box(mark), 3)
		}
	}
}

// TestAGoodColourStays: a colour that can be read as it is is not touched.
func TestAGoodColourStays(t *testing.T) {
	t.Parallel()
	for theme, color := range map[*theme]string{&light: "#0067a3", &dark: "#6cb8ee"} {
		if got := theme.accent(parsed(t, color)).String(); got != color {
			t.Errorf("%s became %s", color, got)
		}
	}
	if got := light.mark(parsed(t, "#c8102e")).String(); got != "#c8102e" {
		t.Errorf("a red mark became %s", got)
	}
}

// TestThemesAreThoseOfTheStyleSheet finds a surface that was changed or added there and not here.
func TestThemesAreThoseOfTheStyleSheet(t *testing.T) {
	t.Parallel()
	for selector, theme := range map[string]theme{":root {": light, `:root:not([data-theme="light"]) {`: dark, `:root[data-theme="dark"] {`: dark} {
		tokens := tokensOf(t, selector)
		for token, want := range map[string]Color{"--surface": theme.card, "--text": theme.text, "--accent-text": theme.onAccent} {
			if tokens[token] != want {
				t.Errorf("%s %s is %s, here it is %s", selector, token, tokens[token], want)
			}
		}
		for token, color := range tokens {
			if (strings.Contains(token, "surface") || token == "--hover") && !slices.Contains(theme.surfaces, color) {
				t.Errorf("%s %s is %s, which is no surface here", selector, token, color)
			}
		}
		// The product's own colours keep the same law.
		if !theme.standsOut(tokens["--accent"], textContrast) || !theme.standsOut(tokens["--accent-mark"], markContrast) || !theme.standsOut(tokens["--focus"], markContrast) {
			t.Errorf("%s: the product's own colours do not stand out: %s", selector, tokens["--accent-mark"])
		}
	}
	shade := fmt.Sprintf("color-mix(in srgb, var(--accent-mark) %.0f%%, transparent)", darkestShade*100)
	if css := string(static.All()["app.css"].Body); !strings.Contains(css, shade) {
		t.Errorf("no cell is shaded with %s", shade)
	}
}

// TestStyleSheet: the same selectors as in tokens.css, and only tokens that are there.
func TestStyleSheet(t *testing.T) {
	t.Parallel()
	const want = `:root {
  --accent: #c8102e;
  --focus: #c8102e;
  --accent-mark: #c8102e;
  --box: #f4cfd5;
}

@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    --accent: #df7385;
    --focus: #df7385;
    --accent-mark: #d9596e;
    --box: #53303c;
  }
}

@media screen {
  :root[data-theme="dark"] {
    --accent: #df7385;
    --focus: #df7385;
    --accent-mark: #d9596e;
    --box: #53303c;
  }
}
`
	got := string(styleSheet(parsed(t, "#c8102e")))
	if got != want {
		t.Errorf("the style sheet is\n%s", got)
	}
	app := string(static.All()["app.css"].Body)
	for line := range strings.Lines(got) {
		if part := strings.TrimSpace(line); strings.HasSuffix(part, "{") && !strings.Contains(app, part) || strings.HasPrefix(part, "--") && !strings.Contains(app, part[:strings.Index(part, ":")+1]) {
			t.Errorf("app.css does not have %q", part)
		}
	}
}

func FuzzParseColor(f *testing.F) {
	for _, text := range []string{"#0067a3", "#FFFFFF", "#fff", "0067a3", "#0067a3;", "red", "", "#+12345"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseColor(text)
		if valid := regexp.MustCompile(`^#[0-9a-fA-F]{6}$`).MatchString(text) && len(text) == 7; valid != (err == nil) || valid && c.String() != strings.ToLower(text) {
			t.Errorf("%q is %s, %v", text, c, err)
		}
	})
}

func parsed(t *testing.T, text string) Color {
	t.Helper()
	c, err := ParseColor(text)
	if err != nil {
		t.Fatalf("%q %v", text, err)
	}
	return c
}

// tokensOf reads the colours that app.css declares under a selector, where that is first.
func tokensOf(t *testing.T, selector string) map[string]Color {
	t.Helper()
	_, after, found := strings.Cut(string(static.All()["app.css"].Body), selector)
	block, _, ended := strings.Cut(after, "}")
	if !found || !ended {
		t.Fatalf("app.css has no %s", selector)
	}
	tokens := map[string]Color{}
	for _, m := range regexp.MustCompile(`(--[a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
		tokens[m[1]] = parsed(t, m[2])
	}
	return tokens
}
