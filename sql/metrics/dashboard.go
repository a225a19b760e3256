package metrics

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
	"sync"

	"cafe-rewards/views/dashboards"
	"cafe-rewards/views/language"
)

// Dashboard is a page of controls, key figures and visuals, declared in one YAML file whose name is its address. Some names call it a sheet,
// after its tab.
type Dashboard struct {
	Name     string   `yaml:"-"`
	Title    string   `yaml:"title"`
	Sheet    string   `yaml:"sheet"`    // its tab, in a word or two; empty: it has none
	Position int      `yaml:"position"` // of the tab
	Lead     string   `yaml:"lead"`     // what it covers, in a sentence
	Controls []string `yaml:"controls"` // dimensions that can be filtered by, the most used first
	Figures  []string `yaml:"figures"`  // measures in large type
	Visuals  []Visual `yaml:"visuals"`
	Own      bool     `yaml:"-"` // from the folder of the owner, not the program's
}

func (d Dashboard) name() string { return d.Name }

// KeyFigures is the visual of the dashboard's figures: its name is that of the dashboard.
func (d Dashboard) KeyFigures() (Visual, bool) {
	return Visual{Name: d.Name, Title: d.Title, Kind: KPI, Measures: d.Figures, Sheet: d.Name}, len(d.Figures) > 0
}

// behindAll is the position of an owner's tab that says nothing of it.
const behindAll = 1000

// Dashboards are all dashboards, and their visuals by name. They are immutable; a reload makes new ones.
type Dashboards struct {
	Model   *Model
	sheets  catalogue[Dashboard]
	visuals catalogue[Visual]

	mu        sync.Mutex
	languages map[language.Locale]*Dashboards // the same in others, as far as anybody asked
}

// LoadDashboards reads the program's dashboards, and those in the owner's folder unless that is nil. The error names every mistake with file
// and line; the dashboards without one are returned as well.
func LoadDashboards(m *Model, owners fs.FS) (*Dashboards, error) {
	programs, err := m.readDashboards(dashboards.Files, false)
	broken := []error{err}
	d, conflicts := (&Dashboards{Model: m}).With(programs)
	broken = append(broken, conflicts...)
	if owners != nil {
		own, err := m.readDashboards(owners, true)
		broken = append(broken, err)
		d, conflicts = d.With(own)
		broken = append(broken, conflicts...)
	}
	return d, errors.Join(broken...)
}

// With returns the dashboards together with more. Existing ones take precedence: whatever has the name of one of them, or of one of their
// visuals, is left out and reported by a ConflictError.
func (d *Dashboards) With(more []Dashboard) (*Dashboards, []error) {
	sheets := slices.Clone(d.sheets.all)
	visuals := slices.Clone(d.visuals.all)
	declared := map[string]string{} // visual → dashboard
	for _, v := range visuals {
		declared[v.Name] = v.Sheet
	}
	var conflicts []error
	for _, sheet := range more {
		all := sheet.Visuals
		if key, ok := sheet.KeyFigures(); ok {
			key, _ = d.Model.Resolve(key) // ReadDashboard has seen that it can be
			all = append([]Visual{key}, all...)
		}
		if conflict := d.conflict(sheet, sheets, all, declared); conflict != "" {
			conflicts = append(conflicts, &ConflictError{sheet.Name, conflict})
			continue
		}
		for _, v := range all {
			declared[v.Name] = sheet.Name
		}
		visuals = append(visuals, all...)
		sheets = append(sheets, sheet)
	}
	slices.SortStableFunc(sheets, func(a, b Dashboard) int { return a.place() - b.place() })
	return &Dashboards{Model: d.Model, sheets: newCatalogue("dashboard", sheets), visuals: newCatalogue("visual", visuals)}, conflicts
}

func (d *Dashboards) conflict(sheet Dashboard, sheets []Dashboard, visuals []Visual, declared map[string]string) string {
	if slices.ContainsFunc(sheets, func(other Dashboard) bool { return other.Name == sheet.Name }) {
		return fmt.Sprintf("there is a dashboard called %q already: give the file another name", sheet.Name)
	}
	here := map[string]bool{}
	for _, v := range visuals {
		if declared[v.Name] != "" {
			return fmt.Sprintf("the visual %q is declared by %s.yaml already", v.Name, declared[v.Name])
		}
		if here[v.Name] {
			return fmt.Sprintf("the visual %q is declared twice", v.Name)
		}
		here[v.Name] = true
	}
	return ""
}

// ConflictError says that a dashboard has a name in common with another.
type ConflictError struct{ Sheet, Reason string }

func (e *ConflictError) Error() string { return e.Sheet + ".yaml:1: " + e.Reason }

// place is where the dashboard comes among the others. An owner's without a position comes last.
func (d Dashboard) place() int {
	if d.Own && d.Position == 0 {
		return math.MaxInt32
	}
	return d.Position
}

// Sheets are all dashboards, by position.
func (d *Dashboards) Sheets() []Dashboard { return d.sheets.all }

// Sheet returns the dashboard of that name; the error suggests the nearest name.
func (d *Dashboards) Sheet(name string) (Dashboard, error) { return d.sheets.get(name) }

// Visuals are all visuals, sheet by sheet.
func (d *Dashboards) Visuals() []Visual { return d.visuals.all }

// Visual returns the visual of that name; the error suggests the nearest name.
func (d *Dashboards) Visual(name string) (Visual, error) { return d.visuals.get(name) }

func (m *Model) readDashboards(files fs.FS, own bool) ([]Dashboard, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the dashboards: %w", err)
	}
	var all []Dashboard
	var broken []error
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			broken = append(broken, fmt.Errorf("read dashboard %s: %w", file, err))
			continue
		}
		sheet, err := m.ReadDashboard(file, text)
		if err != nil {
			broken = append(broken, err)
			continue
		}
		if sheet.Own = own; own && sheet.Position == 0 {
			sheet.Position = behindAll
		}
		all = append(all, sheet)
	}
	return all, errors.Join(broken...)
}

// ReadDashboard reads one file. The error names every mistake with its line.
func (m *Model) ReadDashboard(file string, text []byte) (Dashboard, error) {
	d, at, err := decode[Dashboard](file, text)
	if err != nil {
		return d, err
	}
	d.Name = strings.TrimSuffix(path.Base(file), ".yaml")
	var problems []error
	broken := func(line int, err error) { problems = append(problems, fmt.Errorf("%s:%d: %w", file, line, err)) }
	if !validName.MatchString(d.Name) {
		broken(1, errors.New("the file's name must be lower-case words joined by hyphens: it is the dashboard's address"))
	}
	if strings.TrimSpace(d.Title) == "" {
		broken(at.of("title"), errors.New("title is missing"))
	}
	for i, name := range d.Controls {
		if err := m.dimensions.check(name); err != nil {
			broken(at.of("controls", i), err)
		}
	}
	if figures, ok := d.KeyFigures(); ok {
		if _, err := m.Resolve(figures); err != nil {
			broken(at.of("figures"), err)
		}
	}
	for i, v := range d.Visuals {
		v.Sheet = d.Name
		resolved, err := m.Resolve(v)
		var inField *fieldError
		switch {
		case errors.As(err, &inField):
			broken(at.of("visuals", i, inField.field), fmt.Errorf("visual %q: %w", v.Name, err))
		case err != nil:
			broken(at.of("visuals", i), fmt.Errorf("visual %q: %w", v.Name, err))
		}
		d.Visuals[i] = resolved
	}
	return d, errors.Join(problems...)
}
