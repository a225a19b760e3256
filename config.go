package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/robfig/cron/v3"

	"cafe-rewards/server"
	"cafe-rewards/server/brand"
	"cafe-rewards/server/signed"
)

// Settings is every setting there is, from flags and the environment. It is checked once, before anything is opened.
type Settings struct {
	Addr         string   `help:"Address to listen on." env:"CAFE_ADDR" default:"127.0.0.1:8080"`
	Home         string   `help:"Folder for everything that is kept on disk." env:"CAFE_HOME" default:"./var"`
	DatabaseURL  string   `help:"Postgres 15 or newer to use as the warehouse; empty: a private one under home." env:"DATABASE_URL" name:"database-url"`
	Source       string   `help:"Raw files: a folder, a .zip, a .gz or an http(s) address of one; empty: sample data." env:"CAFE_SOURCE"`
	Lake         string   `help:"Folder of the lake, as a path or file:///folder; empty: the folder lake under home." env:"CAFE_LAKE"`
	Schedule     string   `help:"Cron expression of the ETL." env:"CAFE_SCHEDULE" default:"0 * * * *"`
	EmbedOrigins []string `help:"Origins that may frame /embed/…, separated by commas." env:"CAFE_EMBED_ORIGINS"`
	EmbedKeys    string   `help:"Keys of signed addresses: id:secret, separated by commas. The first signs, all verify. Better in the environment than on a command line." env:"CAFE_EMBED_KEYS"`
	EmbedSigned  string   `help:"Whether frames need a signed address: optional or required." env:"CAFE_EMBED_SIGNED" enum:"optional,required" default:"optional"`
	EmbedAPIKeys string   `help:"API keys of programs that may request signed addresses, separated by commas." env:"CAFE_EMBED_API_KEYS" name:"embed-api-keys"`
	Memory       int      `help:"MiB of rows that the ETL holds before it spills to disk." env:"CAFE_MEMORY" default:"96"`
	KeepVersions int      `help:"Data versions that stay readable, the current one among them." env:"CAFE_KEEP_VERSIONS" default:"3"`
	BrandName    string   `help:"Name on every page, 1 to 40 characters." env:"CAFE_BRAND_NAME" default:"Café Rewards"`
	BrandLogo    string   `help:"Logo beside the name: an .svg or .png file of at most 256 KB; empty: the product's own." env:"CAFE_BRAND_LOGO"`
	BrandColor   string   `help:"Colour of links, buttons and charts, as #rrggbb; empty: the product's own." env:"CAFE_BRAND_COLOR"`
	LogFormat    string   `help:"text or json." env:"CAFE_LOG_FORMAT" enum:"text,json" default:"text"`
}

// Validate is called by the parser; its error is shown beside the usage.
func (s *Settings) Validate() error {
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		return fmt.Errorf("--addr %q is not host:port: %w", s.Addr, err)
	}
	if _, err := cron.ParseStandard(s.Schedule); err != nil {
		return fmt.Errorf("--schedule %q is not a cron expression such as \"0 * * * *\" (every full hour): %w", s.Schedule, err)
	}
	if s.Memory < 16 {
		return fmt.Errorf("--memory %d is too little: at least 16 MiB", s.Memory)
	}
	if s.KeepVersions < 1 {
		return fmt.Errorf("--keep-versions %d: at least the current version is kept, so 1 or more", s.KeepVersions)
	}
	for _, origin := range s.EmbedOrigins {
		if !server.IsOrigin(origin) {
			return fmt.Errorf("--embed-origins: %q is not an origin such as https://intranet.example.com", origin)
		}
	}
	keys, err := signed.ParseKeys(s.EmbedKeys)
	if err != nil {
		return fmt.Errorf("--embed-keys: %w", err)
	}
	bearers, err := signed.ParseBearers(s.EmbedAPIKeys)
	if err != nil {
		return fmt.Errorf("--embed-api-keys: %w", err)
	}
	if !keys.Any() && (s.EmbedSigned == "required" || bearers.Any()) {
		return errors.New("--embed-signed=required and --embed-api-keys need a key to sign with: set CAFE_EMBED_KEYS")
	}
	if err := brand.CheckName(s.BrandName); err != nil {
		return fmt.Errorf("--brand-name %q %w", s.BrandName, err)
	}
	if s.BrandColor != "" {
		if _, err := brand.ParseColor(s.BrandColor); err != nil {
			return fmt.Errorf("--brand-color %q %w", s.BrandColor, err)
		}
	}
	home, err := filepath.Abs(s.Home)
	if err != nil {
		return fmt.Errorf("--home %q: %w", s.Home, err)
	}
	s.Home = home
	return nil
}

// lakeAddress is where the lake is: the folder that was set, or one under home.
func (s *Settings) lakeAddress() string {
	if s.Lake != "" {
		return s.Lake
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(s.Home, "lake"))}).String()
}

func (s *Settings) logger() *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}
