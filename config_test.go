package main

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"cafe-rewards/views"
)

// TestConfigOfTheBrand: what cannot be shown is refused before anything is opened, with the setting's name and what is wrong.
func TestConfigOfTheBrand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flags []string
		wrong string // part of the message; empty: it is taken
	}{
		{nil, ""},
		{[]string{"--brand-name=Bean & Co.", "--brand-color=#C8102e"}, ""},
		{[]string{"--brand-name=<script>alert(1)</script>"}, ""},
		{[]string{"--brand-name=" + strings.Repeat("é", 40)}, ""},
		{[]string{"--brand-name=" + strings.Repeat("é", 41)}, "41 characters: at most 40"},
		{[]string{"--brand-name="}, "--brand-name \"\" is empty"},
		{[]string{"--brand-name=a\tb"}, "--brand-name \"a\\tb\" has a control character"},
		{[]string{"--brand-color=red"}, "--brand-color \"red\" is not a colour such as #0067a3"},
		{[]string{"--brand-color=#fff"}, "is not a colour"},
		{[]string{"--brand-color=#0067a3;}"}, "is not a colour"},
		{[]string{"--brand-color=#0067ag"}, "is not a colour"},
	} {
		var settings Settings
		parser, err := kong.New(&settings)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = parser.Parse(c.flags); (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q: %v, want %q", c.flags, err, c.wrong)
		}
		if len(c.flags) == 0 && (settings.BrandName != views.Product.Name || settings.BrandLogo != "" || settings.BrandColor != "") {
			t.Errorf("without flags the brand is %q, %q, %q", settings.BrandName, settings.BrandLogo, settings.BrandColor)
		}
	}
}

// TestConfigOfSignedAddresses: keys that would not hold are refused, and what is said of them does not give them away.
func TestConfigOfSignedAddresses(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("0123456789abcdef", 2)
	for _, c := range []struct {
		flags []string
		wrong string // part of the message; empty: it is taken
	}{
		{[]string{"--embed-keys=a:" + secret}, ""},
		{[]string{"--embed-keys=new:" + secret + ",old:" + secret + "x", "--embed-signed=required", "--embed-api-keys=" + secret}, ""},
		{[]string{"--embed-keys=" + secret}, "--embed-keys: key 1 is not id:secret"},
		{[]string{"--embed-keys=a:" + secret[:31]}, "--embed-keys: the secret of key 1 has 31 characters"},
		{[]string{"--embed-api-keys=" + secret[:31]}, "--embed-api-keys: API key 1 has 31 characters"},
		{[]string{"--embed-signed=required"}, "need a key to sign with"},
		{[]string{"--embed-api-keys=" + secret}, "need a key to sign with"},
		{[]string{"--embed-signed=maybe"}, "must be one of"},
	} {
		var settings Settings
		parser, err := kong.New(&settings)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = parser.Parse(c.flags); (err == nil) != (c.wrong == "") || err != nil && (!strings.Contains(err.Error(), c.wrong) || strings.Contains(err.Error(), secret[:31])) {
			t.Errorf("%q: %v, want %q", c.flags, err, c.wrong)
		}
	}
}
