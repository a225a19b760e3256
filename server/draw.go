package server

import (
	"context"
	"crypto/sha256"
	"fmt"

	"cafe-rewards/views"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/language"
)

// drawing is a chart in the cache.
type drawing struct{ chart.Drawing }

func (d drawing) size() int { return len(d.Wide) + len(d.Narrow) }

// chartsHeader is sent by the page's script with the value "script" when it will draw the charts itself, which is quicker than having the server do it.
const chartsHeader = "X-Charts"

type undrawnKey struct{}

// undrawn is for whatever needs figures but no drawings: files, and pages whose charts the script draws. Cached drawings are still included,
// so that the script can tell which charts have not changed.
func undrawn(ctx context.Context) context.Context { return context.WithValue(ctx, undrawnKey{}, true) }

// drawn is the card with its chart drawn. Equal charts are drawn once, whatever state they come from. A chart that cannot be drawn is
// left to the browser.
func (s *Server) drawn(ctx context.Context, e *edition, card views.Card) views.Card {
	d, err := s.drawing(ctx, e, card.Plot(language.Of(ctx)), card.Width())
	if err != nil {
		if ctx.Err() == nil {
			s.log.Warn("A chart was not drawn", "visual", card.Visual.Name, "version", e.version, "error", err)
		}
		return card
	}
	card.Drawing = d
	return card
}

func (s *Server) drawing(ctx context.Context, e *edition, plot chart.Plot, width int) (chart.Drawing, error) {
	if !plot.Drawn() {
		return chart.Drawing{}, nil
	}
	option, err := plot.Option(false)
	if err != nil {
		return chart.Drawing{}, err
	}
	key := fmt.Sprintf("%s drawing %x %d %d", e.dataKey(), sha256.Sum256(option), width, plot.Height(false))
	if ctx.Value(undrawnKey{}) != nil {
		there, _ := s.cache.get(key)
		d, _ := there.(drawing)
		return d.Drawing, nil
	}
	d, err := cached(ctx, s.cache, key, func(ctx context.Context) (drawing, error) {
		d, err := chart.Draw(ctx, s.drawer, plot)
		return drawing{d}, err
	})
	return d.Drawing, err
}
