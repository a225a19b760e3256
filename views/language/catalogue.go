package language

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed es/*.yaml
var files embed.FS

// catalogue has the texts of a language by the English ones.
type catalogue struct {
	texts    map[string]string
	patterns []pattern         // of texts in the data that are made of others: names of offers, what a run said
	script   map[string]string // of texts, those that scripts say
	file     map[string]string // that has the text
}

// pattern is a text with places in braces: "Day {day}".
type pattern struct {
	english    *regexp.Regexp
	translated string
}

var catalogues = sync.OnceValue(func() map[Locale]catalogue {
	all := map[Locale]catalogue{}
	for _, l := range All[1:] {
		c, err := load(files, string(l))
		if err != nil {
			panic("the texts of " + l.Name() + ": " + err.Error()) // they are embedded, and tested
		}
		all[l] = c
	}
	return all
})

func (l Locale) catalogue() catalogue { return catalogues()[l] }

// Script are the texts that scripts need, by the English ones; none in English.
func (l Locale) Script() map[string]string { return l.catalogue().script }

func load(files fs.FS, folder string) (catalogue, error) {
	c := catalogue{texts: map[string]string{}, script: map[string]string{}, file: map[string]string{}}
	names, err := fs.Glob(files, folder+"/*.yaml")
	if err != nil {
		return c, err
	}
	var broken []error
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return c, err
		}
		var texts map[string]string
		if err := yaml.Unmarshal(text, &texts); err != nil { // a text that is there twice is an error too
			broken = append(broken, fmt.Errorf("%s: %w", name, err))
		}
		for english, translated := range texts {
			if other, twice := c.file[english]; twice {
				broken = append(broken, fmt.Errorf("%s: %q is in %s already", name, english, other))
			}
			c.texts[english], c.file[english] = translated, path.Base(name)
			switch path.Base(name) {
			case "patterns.yaml":
				c.patterns = append(c.patterns, newPattern(english, translated))
			case "scripts.yaml":
				c.script[english] = translated
			}
		}
	}
	// The longest come first: they say most.
	slices.SortFunc(c.patterns, func(a, b pattern) int {
		x, y := a.english.String(), b.english.String()
		return cmp.Or(len(y)-len(x), strings.Compare(x, y))
	})
	return c, errors.Join(broken...)
}

var place = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

func newPattern(english, translated string) pattern {
	return pattern{regexp.MustCompile(`^` + place.ReplaceAllString(regexp.QuoteMeta(english), `(?P<$1>.+?)`) + `$`), translated}
}

// longest is up to how long a text is looked for among the patterns: those there are have a line.
const longest = 300

// Known is a text of the model or of the data in the language. What the language has no words for stays as it is: names that people gave.
func (l Locale) Known(text string) string {
	c := l.catalogue()
	if translated, ok := c.texts[text]; ok {
		return translated
	}
	if len(text) > longest || !strings.Contains(text, " ") { // every pattern has several words; most keys in the data are one
		return text
	}
	for _, p := range c.patterns {
		if found := p.english.FindStringSubmatch(text); found != nil {
			return p.fill(l, found)
		}
	}
	return text
}

// fill puts what was found into the places of the translation; a part that is itself known is translated too.
func (p pattern) fill(l Locale, found []string) string {
	var pairs []string
	for i, name := range p.english.SubexpNames() {
		if name != "" {
			pairs = append(pairs, "{"+name+"}", l.part(found[i]))
		}
	}
	return strings.NewReplacer(pairs...).Replace(p.translated)
}

// part is a text within another, or a number, which has its signs the other way round.
func (l Locale) part(text string) string {
	if number.MatchString(text) {
		return strings.NewReplacer(",", ".", ".", ",").Replace(text)
	}
	return l.Known(text)
}

var number = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?$`)
