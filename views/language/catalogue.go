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
	failures []pattern         // why a run failed
	script   map[string]string // of texts, those that scripts say
	file     map[string]string // that has the text
}

// pattern is a text with places in braces: "Day {day}".
type pattern struct {
	english    *regexp.Regexp
	literal    string // the longest part of it that is no place: a text without it need not be looked at closer
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
			c.file[english] = path.Base(name)
			if c.file[english] == "failures.yaml" { // they are looked for in nothing else
				c.failures = append(c.failures, newPattern(english, translated))
				continue
			}
			c.texts[english] = translated
			switch c.file[english] {
			case "patterns.yaml":
				c.patterns = append(c.patterns, newPattern(english, translated))
			case "scripts.yaml":
				c.script[english] = translated
			}
		}
	}
	slices.SortFunc(c.patterns, longer)
	slices.SortFunc(c.failures, longer)
	return c, errors.Join(broken...)
}

// A place in a pattern, and in the regular expression made of it.
var (
	placed = regexp.MustCompile(`\{[a-z]+\}`)
	place  = regexp.MustCompile(`\\\{([a-z]+)\\\}`)
)

func newPattern(english, translated string) pattern {
	literal := ""
	for _, part := range placed.Split(english, -1) {
		if len(part) > len(literal) {
			literal = part
		}
	}
	return pattern{regexp.MustCompile(`(?s)^` + place.ReplaceAllString(regexp.QuoteMeta(english), `(?P<$1>.+?)`) + `$`), literal, translated}
}

// find gives the text and its parts; nil where it has not the form of the pattern.
func (p pattern) find(text string) []string {
	if !strings.Contains(text, p.literal) {
		return nil
	}
	return p.english.FindStringSubmatch(text)
}

// longer puts the longest first: they say most.
func longer(a, b pattern) int {
	x, y := a.english.String(), b.english.String()
	return cmp.Or(len(y)-len(x), strings.Compare(x, y))
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
		if found := p.find(text); found != nil {
			return p.fill(found, l.part)
		}
	}
	return text
}

// fill puts what was found into the places of the translation, each part as that says it.
func (p pattern) fill(found []string, part func(string) string) string {
	var pairs []string
	for i, name := range p.english.SubexpNames() {
		if name != "" {
			pairs = append(pairs, "{"+name+"}", part(found[i]))
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
