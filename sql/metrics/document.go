package metrics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxDocumentBytes bounds a YAML file: a dashboard is a few hundred lines.
const maxDocumentBytes = 1 << 20

// decode reads one YAML file into a value: unknown and repeated keys are errors. The lines tell where its parts stand.
func decode[T any](file string, text []byte) (value T, at lines, err error) {
	if len(text) > maxDocumentBytes {
		return value, at, fmt.Errorf("%s:1: the file has more than %d bytes", file, maxDocumentBytes)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&value); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("1: the file is empty")
		}
		return value, at, fmt.Errorf("%s:%w", file, plainYAML(err)) // the decoder's message has the line
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return value, at, fmt.Errorf("%s:%w", file, plainYAML(err))
	}
	return value, lines{&root}, nil
}

// plainYAML says what the decoder says in the form of all other messages: line, colon, what is wrong.
func plainYAML(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:\n")
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		return errors.New(rest)
	}
	return errors.New("1: " + text)
}

// decodeList reads a file that is a list of named things.
func decodeList[T named](files fs.FS, file string) ([]T, error) {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, err
	}
	list, at, err := decode[[]T](file, text)
	if err != nil {
		return nil, err
	}
	var broken []error
	seen := map[string]bool{}
	for i, x := range list {
		switch name := x.name(); {
		case !validColumn.MatchString(name):
			broken = append(broken, fmt.Errorf("%s:%d: name %q must be lower-case letters, digits and underscores", file, at.of(i), name))
		case seen[name]:
			broken = append(broken, fmt.Errorf("%s:%d: %q is declared twice", file, at.of(i), name))
		default:
			seen[name] = true
		}
	}
	return list, errors.Join(broken...)
}

// lines finds where in a file a key stands.
type lines struct{ root *yaml.Node }

// of returns the line of the value at that path of keys and indexes, or of the closest node above it that there is.
func (l lines) of(keys ...any) int {
	if l.root == nil {
		return 1
	}
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
