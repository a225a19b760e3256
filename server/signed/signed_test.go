package signed

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	secret = strings.Repeat("s3cret-", 6)
	other  = strings.Repeat("0ther-", 6)
	now    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	grant  = Grant{Visual: "funnel", Origin: "https://intranet.example.com", Filters: "channel=web&day=1..14", From: now, Until: now.Add(UsualValid)}
)

func keys(t testing.TB, text string) Keys {
	t.Helper()
	k, err := ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sign(t testing.TB, k Keys, g Grant) string {
	t.Helper()
	token, err := k.Sign(g)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestSignAndVerify(t *testing.T) {
	t.Parallel()
	k := keys(t, "a:"+secret)
	token := sign(t, k, grant)
	got, err := k.Verify(token, now)
	if diff := cmp.Diff(grant, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if strings.Trim(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != "" || len(token) > 240 {
		t.Errorf("the token is long, or not fit for an address: %s", token)
	}
	var period *PeriodError
	for at, early := range map[time.Time]bool{now.Add(-time.Second): true, grant.Until: false, grant.Until.Add(time.Hour): false} {
		if _, err := k.Verify(token, at); !errors.As(err, &period) || period.Early != early {
			t.Errorf("at %s: %v", at, err)
		}
	}
	if _, err := k.Verify(token, grant.Until.Add(-time.Second)); err != nil {
		t.Errorf("in its last second: %v", err)
	}
}

// TestAltered: no other text than the one that was signed is taken, whichever character of it differs and in whichever way it is written.
func TestAltered(t *testing.T) {
	t.Parallel()
	k := keys(t, "a:"+secret+",b:"+other)
	token := sign(t, k, grant)
	for i := range token {
		for _, c := range []string{"", "A", "z", ".", "=", "b", "é", "\x00", "\n", "+"} {
			if changed := token[:i] + c + token[i+1:]; changed != token {
				if _, err := k.Verify(changed, now); err == nil {
					t.Errorf("%q in place of character %d is taken", c, i)
				}
			}
		}
	}
	parts := strings.Split(token, ".")
	for name, changed := range map[string]string{
		"another key's id": "b." + parts[1] + "." + parts[2], "no code": parts[0] + "." + parts[1] + ".", "no grant": parts[0] + ".." + parts[2],
		"half a code": token[:len(token)-22], "more behind": token + "A", "twice": token + "." + token, "padded": token + "=", "nothing": "", "dots": "..",
		"too long": token + strings.Repeat("A", MaxToken),
	} {
		if _, err := k.Verify(changed, now); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// TestRotation: the first key signs, all of them verify, and one that is taken away no longer does.
func TestRotation(t *testing.T) {
	t.Parallel()
	before, during, after := keys(t, "a:"+secret), keys(t, "b:"+other+",a:"+secret), keys(t, "b:"+other)
	old := sign(t, before, grant)
	fresh := sign(t, during, grant)
	if !strings.HasPrefix(fresh, "b.") {
		t.Errorf("signed with %s", fresh)
	}
	for _, k := range []Keys{before, during} {
		if _, err := k.Verify(old, now); err != nil {
			t.Error(err)
		}
	}
	if _, err := after.Verify(old, now); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("the old key: %v", err)
	}
	if _, err := after.Verify(fresh, now); err != nil {
		t.Error(err)
	}
	if _, err := keys(t, "a:"+other).Verify(old, now); !errors.Is(err, ErrAltered) {
		t.Errorf("another secret under the same id: %v", err)
	}
	if _, err := (Keys{}).Sign(grant); !errors.Is(err, errNoKeys) {
		t.Errorf("without keys: %v", err)
	}
	if _, err := (Keys{}).Verify(old, now); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("without keys: %v", err)
	}
}

// TestNotGranted: what no address may be is neither signed nor, where the key signed it elsewhere, taken.
func TestNotGranted(t *testing.T) {
	t.Parallel()
	k := keys(t, "a:"+secret)
	for name, change := range map[string]func(*Grant){
		"of nothing": func(g *Grant) { g.Visual = "" }, "of two things": func(g *Grant) { g.Dashboard = "overview" },
		"over a year": func(g *Grant) { g.Until = g.From.Add(LongestValid + time.Second) }, "under a minute": func(g *Grant) { g.Until = g.From.Add(time.Second) },
		"backwards": func(g *Grant) { g.Until = g.From.Add(-time.Hour) }, "too long": func(g *Grant) { g.Filters = strings.Repeat("x", MaxToken) },
	} {
		g := grant
		change(&g)
		if _, err := k.Sign(g); err == nil {
			t.Errorf("%s is signed", name)
		}
	}
	for _, payload := range []string{
		`{"v":"funnel","from":0,"until":9999999999}`, `{"v":"funnel","from":1772366400,"until":1772452800,"more":1}`, `{"v":"a","d":"b","from":1772366400,"until":1772452800}`,
		`{"from":1772366400,"until":1772452800,"v":"funnel"}`, `{"v":"funnel","from":1772366400,"until":1772452800} `, `null`, `[]`, `{"V":"funnel","from":1772366400,"until":1772452800}`,
	} {
		signed := "a." + base64.RawURLEncoding.EncodeToString([]byte(payload))
		token := signed + "." + base64.RawURLEncoding.EncodeToString(k.all[0].code(signed))
		if _, err := k.Verify(token, now); err == nil {
			t.Errorf("%s is taken", payload)
		}
	}
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[string]string{
		"": "", " ": "", "a:" + secret: "", " a:" + secret + " , b:" + other: "",
		secret:                           "key 1 is not id:secret",
		"a:short":                        "secret of key 1 has 5 characters",
		"A:" + secret:                    "id of key 1",
		":" + secret:                     "id of key 1",
		"a:" + secret + ",a:" + other:    "key 2 has the id of another",
		"a:" + secret + ",":              "key 2 is not id:secret",
		secret + ":" + secret:            "id of key 1",
		"a:" + strings.Repeat("x", 1000): "has 1000 characters",
		"a.b:" + secret:                  "id of key 1",
		strings.Repeat("a", 17) + secret: "key 1",
	} {
		k, err := ParseKeys(text)
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%.20q…: %v, want %q", text, err, wrong)
		}
		if err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), other)) {
			t.Errorf("the error has the secret: %v", err)
		}
		for _, shown := range []string{fmt.Sprint(k), fmt.Sprintf("%+v %#v %v", k, k, &k)} {
			if strings.Contains(shown, secret) {
				t.Errorf("the keys are shown as %s", shown)
			}
		}
	}
}

func TestBearers(t *testing.T) {
	t.Parallel()
	b, err := ParseBearers(secret + ", " + other)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{secret: true, other: true, "": false, secret[:len(secret)-1]: false, secret + "x": false, secret + ", " + other: false} {
		if b.Has(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
	if (Bearers{}).Has("") || (Bearers{}).Any() {
		t.Error("no key is a key")
	}
	if _, err := ParseBearers("short"); err == nil || strings.Contains(err.Error(), "short") {
		t.Errorf("a short key: %v", err)
	}
}

// FuzzVerify: whatever is sent, nothing but what was signed is taken, and nothing panics.
func FuzzVerify(f *testing.F) {
	k := keys(f, "a:"+secret+",b:"+other)
	good := sign(f, k, grant)
	for _, seed := range []string{good, "", "a..", "a.e30.AAAA", "b." + good[2:], strings.Repeat(".", 100), good + "=", "a.\x00.é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		got, err := k.Verify(token, now)
		if err == nil && (token != good || got != grant) {
			t.Errorf("%q is taken as %+v", token, got)
		}
	})
}
