package language

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The history has the sentences of a run's errors in English, as the log has. They are put into a language when they are shown, by the
// patterns of failures.yaml: one for each sentence that an error of package etl or of those below it is made of. A test holds both against each other.

// Limits of what is looked into: with the reasons of rejects and a line of a file, a failure has some hundred bytes, and few sentences in sentences.
const (
	longestFailure = 2000
	deepestFailure = 8
)

// next is what is said behind a failure, whatever it is: what happens next.
var next = regexp.MustCompile(`(?s)^(.+\.) (It is tried again in a while\.|Version \d+ stays published\.)$`)

// Failure is what a run said of its end, in the language. What there are no words for stays as it is: paths, and what other programs said.
func (l Locale) Failure(message string) string {
	if l == English || len(message) > longestFailure {
		return message
	}
	return l.failure(message, deepestFailure)
}

func (l Locale) failure(text string, depth int) string {
	if known := l.part(text); known != text || depth == 0 {
		return known
	}
	if both := next.FindStringSubmatch(text); both != nil {
		return l.failure(both[1], depth-1) + " " + l.failure(both[2], depth-1)
	}
	// An error becomes a sentence of the history by a capital and a full stop.
	bare := strings.TrimSuffix(text, ".")
	small := withFirst(bare, unicode.ToLower)
	for _, p := range l.catalogue().failures {
		for _, form := range []string{text, bare, small} {
			found := p.find(form)
			if found == nil {
				continue
			}
			said := p.fill(found, func(part string) string { return l.failure(part, depth-1) })
			if form == small && small != bare {
				said = withFirst(said, unicode.ToUpper)
			}
			if form != text {
				said += text[len(bare):]
			}
			return said
		}
	}
	return text
}

// withFirst is a text with its first letter as that makes it.
func withFirst(text string, of func(rune) rune) string {
	first, size := utf8.DecodeRuneInString(text)
	if first == utf8.RuneError {
		return text
	}
	return string(of(first)) + text[size:]
}
