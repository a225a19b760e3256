package views

import (
	"context"
	"net/url"
	"strings"
	"time"

	"cafe-rewards/views/language"
)

// Sheet is a tab of the bar.
type Sheet struct {
	Label   string
	Address string
}

// Where the product's own pages are. Page.Sheet names the active sheet by its address.
const (
	AnswersSheet   = "/"
	DashboardsPath = "/dashboards/"
	RowsPath       = "/rows/"
	OverviewSheet  = DashboardsPath + "overview"
	DashboardList  = "/dashboards"
	VisualsPath    = "/visuals/"
	EmbedPath      = "/embed/"
	EmbedTestPath  = EmbedPath + "test"
	SharedPath     = "/s/"
	ExploreSheet   = "/explore"
	ExportsSheet   = "/exports/"
	PipelineSheet  = "/pipeline"
)

// Page is the frame around the content of every page.
type Page struct {
	Brand     Brand
	Title     string  // of the document, without the brand's name
	Sheet     string  // the address of the active sheet; may be empty
	Sheets    []Sheet // the tabs of the bar
	Freshness Freshness
	OEmbed    string    // the whole address that describes the page to others, without a format; empty: there is none
	Progress  *Progress // of the run that is under way; nil while none is
}

// newest is the same page with the newest data, without the version to which its address is pinned; empty where there is no such page.
func newest(ctx context.Context) string {
	path, raw, _ := strings.Cut(language.Asked(ctx).Here, "?")
	query, _ := url.ParseQuery(raw) // the server wrote it
	query.Del("as_of")
	if path == "" {
		return ""
	}
	return path + suffix(query.Encode())
}

// Freshness says how new the data are that a page shows.
type Freshness struct {
	Version     int       // the data version shown; 0 while none is published
	PublishedAt time.Time // of that version
	Sample      bool      // the simulator's data, not the owner's
	Pinned      bool      // an older version than the current one, asked for by its number
	Stale       string    // why newer data are not shown, as a sentence: the newest run failed; empty otherwise
}
