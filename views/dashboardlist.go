package views

import (
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// DashboardListPage is all dashboards, and what is wrong with files that cannot be used.
type DashboardListPage struct {
	Page
	Programs   []ListedDashboard
	Own        []ListedDashboard
	Changeable bool // there is a folder for dashboards of one's own
	Broken     []BrokenDashboard
}

// ListedDashboard is a dashboard in the list.
type ListedDashboard struct {
	Name    string
	Title   string
	Lead    string
	Visuals []ListedVisual
}

// ListedVisual is a visual of a listed dashboard.
type ListedVisual struct{ Name, Title string }

// BrokenDashboard is a file that breaks a rule.
type BrokenDashboard struct {
	File     string
	Problems []string // with file and line
	Served   bool     // its last good version still is
}

func (d ListedDashboard) address() string { return DashboardsPath + d.Name }

func visualsText(l language.Locale, n int) string {
	if n == 1 {
		return l.Text("1 visual")
	}
	return l.Text("%s visuals", format.Counted(n))
}
