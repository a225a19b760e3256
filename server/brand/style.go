package brand

import "fmt"

// styleSheet puts the brand's colours in the place of the product's: the same tokens under the same selectors as in
// static/css/tokens.css, so that it holds wherever it is linked after app.css. Paper is light.
func styleSheet(brand Color) []byte {
	return fmt.Appendf(nil, `:root {
%[1]s}

@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
%[2]s  }
}

@media screen {
  :root[data-theme="dark"] {
%[2]s  }
}
`, light.tokens(brand, "  "), dark.tokens(brand, "    "))
}

func (t theme) tokens(brand Color, indent string) string {
	accent, mark := t.accent(brand), t.mark(brand)
	return fmt.Sprintf("%[1]s--accent: %[2]s;\n%[1]s--focus: %[2]s;\n%[1]s--accent-mark: %[3]s;\n%[1]s--box: %[4]s;\n", indent, accent, mark, t.box(mark))
}
