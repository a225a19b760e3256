package owned

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"cafe-rewards/sql/metrics"
)

// Limits of the folder: more than this is not what people look at.
const (
	MaxDashboards = 100
	MaxVisuals    = 60 // of one dashboard
	maxFileBytes  = 1 << 20
)

// State is what there is to see at a moment: all dashboards, the program's too, and which files cannot be used.
type State struct {
	Dashboards *metrics.Dashboards
	Generation uint64 // another one with every change
	Broken     []Broken
}

// Broken is a file that breaks a rule.
type Broken struct {
	File    string
	Problem string // a line for each thing that is wrong, with file and line
	Served  bool   // its last good version still is
}

// Folder is the owner's folder of dashboards. Make one with Open.
type Folder struct {
	path     string
	programs *metrics.Dashboards
	log      *slog.Logger
	state    atomic.Pointer[State]

	mu    sync.Mutex // of what follows, and of the files
	files map[string]file
	seen  string // what the folder looked like when it was last read
	said  string // the trouble with the folder itself that was told last
}

// Open reads the folder, which need not exist yet, beside the program's dashboards. With an empty path there is none, and nothing changes.
func Open(path string, programs *metrics.Dashboards, log *slog.Logger) *Folder {
	f := &Folder{path: path, programs: programs, log: log, files: map[string]file{}}
	f.state.Store(&State{Dashboards: programs})
	f.Reload()
	return f
}

// State is what there is to see now.
func (f *Folder) State() *State { return f.state.Load() }

// Changeable says whether there is a folder to change.
func (f *Folder) Changeable() bool { return f.path != "" }

// Own are the dashboards of the folder.
func (s *State) Own() []metrics.Dashboard {
	var own []metrics.Dashboard
	for _, sheet := range s.Dashboards.Sheets() {
		if sheet.Own {
			own = append(own, sheet)
		}
	}
	return own
}
