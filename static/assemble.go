package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// source says what an asset is made of.
type source struct {
	name  string   // plain
	parts []string // files, joined in this order
}

// sources lists the assets so that each comes behind those it refers to: a reference carries the hash of what it refers to.
var sources = []source{
	{"inter.woff2", []string{"vendor/inter/inter.woff2"}},
	{"inter-latin-ext.woff2", []string{"vendor/inter/inter-latin-ext.woff2"}},
	{"inter-greek.woff2", []string{"vendor/inter/inter-greek.woff2"}},
	{"inter-cyrillic.woff2", []string{"vendor/inter/inter-cyrillic.woff2"}},
	{"inter-symbols.woff2", []string{"vendor/inter/inter-symbols.woff2"}},
	{"icon.svg", []string{"img/icon.svg"}},
	{"echarts.js", []string{"vendor/echarts/echarts.js"}},
	{"app.css", []string{
		"css/tokens.css", "css/base.css", "css/bar.css", "css/layout.css", "css/card.css", "css/menu.css", "css/filters.css", "css/overlay.css", "css/figure.css", "css/chart.css",
		"css/table.css", "css/pivot.css", "css/offer.css", "css/answers.css", "css/pipeline.css", "css/state.css", "css/embed.css", "css/explore.css", "css/media.css", "css/print.css",
	}},
	{"theme.js", []string{"js/theme.js"}},
	{"words.js", []string{"js/words.js"}},
	{"tokens.js", []string{"js/tokens.js"}},
	{"advances.js", []string{"js/advances.js"}},
	{"measure.js", []string{"js/measure.js"}},
	{"svg.js", []string{"js/svg.js"}},
	{"axes.js", []string{"js/axes.js"}},
	{"over.js", []string{"js/over.js"}},
	{"marks.js", []string{"js/marks.js"}},
	{"tip.js", []string{"js/tip.js"}},
	{"pointing.js", []string{"js/pointing.js"}},
	{"charts.js", []string{"js/charts.js"}},
	{"menu.js", []string{"js/menu.js"}},
	{"morph.js", []string{"js/morph.js"}},
	{"go.js", []string{"js/go.js"}},
	{"frame.js", []string{"js/frame.js"}},
	{"embed.js", []string{"js/embed.js"}},
	{"filter.js", []string{"js/filter.js"}},
	{"choose.js", []string{"js/choose.js"}},
	{"card.js", []string{"js/card.js"}},
	{"highlights.js", []string{"js/highlights.js"}},
	{"progress.js", []string{"js/progress.js"}},
	{"bookmarks.js", []string{"js/bookmarks.js"}},
	{"page.js", []string{"js/page.js"}},
}

var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// load puts the assets together. It panics when the program's own files do not fit: tests meet that before anybody else.
func load(files fs.FS) map[string]Asset {
	assets := make(map[string]Asset, len(sources))
	for _, source := range sources {
		var body []byte
		for _, part := range source.parts {
			text, err := fs.ReadFile(files, part)
			if err != nil {
				panic(fmt.Sprintf("put together %s: %v", source.name, err))
			}
			body = append(body, text...)
		}
		for plain, asset := range assets { // "./tokens.js" and url("inter.woff2") become the hashed names
			if reference := []byte(`"./` + plain + `"`); bytes.Contains(body, reference) {
				body = bytes.ReplaceAll(body, reference, []byte(`"./`+asset.Name+`"`))
			}
		}
		assets[source.name] = assemble(files, source.name, body)
	}
	return assets
}

func assemble(files fs.FS, plain string, body []byte) Asset {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	extension := path.Ext(plain)
	name := strings.TrimSuffix(plain, extension) + "." + hash + extension
	return Asset{
		Name:   name,
		Type:   contentTypes[extension],
		ETag:   `"` + hash + `"`,
		Body:   body,
		Gzip:   compressed(files, name+".gz"),
		Brotli: compressed(files, name+".br"),
	}
}
