package views

import "strconv"

// ErrorPage says what went wrong to the person who met it; the cause is in the log, under the request's id.
type ErrorPage struct {
	Page
	Status    int
	Heading   string // what: There is no visual called "foo".
	Message   string // why, in a sentence; may be empty
	Advice    string // what to do; may be empty
	RequestID string
	Code      string // what it is, in a word for scripts; empty: the status
	Theme     string // of a frame
}

func (p ErrorPage) code() string {
	if p.Code != "" {
		return p.Code
	}
	return strconv.Itoa(p.Status)
}
