package main

import (
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"cafe-rewards/server/signed"
)

// TestEmbedAddress: the command prints an address whose token says what was asked for, or what is wrong.
func TestEmbedAddress(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Repeat("0123456789abcdef", 2)
	keys, err := signed.ParseKeys("main:" + secret)
	if err != nil {
		t.Fatal(err)
	}
	home := tempHome(t)
	run := func(keys string, args ...string) (string, error) {
		command := exec.Command(path, append([]string{"embed-address", "--home", home}, args...)...)
		command.Env = append(os.Environ(), "CAFE_EMBED_KEYS="+keys)
		out, err := command.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	out, err := run("main:"+secret, "--visual", "funnel", "--filter", "channel=web", "--filter", "day=1..14", "--valid", "48h", "--origin", "https://intranet.example.com", "--server", "https://rewards.example.com/")
	if err != nil || !strings.HasPrefix(out, "https://rewards.example.com/embed/visuals/funnel?token=main.") {
		t.Fatalf("%v: %s", err, out)
	}
	address, err := url.Parse(out)
	if err != nil {
		t.Fatal(err)
	}
	grant, err := keys.Verify(address.Query().Get("token"), time.Now().Add(time.Second))
	if err != nil || grant.Visual != "funnel" || grant.Filters != "channel=web&day=1..14" || grant.Origin != "https://intranet.example.com" || grant.Until.Sub(grant.From) != 48*time.Hour {
		t.Errorf("the token says %+v (%v)", grant, err)
	}
	if out, err := run("main:"+secret, "--explore", "measure=receipts&by=channel", "--filter", "gender=Women"); err != nil || !strings.Contains(out, "/embed/explore?token=main.") {
		t.Errorf("%v: %s", err, out)
	}
	for _, tt := range []struct {
		keys string
		args []string
		says string
	}{
		{"", []string{"--visual", "funnel"}, "no key is set to sign with"},
		{"main:" + secret, nil, "missing flags"},
		{"main:" + secret, []string{"--visual", "funnel", "--dashboard", "overview"}, "can't be used together"},
		{"main:" + secret, []string{"--visual", "funnel", "--explore", "measure=sales"}, "can't be used together"},
		{"main:" + secret, []string{"--explore", "measure=slaes"}, "did you mean \"sales\""},
		{"main:" + secret, []string{"--visual", "funel"}, "did you mean \"funnel\""},
		{"main:" + secret, []string{"--dashboard", "nope"}, "nope"},
		{"main:" + secret, []string{"--visual", "funnel", "--filter", "chanel=web"}, "chanel"},
		{"main:" + secret, []string{"--visual", "funnel", "--filter", "channel"}, "is not name=value"},
		{"main:" + secret, []string{"--visual", "funnel", "--valid", "9000h"}, "366 days"},
		{"main:" + secret, []string{"--visual", "funnel", "--origin", "intranet"}, "https://intranet.example.com"},
		{"main:" + secret, []string{"--visual", "funnel", "--server", "https://a.example/b"}, "https://rewards.example.com"},
	} {
		if out, err := run(tt.keys, tt.args...); err == nil || !strings.Contains(out, tt.says) || strings.Contains(out, secret) {
			t.Errorf("%q: %v, %s; want %q", tt.args, err, out, tt.says)
		}
	}
}
