package server

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// under is the state within the lock of a pass.
func (s *Server) under(ctx context.Context, st state, p *pass) (state, error) {
	model := s.dashboards().Model
	var err error
	if st.where, err = model.Under(st.where, p.lock); err != nil {
		return st, s.wider(ctx, err)
	}
	if st.versus != nil {
		versus, err := model.Under(*st.versus, p.lock)
		if err != nil {
			return st, s.wider(ctx, err)
		}
		st.versus = &versus
	}
	st.pass = p
	return st, nil
}

func (s *Server) wider(ctx context.Context, err error) error {
	var beyond *metrics.WiderError
	if !errors.As(err, &beyond) {
		return err
	}
	words := s.words(ctx, state{where: metrics.Selection{beyond.Lock}})
	return &problem{status: http.StatusForbidden, heading: language.Say("This address is locked to %s", words),
		message: language.Say("It can be narrowed, but not widened."), advice: language.Say("Leave %s out of the address.", beyond.Dimension.Name), cause: err}
}

// moment is a time in a message.
func moment(t time.Time) func(language.Locale) string {
	return func(l language.Locale) string { return format.Moment(l, t) }
}

// locked are the filters that apply to every figure of the state, whatever is chosen.
func (st state) locked() metrics.Selection {
	if st.pass == nil {
		return nil
	}
	return st.pass.lock
}

// key is the cache key of what depends on the state alone. Signed states are kept apart by their lock: two of them can have the same
// address and be locked to different things.
func (st state) key(model *metrics.Model) string {
	key := st.query(model).Encode() + " " + st.theme
	if st.pass != nil {
		key += " signed " + model.Address(st.pass.lock, "").Encode()
	}
	return key
}

// unlessSigned is the address; empty where the request is signed, for what is signed leads nowhere else.
func (st state) unlessSigned(address string) string {
	if st.pass != nil {
		return ""
	}
	return address
}

// withTheme adds the theme of the frame to a query, for links within the frame.
func (st state) withTheme(query url.Values) url.Values {
	if st.theme != "" {
		query.Set(themeParam, st.theme)
	}
	return query
}

// links is a query for links of a page, which pass the token on. A cached page has an unguessable placeholder in its place until it is sent.
func (s *Server) links(st state, query url.Values) url.Values {
	if st.pass != nil {
		query.Set(tokenParam, s.tokenPlace)
	}
	return query
}

// forReader is a page or a file as it is sent. In answer to a signed address its links carry the token, and no shared cache may keep it.
func (s *Server) forReader(st state, b *body) *body {
	if st.pass == nil {
		return b
	}
	sent := *b
	if b.cacheControl != "no-store" {
		sent.cacheControl = "private, no-cache" // asked about each time, so that nothing is shown beyond its time
	}
	return sent.replaced(s.tokenPlace, st.pass.token)
}
