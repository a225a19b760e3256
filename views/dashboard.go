package views

import "html"

// DashboardPage is a sheet of key figures and cards.
type DashboardPage struct {
	Page
	Name     string // in its address
	Subtitle string // what the sheet covers, in a sentence; may be empty
	Figures  []Figure
	Cards    []Card
	Origin   string // scheme and host of this server, for the embed snippet
}

func (p DashboardPage) snippet() string {
	return `<iframe src="` + html.EscapeString(p.Origin+"/embed/dashboards/"+p.Name) + `" title="` + html.EscapeString(p.Title) +
		`" width="100%" height="900" frameborder="0" loading="lazy"></iframe>`
}
