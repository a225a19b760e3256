package owned

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cafe-rewards/sql/metrics"
)

// lookEvery is how often Watch looks whether the folder changed. A look reads names, times and sizes, no file.
const lookEvery = time.Second

// file is a file as it was last read.
type file struct {
	look    string // its time and size
	good    *metrics.Dashboard
	problem string // what is wrong with the present text; empty where nothing is
}

// Watch reads the folder whenever it changes, until ctx is done.
func (f *Folder) Watch(ctx context.Context) {
	if !f.Changeable() {
		return
	}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			f.Reload()
		case <-ctx.Done():
			return
		}
	}
}

// Reload reads what changed in the folder since it was last read.
func (f *Folder) Reload() {
	if !f.Changeable() {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reload()
}

func (f *Folder) reload() {
	looks, names, err := f.look()
	if err != nil {
		if f.said != err.Error() {
			f.log.Error("The folder of dashboards cannot be read; what was read before is served", "folder", f.path, "error", err)
		}
		f.said = err.Error()
		return
	}
	f.said = ""
	var all strings.Builder
	for _, name := range names {
		fmt.Fprintf(&all, "%s %s\n", name, looks[name])
	}
	if all.String() == f.seen {
		return
	}
	f.seen = all.String()
	for name := range f.files {
		if _, there := looks[name]; !there {
			delete(f.files, name)
		}
	}
	for i, name := range names {
		switch {
		case i >= MaxDashboards:
			delete(f.files, name)
		case f.files[name].look != looks[name]:
			f.files[name] = f.read(name, looks[name])
		}
	}
	f.publish(names)
}

// look says how each file looks from outside. A folder that does not exist is empty.
func (f *Folder) look() (looks map[string]string, names []string, err error) {
	entries, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("list the folder of dashboards: %w", err)
	}
	looks = map[string]string{}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".yaml" || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(f.path, entry.Name())) // of what a link leads to
		if err != nil || !info.Mode().IsRegular() {
			continue // it went away in between, or is none
		}
		looks[entry.Name()] = fmt.Sprintf("%d %d", info.ModTime().UnixNano(), info.Size())
		names = append(names, entry.Name())
	}
	return looks, names, nil
}

func (f *Folder) read(name, look string) file {
	read := file{look: look, good: f.files[name].good}
	sheet, err := f.parse(name)
	if err != nil {
		read.problem = err.Error()
		f.log.Error("A dashboard of the owner's cannot be used", "file", name, "error", read.problem, "last_good_version_is_served", read.good != nil)
		return read
	}
	read.good = &sheet
	return read
}

func (f *Folder) parse(name string) (metrics.Dashboard, error) {
	opened, err := os.Open(filepath.Join(f.path, name))
	if err != nil {
		return metrics.Dashboard{}, fmt.Errorf("%s:1: the file cannot be opened: %w", name, errors.Unwrap(err))
	}
	defer opened.Close()
	text, err := readAtMost(opened, maxFileBytes)
	if err != nil {
		return metrics.Dashboard{}, fmt.Errorf("%s:1: %w", name, err)
	}
	sheet, err := f.programs.Model.ReadDashboard(name, text)
	if err != nil {
		return sheet, err
	}
	if len(sheet.Visuals) > MaxVisuals {
		return sheet, fmt.Errorf("%s:1: the dashboard has %d visuals, more than %d", name, len(sheet.Visuals), MaxVisuals)
	}
	sheet.Own = true
	return sheet, nil
}

// publish puts together what can be served.
func (f *Folder) publish(names []string) {
	var own []metrics.Dashboard
	for _, name := range names {
		if good := f.files[name].good; good != nil {
			own = append(own, *good)
		}
	}
	together, conflicts := f.programs.With(own)
	next := &State{Dashboards: together, Generation: f.State().Generation + 1}
	conflictOf := map[string]string{}
	for _, err := range conflicts {
		var conflict *metrics.ConflictError
		if errors.As(err, &conflict) {
			conflictOf[conflict.Sheet] = err.Error()
		}
	}
	for i, name := range names {
		read := f.files[name]
		conflict := conflictOf[strings.TrimSuffix(name, ".yaml")]
		if i >= MaxDashboards {
			conflict = fmt.Sprintf("%s:1: the folder has more than %d dashboards; this one is left out", name, MaxDashboards)
		}
		if read.problem == "" && conflict == "" {
			continue
		}
		broken := Broken{File: name, Problem: strings.Trim(read.problem+"\n"+conflict, "\n"), Served: read.good != nil && conflict == ""}
		if conflict != "" && !slices.Contains(f.State().Broken, broken) {
			f.log.Error("A dashboard of the owner's cannot stand beside the others", "file", name, "error", conflict)
		}
		next.Broken = append(next.Broken, broken)
	}
	f.state.Store(next)
}
