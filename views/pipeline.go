package views

import "time"

// PipelinePage shows what the pipeline did and does.
type PipelinePage struct {
	Page
	Source   string    // where the files come from
	Schedule string    // the cron expression
	NextRun  time.Time // zero while unknown
	Latest   Run       // the newest finished run; RunID 0 while there is none
	Rows     []RowCount
	Reasons  []RejectReason
	Rejects  []Reject // the first of them; all are at /pipeline/runs/{Latest.RunID}/rejects.csv
	Checks   []Check
	History  []Run // newest first
}

// Run is a line of the history.
type Run struct {
	RunID      int64
	Trigger    string // start, schedule or request
	State      State
	StartedAt  time.Time
	FinishedAt time.Time // zero while it runs
	Version    int       // that it published, or left in place; 0 where there is none
	Rows       int64     // that it read
	Bytes      int64
	Rejects    int64
	Message    string
	Stages     []RunStage
}

// RunStage is what a step of a run took.
type RunStage struct {
	Name    string
	State   State
	Took    time.Duration
	Rows    int64
	Bytes   int64
	Rejects int64
}

// RowCount accounts for every row of a table in a zone: Landed = Loaded + Duplicate + Rejected.
type RowCount struct {
	Zone      string
	Table     string
	Landed    int64
	Loaded    int64
	Duplicate int64
	Rejected  int64
}

// RejectReason counts the rows refused for one reason.
type RejectReason struct {
	Table  string
	Reason string
	Rows   int64
}

// Reject is a refused row.
type Reject struct {
	Table  string
	File   string
	Line   int64
	Reason string
	Row    string
}

// Check is a promise about the data, and whether it was kept.
type Check struct {
	Name        string
	Description string
	Broken      int64 // rows that break it; 0 when it holds
	Example     string
}
