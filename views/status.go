package views

import "cafe-rewards/views/language"

// Status is what /pipeline/status.json answers: enough for a page to show how far the run is, and to see when another version
// than the one it shows is to be had.
type Status struct {
	Version int           `json:"version"` // the published data version; 0 while there is none
	Running bool          `json:"running"`
	Title   string        `json:"title"`   // what is being done, in words; empty when nothing is
	Percent float64       `json:"percent"` // of the whole run, 0 to 100
	Stale   string        `json:"stale"`   // Freshness.Stale
	Stages  []StageStatus `json:"stages"`
}

// StageStatus is a Stage as the script shows it.
type StageStatus struct {
	Name    string  `json:"name"`
	State   State   `json:"state"`
	Percent float64 `json:"percent"` // 0 to 100
	Detail  string  `json:"detail"`  // 1,204 of 306,534 rows
}

// StatusOf gives the status of what the page's frame shows.
func StatusOf(l language.Locale, p Page) Status {
	status := Status{Version: p.Freshness.Version, Stale: p.Freshness.Stale, Stages: []StageStatus{}}
	if p.Progress == nil {
		return status
	}
	status.Running, status.Title, status.Percent = true, p.Progress.title(l), p.Progress.percent()
	for _, stage := range p.Progress.all() {
		percent := stage.fraction() * 100
		if stage.State == Done {
			percent = 100
		}
		status.Stages = append(status.Stages, StageStatus{Name: stage.Name, State: stage.State, Percent: percent, Detail: stage.detail(l)})
	}
	return status
}
