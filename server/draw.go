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

// chartsHeader is sent by the page's script with the value "script": it draws new charts itself, sooner than the server would have.
const chartsHeader = "X-Charts"

type undrawnKey struct{}

// undrawn is for what needs the figures of a page, and not its drawings: files, and pages whose charts the script draws. Drawings that are
// there already are given all the same: those that the browser has cost nothing to compare.
func undrawn(ctx context.Context) context.Context { return context.WithValue(ctx, undrawnKey{}, true) }

// drawn gives the card with its chart drawn. The same chart is drawn once, whatever state it comes from. One that cannot be drawn is
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
