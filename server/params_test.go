package server

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"cafe-rewards/views/language"
)

// Whatever follows the question mark: it is taken when every name in it is known, and refused with a sentence otherwise.
func FuzzOnlyParams(f *testing.F) {
	for _, query := range []string{"", "bom=1", "bom=1&bom=2", "Bom=1", "bom=1&x", "%zz", ";", "a=1;b=2", "=", "%00=1", strings.Repeat("é", 200), "bom=1#", "<script>=1"} {
		f.Add(query)
	}
	known := []string{"bom"}
	handler := onlyParams(known)(func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	f.Fuzz(func(t *testing.T, query string) {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.URL.RawQuery = query
		err := handler(echo.New().NewContext(request, httptest.NewRecorder()))
		values, unreadable := url.ParseQuery(query)
		fits := unreadable == nil
		for name := range values {
			fits = fits && (name == "bom" || name == language.Parameter)
		}
		var refused *problem
		switch {
		case fits && err != nil:
			t.Errorf("%q was refused: %v", query, err)
		case !fits && !errors.As(err, &refused):
			t.Errorf("%q was taken, or refused without a sentence: %v", query, err)
		case !fits && (refused.status != http.StatusBadRequest || refused.heading.Empty() || refused.advice.Empty()):
			t.Errorf("%q was refused with %+v", query, refused)
		case !fits && utf8.RuneCountInString(refused.heading.In(language.English)) > 5*(4*60+5)+40:
			t.Errorf("the heading has %d bytes: what a client sends fills the page", len(refused.heading.In(language.English)))
		}
	})
}
