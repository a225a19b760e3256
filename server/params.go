package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/views/language"
)

// onlyParams refuses query parameters that the route does not take, by name. A misspelt parameter would otherwise be ignored, and the
// answer would be to another question.
func onlyParams(known []string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			raw := c.Request().URL.RawQuery
			if raw == "" {
				return next(c)
			}
			query, err := url.ParseQuery(raw)
			if err != nil {
				return unreadable(err)
			}
			var unknown []string
			for name := range query {
				if !slices.Contains(known, name) && name != language.Parameter {
					unknown = append(unknown, name)
				}
			}
			if len(unknown) > 0 {
				return unknownParams(unknown, known...)
			}
			return next(c)
		}
	}
}

// readForm parses the form of a request before its handler asks for fields: in a form that cannot be parsed, all of them would seem empty.
func readForm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := c.Request().ParseForm()
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			return err
		case err != nil:
			return &problem{status: http.StatusBadRequest, heading: language.Say("The form cannot be read."), advice: language.Say("Go back, and send it again."), cause: err}
		}
		return next(c)
	}
}

// unreadable refuses a query string that cannot be parsed.
func unreadable(err error) error {
	return &problem{status: http.StatusBadRequest, heading: language.Say("The address cannot be read."),
		message: language.Say("What follows the question mark is not made of name=value pairs."), advice: language.Say("Correct the address, or leave out what follows the question mark."), cause: err}
}

// unknownParams refuses parameters by name.
func unknownParams(unknown []string, known ...string) error {
	slices.Sort(unknown)
	quoted := make([]string, min(len(unknown), 5))
	for i := range quoted {
		quoted[i] = strconv.Quote(shorten(unknown[i]))
	}
	p := &problem{status: http.StatusBadRequest, heading: language.Say("Unknown in the address: %s.", strings.Join(quoted, ", ")),
		advice: language.Say("Correct the address, or leave out what follows the question mark.")}
	if len(known) > 0 {
		p.message = language.Say("This address takes only: %s.", strings.Join(known, ", "))
	}
	return p
}

// bom reads ?bom=1, which puts a byte order mark before a CSV: without one, Excel takes UTF-8 for something else.
func bom(c echo.Context) (bool, error) {
	values := c.QueryParams()["bom"]
	switch {
	case len(values) == 0:
		return false, nil
	case len(values) == 1 && values[0] == "1":
		return true, nil
	}
	return false, &problem{status: http.StatusBadRequest, heading: language.Say("bom can only be 1."),
		message: language.Say("?bom=1 puts a byte order mark before the CSV, for Excel."), advice: language.Say("Leave it out for a plain UTF-8 file.")}
}

// shorten cuts a text that a client sent, so that it cannot fill a page or the log.
func shorten(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
