// Package language says in which language the product speaks, and has its texts in the others than English.
//
// Texts are written in English where they are used, and looked up by that:
//
//	l.Text("%s of %s rows", shown, all)     a text of the program
//	Say("There is no page %d.", page)       the same, where nobody knows yet who will read it
//	l.Known(dimension.Label)                a text of the model or of the data; one that is not known stays as it is
//	l.Failure(run.Message)                  what a run said of its end
//
// Their translations are in the folder named after the language. A test finds what is used and not translated, and what is translated and
// not used. The locale of a request travels in its context: see Request. Numbers and dates are written by package format.
package language

import "fmt"

// Locale is a language in which pages are written.
type Locale string

const (
	English Locale = "" // so that it is what is spoken where nobody says anything else
	Spanish Locale = "es"
)

// All are the locales, the first for those who understand none of them.
var All = []Locale{English, Spanish}

// Name is what those who speak a language call it.
func (l Locale) Name() string {
	if l == Spanish {
		return "Español"
	}
	return "English"
}

// Tag is the language as HTML has it.
func (l Locale) Tag() string {
	if l == English {
		return "en"
	}
	return string(l)
}

// Text is a text of the program in the language, with its places filled. What fills them is written already, or is a
// Message, Data, or a function that writes it in a language.
func (l Locale) Text(english string, args ...any) string { return Say(english, args...).In(l) }

// Message is a text whose language is chosen later.
type Message struct {
	english string
	args    []any
}

// Say is a text of the program for somebody whose language is not known yet.
func Say(english string, args ...any) Message { return Message{english, args} }

// In is the message in a language.
func (m Message) In(l Locale) string {
	text := m.english
	if translated, ok := l.catalogue().texts[text]; ok {
		text = translated
	}
	if len(m.args) == 0 {
		return text
	}
	args := make([]any, len(m.args))
	for i, arg := range m.args {
		switch arg := arg.(type) {
		case Message:
			args[i] = arg.In(l)
		case Data:
			args[i] = l.Known(string(arg))
		case func(Locale) string:
			args[i] = arg(l)
		default:
			args[i] = arg
		}
	}
	return fmt.Sprintf(text, args...)
}

// Empty says that there is no text.
func (m Message) Empty() bool { return m.english == "" }

// Data is a text of the model or of the data within a Message.
type Data string
