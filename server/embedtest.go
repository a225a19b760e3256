package server

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// embedTest answers /embed/test: whether an address will be shown in a frame on a given page, and why. It parses the address as the
// frame itself would, and asks no other server.
func (s *Server) embedTest(c echo.Context) error {
	page := views.EmbedTestPage{Page: s.frame(c.Request().Context(), language.Of(c.Request().Context()).Text("Test this embed"), ""), Address: strings.TrimSpace(c.FormValue("address")), Origin: strings.TrimSpace(c.FormValue("origin"))}
	if len(page.Address) > mostAddress || len(page.Origin) > mostAddress {
		return &problem{status: http.StatusBadRequest, heading: language.Say("That address is too long.")}
	}
	if page.Address != "" {
		page.Checks, page.Frame = s.embedChecks(c, page.Address, page.Origin)
	}
	c.Response().Header().Set("Referrer-Policy", "strict-origin") // it may have a token
	return s.fresh(c, http.StatusOK, views.EmbedTest(page))
}

func (s *Server) embedChecks(c echo.Context, text, around string) (checks []views.EmbedCheck, frame string) {
	ctx := c.Request().Context()
	l := language.Of(ctx)
	if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") {
		text = origin(c) + text
	}
	f, err := s.readFramed(c, text)
	if err != nil {
		return []views.EmbedCheck{failed(l, l.Text("Address"), err)}, ""
	}
	checks = append(checks, addressCheck(c, f))
	token, p := s.tokenCheck(ctx, f)
	checks = append(checks, token)
	st, err := s.stateOf(ctx, f)
	if token.Found == views.Bad { // what is wrong with it is said; the parameters are another matter
		query := with(f.query, nil)
		query.Del(tokenParam)
		st, err = s.parseState(ctx, query, f.own()...)
	}
	if err != nil {
		checks = append(checks, failed(l, l.Text("Parameters"), err))
	} else {
		checks = append(checks, views.EmbedCheck{Found: views.Good, Title: l.Text("Parameters"), Text: l.Text("They are understood.") + " " + s.words(ctx, st)})
		checks = append(checks, s.dataCheck(c, st))
	}
	checks = append(checks, s.originChecks(c, text, around, p)...)
	return checks, address(f.path, f.query)
}

// failed is a check that failed with an error that readers understand.
func failed(l language.Locale, title string, err error) views.EmbedCheck {
	p := explain(err)
	return views.EmbedCheck{Found: views.Bad, Title: title, Text: p.told(l), Fix: p.advice.In(l)}
}

func addressCheck(c echo.Context, f framed) views.EmbedCheck {
	l := language.Of(c.Request().Context())
	if f.isPage {
		return views.EmbedCheck{Found: views.Bad, Title: l.Text("Address"), Text: l.Text("This is the address of a page, and pages refuse to be framed."),
			Code: origin(c) + f.path, Fix: l.Text("Put the address above into the frame, with the same parameters: it is shown below.")}
	}
	return views.EmbedCheck{Found: views.Good, Title: l.Text("Address"), Text: l.Text("It belongs to this server, and may be framed.")}
}

// tokenCheck says what a token allows, or what is wrong with it.
func (s *Server) tokenCheck(ctx context.Context, f framed) (views.EmbedCheck, *pass) {
	l := language.Of(ctx)
	title := l.Text("Token")
	if !f.query.Has(tokenParam) {
		if s.signedOnly {
			return failed(l, title, unsigned()), nil
		}
		return views.EmbedCheck{Found: views.Good, Title: title, Text: l.Text("There is none, and none is needed here: whoever can reach the server sees the frame, on the pages that may show it.")}, nil
	}
	p, wrong := s.verify(f.query[tokenParam], f.scope)
	if wrong != nil {
		return failed(l, title, wrong), nil
	}
	text := l.Text("It is for %s, valid from %s until %s.", granted(p.grant), moment(p.grant.From), moment(p.grant.Until)) + " "
	if len(p.lock) > 0 {
		text += l.Text("It is locked to: %s", s.words(ctx, state{where: p.lock}))
	} else {
		text += l.Text("No filter is locked.")
	}
	return views.EmbedCheck{Found: views.Good, Title: title, Text: text}, p
}

func (s *Server) dataCheck(c echo.Context, st state) views.EmbedCheck {
	l := language.Of(c.Request().Context())
	if _, err := s.editionAt(c.Request().Context(), st.asOf); err != nil {
		return failed(l, l.Text("Data"), err)
	}
	return views.EmbedCheck{Found: views.Good, Title: l.Text("Data"), Text: l.Text("There are data to show.")}
}

// originChecks are about the page around the frame: whether the header that is sent allows it, and whether the frame would be mixed content.
func (s *Server) originChecks(c echo.Context, text, around string, p *pass) []views.EmbedCheck {
	l := language.Of(c.Request().Context())
	allowed := s.origins
	if p != nil && p.grant.Origin != "" {
		allowed = []string{p.grant.Origin}
	}
	who := views.EmbedCheck{Title: l.Text("Page around it"), Code: "Content-Security-Policy: frame-ancestors " + framedBy(allowed...)}
	if around == "" {
		who.Found, who.Text, who.Fix = views.Unsure, l.Text("The frame is sent with this header, and shown on the pages that it names."), l.Text("Say above which page is around it.")
		return []views.EmbedCheck{who}
	}
	host, ok := originOf(around)
	if !ok {
		return []views.EmbedCheck{{Found: views.Bad, Title: who.Title, Text: l.Text("That is not the address of a page."), Fix: l.Text("It is like https://intranet.example.com.")}}
	}
	own := origin(c)
	switch {
	case host == own || slices.ContainsFunc(allowed, func(entry string) bool { return admits(entry, host) }):
		who.Found, who.Text = views.Good, l.Text("The header that is sent with it allows %s to show it.", host)
	case p != nil && p.grant.Origin != "":
		who.Found, who.Text = views.Bad, l.Text("The token is for pages of %s, and this is %s.", p.grant.Origin, host)
		who.Fix = l.Text("Sign an address for it: cafe-rewards embed-address --origin %s …", host)
	default:
		who.Found, who.Text = views.Bad, l.Text("%s is not among the origins that may show it, and browsers refuse.", host)
		who.Fix = l.Text("Add it to the settings, CAFE_EMBED_ORIGINS=%s, or sign an address for it.", strings.Join(append(slices.Clone(allowed), host), ","))
	}
	mixed := views.EmbedCheck{Found: views.Good, Title: "https", Text: l.Text("There is no mixed content that browsers refuse.")}
	if u, err := url.Parse(text); err == nil && u.Scheme == "http" && strings.HasPrefix(host, "https://") && !isLoopback(u.Hostname()) {
		mixed.Found, mixed.Text = views.Bad, l.Text("The page is https and the frame is http: browsers block such mixed content.")
		mixed.Fix = l.Text("Serve this server over https, behind a proxy that terminates TLS, and use its https address.")
	}
	return []views.EmbedCheck{who, mixed}
}

// originOf is the origin of a page's address, as browsers write it.
func originOf(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil {
		return "", false
	}
	return plainOrigin(u.Scheme + "://" + u.Host)
}

// admits says whether an entry of frame-ancestors takes an origin. One of http takes the same host by https too, where neither has a port.
func admits(entry, origin string) bool {
	plain, _ := plainOrigin(entry)
	host, isPlain := strings.CutPrefix(plain, "http://")
	return plain == origin || isPlain && origin == "https://"+host && !strings.Contains(host, ":")
}

// isLoopback says whether a host is the reader's own machine, which browsers trust as they do https.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// words are the filters of a state in a sentence.
func (s *Server) words(ctx context.Context, st state) string {
	return views.Controls{Chips: s.chips(ctx, st, "")}.Words(language.Of(ctx))
}
