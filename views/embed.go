package views

import (
	"html"
	"strconv"
)

// DashboardFrameHeight is how many pixels a frame of a dashboard has: it scrolls.
const DashboardFrameHeight = 900

// Iframe is the HTML that shows an address on somebody else's page.
func Iframe(address, title, width string, height int) string {
	return `<iframe src="` + html.EscapeString(address) + `" title="` + html.EscapeString(title) +
		`" width="` + html.EscapeString(width) + `" height="` + strconv.Itoa(height) + `" frameborder="0" loading="lazy"></iframe>`
}

// EmbedPage is one visual or a whole dashboard alone, for a frame on somebody else's page.
type EmbedPage struct {
	Brand     Brand
	Title     string
	Address   string // of the same thing in full, with the host: the frame's link leads there; empty: there is none
	Freshness Freshness
	Figures   []Figure // of a dashboard
	Cards     []Card   // one for a visual
}
