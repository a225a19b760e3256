package owned

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

const (
	maxTitle = 120 // characters
	maxName  = 60  // bytes of a name made of a title
)

// RefusedError is a change that cannot be made, with the reason for whoever asked for it.
type RefusedError struct{ Reason language.Message }

func (e *RefusedError) Error() string { return e.Reason.In(language.English) }

func refused(reason language.Message) error { return &RefusedError{reason} }

// ErrUnknown says that there is no such dashboard of the owner's, or no such visual on it.
var ErrUnknown = errors.New("there is no such dashboard of the owner's")

// Create makes a dashboard with one visual, and returns the name that it got from its title.
func (f *Folder) Create(title string, v metrics.Visual) (name string, err error) {
	if err := checkTitle(language.Say("a dashboard"), title); err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.current(); err != nil {
		return "", err
	}
	if len(f.files) >= MaxDashboards {
		return "", refused(language.Say("There are %s dashboards of your own already; delete one first.", format.Counted(MaxDashboards)))
	}
	name = free(nameFrom(title, "dashboard"), func(name string) bool {
		_, err := f.State().Dashboards.Sheet(name)
		_, file := f.files[name+".yaml"]
		_, visual := f.State().Dashboards.Visual(name) // the key figures of a dashboard have its name
		return err == nil || file || visual == nil
	})
	declaration := metrics.NewDeclaration(title)
	if err := f.add(declaration, v, 0); err != nil {
		return "", err
	}
	return name, f.write(name, declaration)
}

// Add puts a visual on a dashboard that there is.
func (f *Folder) Add(name string, v metrics.Visual) error {
	return f.change(name, func(sheet metrics.Dashboard, d *metrics.Declaration) error { return f.add(d, v, len(sheet.Visuals)) })
}

func (f *Folder) add(d *metrics.Declaration, v metrics.Visual, before int) error {
	if err := checkTitle(language.Say("a visual"), v.Title); err != nil {
		return err
	}
	if before >= MaxVisuals {
		return refused(language.Say("A dashboard has %s visuals at most; remove one first.", format.Counted(MaxVisuals)))
	}
	v.Name = free(nameFrom(v.Title, "visual"), func(name string) bool {
		_, err := f.State().Dashboards.Visual(name)
		_, sheet := f.State().Dashboards.Sheet(name)
		return err == nil || sheet == nil
	})
	if _, err := f.programs.Model.Resolve(v); err != nil {
		return fmt.Errorf("add a visual: %w", err)
	}
	d.Add(v)
	return nil
}

// Rename gives a dashboard another title; its name, which is its address, stays.
func (f *Folder) Rename(name, title string) error {
	if err := checkTitle(language.Say("a dashboard"), title); err != nil {
		return err
	}
	return f.change(name, func(_ metrics.Dashboard, d *metrics.Declaration) error {
		d.Retitle(title)
		return nil
	})
}

// RenameVisual gives a visual another title.
func (f *Folder) RenameVisual(name, visual, title string) error {
	if err := checkTitle(language.Say("a visual"), title); err != nil {
		return err
	}
	return f.change(name, func(_ metrics.Dashboard, d *metrics.Declaration) error {
		if !d.RetitleVisual(visual, title) {
			return ErrUnknown
		}
		return nil
	})
}

// RemoveVisual takes a visual off a dashboard.
func (f *Folder) RemoveVisual(name, visual string) error {
	return f.change(name, func(_ metrics.Dashboard, d *metrics.Declaration) error {
		if !d.Remove(visual) {
			return ErrUnknown
		}
		return nil
	})
}

// Delete takes a dashboard away, its file too.
func (f *Folder) Delete(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.current(); err != nil {
		return err
	}
	if _, ok := f.files[name+".yaml"]; !ok {
		return ErrUnknown
	}
	if err := os.Remove(filepath.Join(f.path, name+".yaml")); err != nil {
		return fmt.Errorf("delete the dashboard %s: %w", name, err)
	}
	f.reload()
	return nil
}

// current reads what somebody else changed, so that a change is made to what is there.
func (f *Folder) current() error {
	if !f.Changeable() {
		return refused(language.Say("This server keeps no dashboards of your own."))
	}
	f.reload()
	return nil
}

func (f *Folder) change(name string, make func(metrics.Dashboard, *metrics.Declaration) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.current(); err != nil {
		return err
	}
	read, ok := f.files[name+".yaml"] // so a name is that of a file of the folder, and of nothing else
	if !ok {
		return ErrUnknown
	}
	if read.problem != "" {
		return refused(language.Say("The file %s.yaml has a mistake; correct it first: %s", name, read.problem))
	}
	text, err := os.ReadFile(filepath.Join(f.path, name+".yaml"))
	if err != nil {
		return fmt.Errorf("change the dashboard %s: %w", name, err)
	}
	declaration, err := metrics.ParseDeclaration(text)
	if err != nil {
		return fmt.Errorf("change the dashboard %s: %w", name, err)
	}
	if err := make(*read.good, declaration); err != nil {
		return err
	}
	return f.write(name, declaration)
}

// write puts the file in place whole: it is never there by halves, whatever happens. What could not be read again is not written.
func (f *Folder) write(name string, d *metrics.Declaration) error {
	text, err := d.Bytes()
	if err != nil {
		return err
	}
	if len(text) > maxFileBytes {
		return refused(language.Say("The dashboard would have more than %s bytes.", format.Counted(maxFileBytes)))
	}
	if _, err := f.programs.Model.ReadDashboard(name+".yaml", text); err != nil {
		return refused(language.Say("The file %s.yaml is written in a way that only an editor can change.", name))
	}
	if err := os.MkdirAll(f.path, 0o755); err != nil {
		return fmt.Errorf("make the folder of dashboards: %w", err)
	}
	if err := replace(filepath.Join(f.path, name+".yaml"), text); err != nil {
		return fmt.Errorf("write the dashboard %s: %w", name, err)
	}
	f.reload()
	return nil
}

func replace(path string, text []byte) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".writing-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(text)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

func readAtMost(r io.Reader, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("the file has more than %d bytes", most)
	}
	return text, err
}

// checkTitle refuses what is no line of text.
func checkTitle(of language.Message, title string) error {
	switch {
	case strings.TrimSpace(title) == "":
		return refused(language.Say("The title of %s is missing.", of))
	case utf8.RuneCountInString(title) > maxTitle:
		return refused(language.Say("The title of %s has %s characters at most.", of, format.Counted(maxTitle)))
	case !utf8.ValidString(title) || strings.ContainsFunc(title, func(r rune) bool { return !unicode.IsPrint(r) }):
		return refused(language.Say("The title of %s is one line of plain text.", of))
	}
	return nil
}

// unaccented are the letters of neighbouring languages that have one of English within.
var unaccented = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ß", "ss")

// nameFrom makes a name, fit for an address and a file, of a title.
func nameFrom(title, otherwise string) string {
	var words []string
	for _, word := range strings.FieldsFunc(unaccented.Replace(strings.ToLower(title)), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }) {
		if len(words) == 0 && word[0] <= '9' {
			words = append(words, otherwise) // a name begins with a letter
		}
		if len(strings.Join(append(words, word), "-")) > maxName {
			break
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return otherwise
	}
	return strings.Join(words, "-")
}

// free is the name, with a number behind it where it is taken.
func free(name string, taken func(string) bool) string {
	for i, candidate := 1, name; ; candidate = name + "-" + strconv.Itoa(i) {
		if !taken(candidate) {
			return candidate
		}
		i++
	}
}
