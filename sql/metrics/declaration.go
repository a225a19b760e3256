package metrics

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Declaration is a dashboard's file for the program to change. Whatever else a person wrote in it stays, comments included.
type Declaration struct{ root *yaml.Node } // a mapping

// NewDeclaration begins the file of a dashboard without visuals.
func NewDeclaration(title string) *Declaration {
	d := &Declaration{&yaml.Node{Kind: yaml.MappingNode}}
	d.root.Content = append(d.root.Content, scalar("title"), scalar(title))
	return d
}

// ParseDeclaration reads a file that ReadDashboard has read without finding fault.
func ParseDeclaration(text []byte) (*Declaration, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("read the declaration of a dashboard: %w", err)
	}
	if document.Kind != yaml.DocumentNode || document.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("read the declaration of a dashboard: it is not made of fields")
	}
	return &Declaration{document.Content[0]}, nil
}

// Bytes is the file.
func (d *Declaration) Bytes() ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(d.root); err != nil {
		return nil, fmt.Errorf("write the declaration of a dashboard: %w", err)
	}
	return out.Bytes(), nil
}

// Retitle gives the dashboard another title.
func (d *Declaration) Retitle(title string) { set(d.root, "title", scalar(title)) }

// Add appends a visual.
func (d *Declaration) Add(v Visual) {
	visuals := child(d.root, "visuals")
	if visuals == nil || visuals.Kind != yaml.SequenceNode {
		visuals = &yaml.Node{Kind: yaml.SequenceNode}
		set(d.root, "visuals", visuals)
	}
	visuals.Style = 0 // an empty list is written as []
	visuals.Content = append(visuals.Content, declared(v))
}

// Remove removes a visual; it returns false if there is none of that name.
func (d *Declaration) Remove(visual string) bool {
	visuals, i := d.find(visual)
	if i < 0 {
		return false
	}
	visuals.Content = slices.Delete(visuals.Content, i, i+1)
	return true
}

// RetitleVisual gives a visual another title; it returns false if there is none of that name.
func (d *Declaration) RetitleVisual(visual, title string) bool {
	visuals, i := d.find(visual)
	if i < 0 {
		return false
	}
	set(visuals.Content[i], "title", scalar(title))
	return true
}

func (d *Declaration) find(visual string) (visuals *yaml.Node, i int) {
	visuals = child(d.root, "visuals")
	if visuals == nil {
		return nil, -1
	}
	return visuals, slices.IndexFunc(visuals.Content, func(n *yaml.Node) bool {
		name := child(n, "name")
		return name != nil && name.Value == visual
	})
}

// Restrict makes a selection part of a visual, whatever else is chosen.
func (m *Model) Restrict(v Visual, where Selection) Visual {
	v.Declared = map[string]names{}
	for name, values := range m.Address(where, "") {
		v.Declared[name] = values
	}
	return v
}

// declared is a visual as a person would write it: the fields that say something, in the order in which they are read.
func declared(v Visual) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key string, value *yaml.Node) {
		if value != nil {
			node.Content = append(node.Content, scalar(key), value)
		}
	}
	add("name", text(v.Name))
	add("title", text(v.Title))
	add("subtitle", text(v.Subtitle))
	add("definition", text(v.Definition))
	add("note", text(v.Note))
	add("measures", list(v.Measures))
	add("with", list(v.With))
	add("by", list(v.By))
	add("series", text(v.Series))
	add("panels", text(v.Panels))
	if len(v.Declared) > 0 {
		where := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
		for _, key := range slices.Sorted(maps.Keys(v.Declared)) {
			where.Content = append(where.Content, scalar(key), list(v.Declared[key]))
		}
		add("where", where)
	}
	add("chart", text(string(v.Kind)))
	add("order", text(v.Order))
	if v.Size > 0 {
		add("size", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: fmt.Sprint(v.Size)})
	}
	return node
}

// scalar is a text, in quotes where it would be read as something else.
func scalar(value string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
	if strings.ContainsAny(value, "\n\u2028\u2029\u0085\uFEFF") {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

func text(value string) *yaml.Node {
	if value == "" {
		return nil
	}
	return scalar(value)
}

// list is one name, or several on a line.
func list(values []string) *yaml.Node {
	switch len(values) {
	case 0:
		return nil
	case 1:
		return scalar(values[0])
	}
	node := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, value := range values {
		node.Content = append(node.Content, scalar(value))
	}
	return node
}

// set puts a value in place of the one that a key has, or behind all others.
func set(mapping *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			value.HeadComment, value.LineComment, value.FootComment = mapping.Content[i+1].HeadComment, mapping.Content[i+1].LineComment, mapping.Content[i+1].FootComment
			mapping.Content[i+1] = value
			return
		}
	}
	mapping.Content = append(mapping.Content, scalar(key), value)
}
