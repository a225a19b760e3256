package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"cafe-rewards/server"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
)

// embedAddress prints a signed address.
type embedAddress struct {
	Visual    string        `help:"Name of the visual." xor:"shown" required:""`
	Dashboard string        `help:"Name of the dashboard; the address also covers its visuals and its workbook." xor:"shown" required:""`
	Explore   string        `help:"Chart of Explore, as in its address: measure=receipts&by=channel&chart=columns." xor:"shown" required:""`
	Filter    []string      `help:"Locked filter, as in an address: channel=web, day=1..14, gender!=Other. May be given several times." sep:"none"`
	Valid     time.Duration `help:"How long it is valid: 1m to 8784h, which is a year." default:"24h"`
	From      time.Time     `help:"When it becomes valid, such as 2026-03-01T08:00:00Z; empty: now."`
	Origin    string        `help:"The only origin whose pages may frame it: https://intranet.example.com; empty: those of --embed-origins."`
	Server    string        `help:"Where readers find the server; empty: --addr." placeholder:"https://rewards.example.com"`
}

func (c *embedAddress) Run(settings *Settings) error {
	keys, err := signed.ParseKeys(settings.EmbedKeys)
	if err != nil {
		return fmt.Errorf("--embed-keys: %w", err)
	}
	if !keys.Any() {
		return errors.New("no key is set to sign with: CAFE_EMBED_KEYS=\"main:$(openssl rand -hex 32)\", the same as the server's")
	}
	model, err := metrics.LoadModel()
	if err != nil {
		return err
	}
	// A mistake in another of the owner's dashboards is no reason not to sign: the server, too, shows the ones that can be used.
	sheets, broken := metrics.LoadDashboards(model, os.DirFS(settings.dashboardsDir()))
	filters := url.Values{}
	for _, filter := range c.Filter {
		name, value, ok := strings.Cut(filter, "=")
		if !ok {
			return fmt.Errorf("--filter %q is not name=value", filter)
		}
		filters.Add(name, value)
	}
	at := strings.TrimSuffix(c.Server, "/")
	if at == "" {
		at = "http://" + settings.Addr
	}
	if !server.IsOrigin(at) {
		return fmt.Errorf("--server %q is not an address such as https://rewards.example.com", c.Server)
	}
	address, err := server.Sign(sheets, keys, server.AddressRequest{Visual: c.Visual, Dashboard: c.Dashboard, Explore: c.Explore, Origin: c.Origin, Filters: filters, From: c.From, Valid: c.Valid})
	if err != nil {
		return errors.Join(err, broken)
	}
	fmt.Println(at + address.Path)
	return nil
}
