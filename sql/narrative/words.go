package narrative

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"cafe-rewards/sql/metrics"
)

//go:embed words.yaml
var wordsFile []byte

// wording is a language's part of words.yaml.
type wording struct {
	Comma     string            `yaml:"comma"`
	And       string            `yaml:"and"`
	AndI      string            `yaml:"and_i"` // before a word that begins with an i; empty: the same
	Figure    string            `yaml:"figure"`
	Phrases   map[string]string `yaml:"phrases"`
	Sentences map[Kind]string   `yaml:"sentences"`
}

// words are all wordings, by locale. That the embedded file can be read and has every kind is tested.
var words = sync.OnceValue(func() map[string]wording {
	var all map[string]wording
	decoder := yaml.NewDecoder(bytes.NewReader(wordsFile))
	decoder.KnownFields(true)
	if err := decoder.Decode(&all); err != nil {
		panic(fmt.Sprintf("words.yaml: %v", err))
	}
	return all
})

// Text words a sentence in the language of the locale, such as "es" or "es-MX"; in English where it has no other. The page writes
// the cells: format gets labels and names of figures too, as text, and may translate them.
func Text(s Sentence, locale string, format func(cell any, unit metrics.Unit) string) string {
	language, _, _ := strings.Cut(locale, "-")
	w, ok := words()[language]
	if !ok {
		w = words()["en"]
	}
	text := w.fill(w.Sentences[s.Kind], s.Parts, format)
	for _, part := range s.Parts {
		if part.Name == "figure" {
			text = replace(w.Figure, map[string]string{"figure": format(part.Value, part.Unit), "sentence": text})
		}
	}
	return capital(text)
}

// fill puts parts into the places of a template.
func (w wording) fill(template string, parts []Part, format func(any, metrics.Unit) string) string {
	filled := make(map[string]string, len(parts))
	for _, part := range parts {
		if part.List == nil {
			filled[part.Name] = format(part.Value, part.Unit)
			if part.As != "" {
				filled[part.Name] = replace(w.Phrases[part.As], map[string]string{"value": filled[part.Name]})
			}
			continue
		}
		members := make([]string, len(part.List))
		for i, member := range part.List {
			members[i] = w.fill(w.Phrases[part.As], member, format)
		}
		filled[part.Name] = w.join(members)
	}
	return replace(template, filled)
}

// join lists members: a, b and c.
func (w wording) join(members []string) string {
	last := len(members) - 1
	if last < 1 {
		return strings.Join(members, "")
	}
	and := w.And
	if w.AndI != "" && strings.HasPrefix(strings.ToLower(members[last]), "i") {
		and = w.AndI
	}
	return strings.Join(members[:last], w.Comma) + and + members[last]
}

// replace fills the places of a template in one pass, so that a label with braces in it is a label.
func replace(template string, filled map[string]string) string {
	pairs := make([]string, 0, 2*len(filled))
	for name, text := range filled {
		pairs = append(pairs, "{"+name+"}", text)
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
