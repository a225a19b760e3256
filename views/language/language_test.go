package language_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"cafe-rewards/views/language"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{language.English.Text("%s rows", "3,003"), "3,003 rows"},
		{language.Spanish.Text("%s rows", "3.003"), "3.003 filas"},
		{language.Spanish.Text("95 % interval"), "Intervalo del 95 %"},
		{language.Spanish.Text("Version %d, %s", 12, language.Say("the audited method")), "Versión 12, el método auditado"},
		{language.Spanish.Text("%s of %s", language.Data("Women"), language.Data("nobody")), "Mujeres de nobody"},
		{language.Say("%s rows", func(l language.Locale) string { return l.Tag() }).In(language.Spanish), "es filas"},
		{language.Spanish.Known("Discount: spend $20, get $5, 10 days"), "Descuento: 5\u00a0$ por gastar 20\u00a0$, 10 días"},
		{language.Spanish.Known("BOGO: spend $1,200, get $2.50, 7 days"), "2 × 1: 2,50\u00a0$ por gastar 1.200\u00a0$, 7 días"},
		{language.Spanish.Known("Information: 1 day"), "Información: 1 día"},
		{language.Spanish.Known("Something of ours: spend $5, 7 days"), "Something of ours: gaste 5\u00a0$, 7 días"},
		{language.Spanish.Known("the amount is not a number"), "amount no es un número"},
		{language.Spanish.Known("no such text, and no pattern"), "no such text, and no pattern"},
		{language.English.Known("Discount: spend $20, get $5, 10 days"), "Discount: spend $20, get $5, 10 days"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	asked := language.With(context.Background(), language.Request{Locale: language.Spanish, Asked: true, Here: "/explore?by=day"})
	preferred := language.With(context.Background(), language.Request{Locale: language.Spanish, Here: "/pipeline"})
	for _, c := range []struct {
		ctx                  context.Context
		address, want, other string
	}{
		{asked, "/pipeline", "/pipeline?locale=es", "/explore?by=day&locale=en"},
		{asked, "/exports/x.csv?bom=1#top", "/exports/x.csv?bom=1&locale=es#top", "/explore?by=day&locale=en"},
		{asked, "/?locale=en", "/?locale=es", "/explore?by=day&locale=en"},
		{preferred, "/pipeline", "/pipeline", "/pipeline?locale=en"},
		{context.Background(), "/pipeline", "/pipeline", ""},
	} {
		_, elsewhere := language.Elsewhere(c.ctx)
		if got := language.Address(c.ctx, c.address); got != c.want || elsewhere != c.other {
			t.Errorf("%s is %s, the other language is at %s; want %s and %s", c.address, got, elsewhere, c.want, c.other)
		}
	}
}

// FuzzPreferred: whatever a client says that it understands, it gets a language that there is.
func FuzzPreferred(f *testing.F) {
	for _, header := range []string{"", "es", "es-MX,es;q=0.9,en;q=0.8", "*", ";;q=,,", strings.Repeat("es-", 100), "en;q=0", "x-klingon, es-419", "es_ES", "\x00"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		l := language.Preferred(header)
		if named, ok := language.Named(l.Tag()); !ok || named != l {
			t.Errorf("%q prefers %q", header, l)
		}
	})
}

// FuzzKnown: a text of the data is translated or stays; nothing of it is lost to a pattern that it only looks like.
func FuzzKnown(f *testing.F) {
	for _, text := range []string{"Women", "Discount: spend $20, get $5, 10 days", "{type}: spend ${spend}, 1 day", ": 1 day: 1 day", "a (b) no. c (d) no. e", "%s%d", "\xff days"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := language.Spanish.Known(text); text != "" && got == "" {
			t.Errorf("%q is gone", text)
		}
		if got := language.English.Known(text); got != text {
			t.Errorf("%q is %q in English", text, got)
		}
		if to := language.Address(language.With(context.Background(), language.Request{Asked: true}), "/x?"+url.Values{"a": {text}}.Encode()); !strings.HasPrefix(to, "/x?a=") {
			t.Errorf("the address became %s", to)
		}
	})
}
