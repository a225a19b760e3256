package language

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/text/language"
)

// Parameter is the name of the locale in an address.
const Parameter = "locale"

// Request is what a request says of the language of its answer.
type Request struct {
	Locale Locale
	Asked  bool   // the address names it: so do the links of the page
	Here   string // the path of the page, with what else its address says; empty where there is nothing to lead back to
}

type key struct{}

// With gives the context of a request its language.
func With(ctx context.Context, r Request) context.Context { return context.WithValue(ctx, key{}, r) }

// Asked is what the context's request says of its language.
func Asked(ctx context.Context) Request {
	r, _ := ctx.Value(key{}).(Request)
	return r
}

// Of is the language of a context; English where it has none.
func Of(ctx context.Context) Locale { return Asked(ctx).Locale }

// Address is an address of this server's in the language of the page that has it: with the locale, where the page's own address names it.
func Address(ctx context.Context, address string) string {
	r := Asked(ctx)
	if !r.Asked {
		return address
	}
	return to(address, r.Locale)
}

// Elsewhere is the same page in the other language; empty where there is none.
func Elsewhere(ctx context.Context) (Locale, string) {
	r := Asked(ctx)
	other := Spanish
	if r.Locale == Spanish {
		other = English
	}
	if r.Here == "" {
		return other, ""
	}
	return other, to(r.Here, other)
}

// to sets the locale in the query of an address.
func to(address string, l Locale) string {
	address, fragment, hasFragment := strings.Cut(address, "#")
	path, raw, _ := strings.Cut(address, "?")
	query, _ := url.ParseQuery(raw) // the server wrote it
	query.Set(Parameter, l.Tag())
	address = path + "?" + query.Encode()
	if hasFragment {
		address += "#" + fragment
	}
	return address
}

var matcher = language.NewMatcher([]language.Tag{language.English, language.Spanish})

// Preferred is the language that a client understands best, by the Accept-Language that it sends.
func Preferred(accept string) Locale {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return All[0]
	}
	_, i, _ := matcher.Match(tags...)
	return All[i]
}

// Named is the locale of that name; false where there is none.
func Named(name string) (Locale, bool) {
	for _, l := range All {
		if l.Tag() == name {
			return l, true
		}
	}
	return "", false
}
