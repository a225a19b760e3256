package views

import (
	"html"
	"strconv"

	"github.com/a-h/templ"
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
	Theme     string // light or dark; empty leaves it to the reader's system
	Title     string
	Address   string // of the same thing in full, with the host: the frame's link leads there; empty: there is none
	Freshness Freshness
	Figures   []Figure // of a dashboard
	Cards     []Card   // one for a visual
}

// themed says of a page which theme it has, where that is not left to the reader's system.
func themed(theme string) templ.Attributes {
	if theme == "" {
		return nil
	}
	return templ.Attributes{"data-theme": theme}
}

// troubled says what is wrong, in a word for scripts.
func troubled(problem string) templ.Attributes {
	if problem == "" {
		return nil
	}
	return templ.Attributes{"data-problem": problem}
}
