package views

import (
	"net/url"

	"cafe-rewards/views/language"
)

// EmbedTestPage says of an address whether it will be shown in a frame on another page, and why.
type EmbedTestPage struct {
	Page
	Address string // as it was given
	Origin  string // of the page around the frame, as it was given
	Checks  []EmbedCheck
	Frame   string // path and query of what is shown; empty: there is nothing to show
}

// EmbedCheck is a step of the answer.
type EmbedCheck struct {
	Found Found
	Title string // what was looked at: Token
	Text  string // what was found, in sentences
	Fix   string // what to do; empty where nothing is to be done
	Code  string // that stands in a header or a setting; may be empty
}

// Found is what a check came to.
type Found string

const (
	Good   Found = "good"
	Bad    Found = "bad"
	Unsure Found = "unsure" // something is missing to say it
)

// Verdict is the answer in a sentence.
func (p EmbedTestPage) Verdict() language.Message {
	verdict := language.Say("It will be shown.")
	for _, c := range p.Checks {
		switch {
		case c.Found == Bad:
			return language.Say("It will not be shown as it is.")
		case c.Found == Unsure:
			verdict = language.Say("Everything known so far is right; something is missing to be sure.")
		}
	}
	return verdict
}

func (c EmbedCheck) icon() string {
	return map[Found]string{Good: "done", Bad: "error", Unsure: "warning"}[c.Found]
}

func (c EmbedCheck) label() language.Message {
	return map[Found]language.Message{Good: language.Say("Right"), Bad: language.Say("Wrong"), Unsure: language.Say("Not known")}[c.Found]
}

// embedTestOf is the page that tests an address.
func embedTestOf(address string) string {
	return EmbedTestPath + "?" + url.Values{"address": {address}}.Encode()
}
