// Storybook serves every page in every state with canned figures, so that pages can be looked at without a database:
//
//	go run ./views/storybook        then open http://127.0.0.1:8099/stories
//
// The page /charts/drawn has its charts drawn by the server, as the product does; everywhere else the script draws them.
//
// It sends the product's Content-Security-Policy, because a page that breaks it looks right only without it.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"cafe-rewards/static"
	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/chart/draw"
	"cafe-rewards/views/language"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'"

func main() {
	addr := flag.String("addr", "127.0.0.1:8099", "where to listen")
	flag.Parse()
	drawer, err := draw.New(2)
	if err != nil {
		slog.Error("prepare to draw", "err", err)
		os.Exit(1)
	}
	slog.Info("the storybook is served", "address", "http://"+*addr+"/stories")
	if err := http.ListenAndServe(*addr, handler(drawer)); err != nil { //nolint:gosec // a tool on the developer's own machine needs no timeouts
		slog.Error("serve the storybook", "err", err)
		os.Exit(1)
	}
}

func handler(drawer chart.Drawer) http.Handler {
	stories := canned.Stories(language.English)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		if name, ok := strings.CutPrefix(r.URL.Path, static.Prefix); ok {
			asset, found := static.Open(name)
			if !found {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", asset.Type)
			_, _ = w.Write(asset.Body)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/charts/drawn" {
			page := canned.Charts(language.English)
			for i, card := range page.Cards {
				var err error
				if page.Cards[i].Drawing, err = chart.Draw(r.Context(), drawer, card.Plot(language.English)); err != nil {
					http.Error(w, err.Error(), http.StatusInternalServerError)
					return
				}
			}
			_ = views.Dashboard(page).Render(r.Context(), w)
			return
		}
		for _, story := range stories {
			if story.Path != r.URL.Path {
				continue
			}
			var page bytes.Buffer
			if err := story.Page.Render(r.Context(), &page); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			_, _ = w.Write(page.Bytes())
			return
		}
		if r.URL.Path != "/stories" {
			http.NotFound(w, r)
			return
		}
		for _, story := range stories {
			fmt.Fprintf(w, "<p><a href=%q>%s</a></p>\n", story.Path, html.EscapeString(story.Title))
		}
	})
}
