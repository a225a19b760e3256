package metrics

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

//go:embed visuals/*.yaml
var embedded embed.FS

// Visuals are all declared visuals, by name.
type Visuals struct {
	sorted []Visual
	byName map[string]int
}

// Load reads the visuals that the program carries. An error says which file and line breaks which rule.
func Load() (*Visuals, error) {
	files, err := fs.Sub(embedded, "visuals")
	if err != nil {
		return nil, fmt.Errorf("open the embedded visuals: %w", err)
	}
	return load(files)
}

// All returns every visual, sorted by name. The caller must not change them.
func (v *Visuals) All() []Visual { return v.sorted }

// Get returns the visual of that name.
func (v *Visuals) Get(name string) (Visual, bool) {
	i, ok := v.byName[name]
	if !ok {
		return Visual{}, false
	}
	return v.sorted[i], true
}

// validName keeps names fit for an address, a file name and an id in a page.
var validName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func load(files fs.FS) (*Visuals, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the visuals: %w", err)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(nameOf(a), nameOf(b)) }) // "a" before "a-b", not "a.yaml" after "a-b.yaml"
	all := &Visuals{byName: make(map[string]int, len(names))}
	var broken []error
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("read visual %s: %w", file, err)
		}
		visual, err := parse(file, text)
		if err != nil {
			broken = append(broken, err)
			continue
		}
		all.byName[visual.Name] = len(all.sorted)
		all.sorted = append(all.sorted, visual)
	}
	return all, errors.Join(broken...)
}

// nameOf is the visual's name, by its file.
func nameOf(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }

// parse reads one file: unknown and repeated keys are errors, as is every rule in validate.
func parse(file string, text []byte) (Visual, error) {
	visual := Visual{Name: nameOf(file)}
	if !validName.MatchString(visual.Name) {
		return Visual{}, fmt.Errorf("%s:1: the file's name must be lower-case words joined by hyphens: it is the visual's address", file)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&visual); err != nil {
		return Visual{}, fmt.Errorf("%s: %w", file, err) // the decoder's message has the line
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return Visual{}, fmt.Errorf("%s: %w", file, err)
	}
	problems := validate(visual, lines{&root})
	for i, problem := range problems {
		problems[i] = fmt.Errorf("%s:%w", file, problem)
	}
	return visual, errors.Join(problems...)
}

// lines finds where in a file a key stands.
type lines struct{ root *yaml.Node }

// of returns the line of the value at that path of keys and indexes, or of the closest node above it that there is.
func (l lines) of(keys ...any) int {
	node := l.root
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	line := max(node.Line, 1)
	for _, key := range keys {
		node = child(node, key)
		if node == nil {
			break
		}
		line = node.Line
	}
	return line
}

func child(node *yaml.Node, key any) *yaml.Node {
	switch key := key.(type) {
	case string:
		for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
			if node.Content[i].Value == key {
				return node.Content[i+1]
			}
		}
	case int:
		if node.Kind == yaml.SequenceNode && key < len(node.Content) {
			return node.Content[key]
		}
	}
	return nil
}
