package signed

import (
	"bytes"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Limits of a grant.
const (
	shortestValid = time.Minute
	LongestValid  = 366 * 24 * time.Hour
	UsualValid    = 24 * time.Hour
	MaxToken      = 2048 // bytes
)

// Grant is what a token allows. Exactly one of Visual, Dashboard and Explore is there.
type Grant struct {
	Visual    string    // its name
	Dashboard string    // its name; with it go its visuals and its workbook
	Explore   string    // figures, groups and chart, as they stand in an address of Explore
	Origin    string    // the only page that may frame it: https://intranet.example.com; empty: those of the settings
	Filters   string    // that hold whatever else is chosen, as they stand in an address; empty: none
	From      time.Time // to the second
	Until     time.Time // it is no longer valid then
}

// claims is a grant as it is written.
type claims struct {
	Visual    string `json:"v,omitempty"`
	Dashboard string `json:"d,omitempty"`
	Explore   string `json:"e,omitempty"`
	Origin    string `json:"o,omitempty"`
	Filters   string `json:"f,omitempty"`
	From      int64  `json:"from"`
	Until     int64  `json:"until"`
}

// What can be wrong with a token.
var (
	errUnreadable = errors.New("it is not a token")
	ErrUnknownKey = errors.New("it was signed with a key that is not known here")
	ErrAltered    = errors.New("it is not as it was signed")
)

// errShown is a grant of nothing, or of several things at once.
var errShown = errors.New("a signed address is of one visual, of one dashboard, or of one chart of Explore")

// PeriodError is a token that is not valid now, though it was signed here: its grant may be spoken of.
type PeriodError struct {
	Grant Grant
	Early bool
}

func (e *PeriodError) Error() string {
	if e.Early {
		return "it is not valid before " + e.Grant.From.Format(time.RFC3339)
	}
	return "it was valid until " + e.Grant.Until.Format(time.RFC3339)
}

var encoding = base64.RawURLEncoding.Strict()

// Sign makes the token of a grant with the first key.
func (k Keys) Sign(g Grant) (string, error) {
	if !k.Any() {
		return "", errNoKeys
	}
	g.From, g.Until = g.From.UTC().Truncate(time.Second), g.Until.UTC().Truncate(time.Second)
	if err := g.check(); err != nil {
		return "", err
	}
	payload, err := g.payload()
	if err != nil {
		return "", err
	}
	signed := k.all[0].id + "." + encoding.EncodeToString(payload)
	token := signed + "." + encoding.EncodeToString(k.all[0].code(signed))
	if len(token) > MaxToken {
		return "", fmt.Errorf("the token would have %d characters, at most %d are allowed: lock fewer values", len(token), MaxToken)
	}
	return token, nil
}

// Verify reads a token. Nothing of it is believed before its code is found right.
func (k Keys) Verify(token string, now time.Time) (Grant, error) {
	if len(token) > MaxToken {
		return Grant{}, errUnreadable
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !validID(parts[0]) {
		return Grant{}, errUnreadable
	}
	code, err := encoding.DecodeString(parts[2])
	if err != nil {
		return Grant{}, errUnreadable
	}
	key, ok := k.find(parts[0])
	if !ok {
		return Grant{}, ErrUnknownKey
	}
	if !hmac.Equal(code, key.code(parts[0]+"."+parts[1])) {
		return Grant{}, ErrAltered
	}
	g, err := read(parts[1])
	if err != nil {
		return Grant{}, errUnreadable // signed with the key, but by another program
	}
	switch {
	case now.Before(g.From):
		return g, &PeriodError{g, true}
	case !now.Before(g.Until):
		return g, &PeriodError{g, false}
	}
	return g, nil
}

func (g Grant) payload() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // it is not HTML, and & would take six bytes
	err := e.Encode(claims{g.Visual, g.Dashboard, g.Explore, g.Origin, g.Filters, g.From.Unix(), g.Until.Unix()})
	return bytes.TrimSpace(out.Bytes()), err
}

func read(text string) (Grant, error) {
	payload, err := encoding.DecodeString(text)
	if err != nil {
		return Grant{}, err
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	var c claims
	if err := d.Decode(&c); err != nil {
		return Grant{}, err
	}
	g := Grant{c.Visual, c.Dashboard, c.Explore, c.Origin, c.Filters, time.Unix(c.From, 0).UTC(), time.Unix(c.Until, 0).UTC()}
	if err := g.check(); err != nil {
		return g, err
	}
	if again, err := g.payload(); err != nil || !bytes.Equal(again, payload) {
		return g, errors.New("it is not in the one form that a grant has")
	}
	return g, nil
}

// check finds what no token may grant.
func (g Grant) check() error {
	valid := g.Until.Sub(g.From)
	shown := 0
	for _, what := range []string{g.Visual, g.Dashboard, g.Explore} {
		if what != "" {
			shown++
		}
	}
	switch {
	case shown != 1:
		return errShown
	case valid < shortestValid || valid > LongestValid:
		return fmt.Errorf("a signed address is valid for %s to %d days, not %s", shortestValid, int(LongestValid.Hours()/24), valid)
	}
	return nil
}
