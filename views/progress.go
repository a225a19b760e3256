package views

import "time"

// Progress is how far a run has come.
type Progress struct {
	RunID     int64
	StartedAt time.Time
	Stages    []Stage // in order, also those that have not begun
}

// State says how a run or a stage stands. The values are those of the run history.
type State string

const (
	Waiting   State = "waiting" // a stage that has not begun
	Running   State = "running"
	Done      State = "done"      // a stage
	Published State = "published" // a run with a new version
	Unchanged State = "unchanged" // a run that found nothing new
	Failed    State = "failed"
)

// Stage is a step of a run.
type Stage struct {
	Name  string // land, clean, enrich, load, check or publish
	State State
	Done  int64  // in Unit
	Total int64  // 0 while unknown
	Unit  string // bytes, rows, buckets or checks
}

// Status is what /pipeline/status.json answers: enough for a page to show how far the run is, and to see when another page
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
	Detail  string  `json:"detail"`  // "1,204 of 306,534 rows"
}
