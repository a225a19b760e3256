package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// tokenParam is the query parameter of a signed address.
const tokenParam = "token"

// scope is what an address shows: a visual or a dashboard, by its name, or a chart of Explore.
type scope struct {
	visual, dashboard string
	explore           bool
}

// pass is a token that is valid for a request, and what it locks. Cached pages depend on the lock alone, so a renewed token
// leads to the same page.
type pass struct {
	token string
	grant signed.Grant
	lock  metrics.Selection
}

// signedState parses the address of a request that may be signed. If it is, the state includes the lock, and the address cannot escape it.
func (s *Server) signedState(c echo.Context, of scope, own ...string) (state, error) {
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return state{}, unreadable(err)
	}
	p, err := s.admit(c, query, of)
	if err != nil {
		return state{}, err
	}
	query.Del(tokenParam)
	st, err := s.parseState(c.Request().Context(), query, own...)
	if err != nil || p == nil {
		return st, err
	}
	return s.under(c.Request().Context(), st, p)
}

// frameState is the same for a page in a frame, which also takes a theme.
func (s *Server) frameState(c echo.Context, of scope) (state, error) {
	st, err := s.signedState(c, of, themeParam)
	if err == nil {
		st.theme, err = parseTheme(c.QueryParams())
	}
	return st, err
}

// admit verifies the token of a request; it returns nil if there is none and none is needed. With a bad token only the reason is shown:
// the address never falls back to what it would show without a token.
func (s *Server) admit(c echo.Context, query url.Values, of scope) (*pass, error) {
	tokens, has := query[tokenParam]
	if !has {
		return nil, nil // onlySigned has let it through
	}
	header := c.Response().Header()
	header.Set("Referrer-Policy", "strict-origin") // a whole address would carry the token along
	p, wrong := s.verify(tokens, of)
	if wrong != nil {
		return nil, refused(c, wrong)
	}
	if from := sentFrom(c.Request()); p.grant.Origin != "" && from != "" && from != p.grant.Origin {
		return nil, refused(c, &problem{status: http.StatusForbidden, heading: language.Say("This address was signed for another page."),
			message: language.Say("It may be shown on %s, and this is %s.", p.grant.Origin, shorten(from)), advice: renew})
	}
	if isFrame(c.Request()) && p.grant.Origin != "" {
		header.Set("Content-Security-Policy", basePolicy+framedBy(p.grant.Origin))
	}
	return p, nil
}

// What to do about a token that is no longer valid.
var (
	renew = language.Say("The page that shows this needs a new address: cafe-rewards embed-address makes one.")
	again = language.Say("Copy all of it again. %s", renew)
)

// verify returns what a token allows for what an address shows, or what is wrong with the token.
func (s *Server) verify(tokens []string, of scope) (*pass, *problem) {
	unauthorized := func(heading, message, advice language.Message, cause error) *problem {
		return &problem{status: http.StatusUnauthorized, heading: heading, message: message, advice: advice, cause: cause}
	}
	if len(tokens) != 1 {
		return nil, unauthorized(language.Say("This address has several tokens."), language.Say("Exactly one is needed."), renew, nil)
	}
	grant, err := s.keys.Verify(tokens[0], time.Now())
	var period *signed.PeriodError
	switch {
	case errors.As(err, &period) && period.Early:
		return nil, unauthorized(language.Say("This address is not valid yet."), language.Say("It is valid from %s on.", moment(period.Grant.From)), language.Say("Try again then."), err)
	case errors.As(err, &period):
		over := unauthorized(language.Say("This address is no longer valid."), language.Say("It was valid until %s.", moment(period.Grant.Until)), renew, err)
		over.code = "expired" // a script around the frame can ask for another
		return nil, over
	case errors.Is(err, signed.ErrUnknownKey):
		return nil, unauthorized(language.Say("This address was signed with a key that this server does not know."), language.Say("Keys are changed from time to time."), renew, err)
	case errors.Is(err, signed.ErrAltered):
		return nil, unauthorized(language.Say("This address was altered."), language.Say("It is not as it was signed."), again, err)
	case err != nil:
		return nil, unauthorized(language.Say("The token of this address cannot be read."), language.Say("A part of it may be missing."), again, err)
	}
	if !s.covers(grant, of) {
		return nil, &problem{status: http.StatusForbidden, heading: language.Say("This address was signed for something else."), message: language.Say("Its token is for %s.", granted(grant)), advice: renew}
	}
	lock, err := s.lockOf(grant)
	if err != nil {
		return nil, unauthorized(language.Say("This server does not know what this address is locked to."), language.Say("The filters of its token are of another version of this server."), renew, err)
	}
	return &pass{tokens[0], grant, lock}, nil
}

// onlySigned refuses frames without a token, if signed addresses are required, before any handler runs. The handlers verify the token.
func (s *Server) onlySigned(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if s.signedOnly && strings.HasPrefix(r.URL.Path, views.EmbedPath) && r.URL.Path != views.EmbedTestPath && !r.URL.Query().Has(tokenParam) {
			return refused(c, unsigned())
		}
		return next(c)
	}
}

func unsigned() *problem {
	return &problem{status: http.StatusUnauthorized, heading: language.Say("This address is not signed."), message: language.Say("This server shows frames at signed addresses only."),
		advice: language.Say("Make one with cafe-rewards embed-address, or ask whoever runs this server.")}
}

// isFrame says whether a request is for a page in a frame, rather than for one of its files, which have an extension.
func isFrame(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, views.EmbedPath) && r.URL.Path != views.EmbedTestPath && path.Ext(r.URL.Path) == ""
}

// refused is the error for a request that has no valid token. Data and images always answer 401. In a frame any site may show the reason: there
// is nothing else to see, and whoever put the frame there has to know.
func refused(c echo.Context, p *problem) error {
	if isFrame(c.Request()) {
		c.Response().Header().Set("Content-Security-Policy", basePolicy+"*")
	} else {
		p.status = http.StatusUnauthorized
	}
	return p
}

// covers says whether a grant is for what an address shows. A grant of a dashboard covers its visuals too.
func (s *Server) covers(g signed.Grant, of scope) bool {
	if of.explore {
		return g.Explore != ""
	}
	if of.visual == "" {
		return of.dashboard != "" && g.Dashboard == of.dashboard
	}
	if g.Visual != "" {
		return g.Visual == of.visual
	}
	v, err := s.dashboards().Visual(of.visual)
	return err == nil && v.Sheet == g.Dashboard
}

func granted(g signed.Grant) language.Message {
	if g.Dashboard != "" {
		return language.Say("the dashboard %s", shorten(g.Dashboard))
	}
	if g.Explore != "" {
		return language.Say("a chart of Explore, %s", shorten(g.Explore))
	}
	return language.Say("the visual %s", shorten(g.Visual))
}

// lockOf are the locked filters of a grant. A filter that is not understood would lock nothing, and so is an error.
func (s *Server) lockOf(g signed.Grant) (metrics.Selection, error) {
	query, err := url.ParseQuery(g.Filters)
	if err != nil {
		return nil, fmt.Errorf("read the filters: %w", err)
	}
	lock, left, err := s.dashboards().Model.ParseSelection(query, "")
	if err == nil && len(left) > 0 {
		err = unknownParam(s.dashboards().Model, left[0])
	}
	return lock, err
}

// sentFrom is the origin of the page that a request comes from, if the browser says so; empty for this server's own pages.
func sentFrom(r *http.Request) string {
	from := r.Header.Get("Origin")
	if from == "" {
		from = r.Header.Get("Referer")
	}
	if from == "" {
		return ""
	}
	u, err := url.Parse(from)
	if err != nil || u.Host == "" {
		return from // null, or what no browser sends: not the page that it was signed for
	}
	if strings.EqualFold(u.Host, r.Host) {
		return ""
	}
	origin, _ := plainOrigin(u.Scheme + "://" + u.Host)
	if origin == "" {
		return from
	}
	return origin
}
