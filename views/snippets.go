package views

import (
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"

	"cafe-rewards/views/language"
)

// snippet is HTML that shows something of this server's on another page.
type snippet struct {
	Label string
	Text  string
	id    string // of its field
}

// snippets are the ways to put the card on another page, the simplest first.
func (c Card) snippets(l language.Locale) []snippet {
	id := c.id("snippet")
	all := []snippet{{l.Text("As a frame"), c.snippet(l), id}}
	if c.Place == "" { // what is put together on Explore has no name for an element
		query := c.Query
		if own := c.Arranged.Address(c.Visual.Name).Encode(); own != "" {
			query = strings.TrimPrefix(query+"&"+own, "&")
		}
		all = withElement(l, all, c.Origin, "cafe-visual", c.Visual.Name, query, id)
	}
	return append(all, snippet{l.Text("As a picture"), `<img src="` + html.EscapeString(c.Origin+"/embed"+c.ImageAddress(".png")) + `" alt="` + html.EscapeString(c.Visual.Title) + `" width="800">`, id + "-picture"})
}

func (p DashboardPage) snippets(l language.Locale) []snippet {
	const id = "dashboard-snippet"
	return withElement(l, []snippet{{l.Text("As a frame"), p.snippet(), id}}, p.Origin, "cafe-dashboard", p.Name, p.Query, id)
}

// withElement adds the element that is as high as what is in it. Its attributes are the query; "|" parts several values, and so it cannot say
// one that has such a sign itself.
func withElement(l language.Locale, all []snippet, origin, element, name, query, id string) []snippet {
	parameters, err := url.ParseQuery(query)
	if err != nil || strings.Contains(strings.Join(slices.Concat(slices.Collect(maps.Values(parameters))...), ""), "|") {
		return all
	}
	var text strings.Builder
	text.WriteString(`<script src="` + html.EscapeString(origin) + `/embed.js" async></script>` + "\n<" + element + ` name="` + html.EscapeString(name) + `"`)
	for _, parameter := range slices.Sorted(maps.Keys(parameters)) {
		if strings.ContainsAny(parameter, " \t\n\f\r\"'<>/=") {
			return all // no attribute can be called that
		}
		text.WriteString(" " + parameter + `="` + html.EscapeString(strings.Join(parameters[parameter], "|")) + `"`)
	}
	text.WriteString("></" + element + ">")
	return append(all, snippet{l.Text("As an element that fits its content"), text.String(), id + "-element"})
}
