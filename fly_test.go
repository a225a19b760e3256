package main

import (
	"net"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
)

// flyConfig is what fly.toml may say, after the reference of Fly Launch's configuration; a key that is not here is a
// misspelling, or has to be looked up there first.
type flyConfig struct {
	App           string `toml:"app"`
	PrimaryRegion string `toml:"primary_region"`
	KillSignal    string `toml:"kill_signal"`
	KillTimeout   string `toml:"kill_timeout"`
	Build         struct {
		Dockerfile string `toml:"dockerfile"`
	} `toml:"build"`
	Deploy struct {
		Strategy    string `toml:"strategy"`
		WaitTimeout string `toml:"wait_timeout"`
	} `toml:"deploy"`
	Env    map[string]string `toml:"env"`
	Mounts struct {
		Source      string `toml:"source"`
		Destination string `toml:"destination"`
	} `toml:"mounts"`
	HTTPService struct {
		InternalPort       int        `toml:"internal_port"`
		ForceHTTPS         bool       `toml:"force_https"`
		AutoStopMachines   string     `toml:"auto_stop_machines"`
		AutoStartMachines  bool       `toml:"auto_start_machines"`
		MinMachinesRunning int        `toml:"min_machines_running"`
		Checks             []flyCheck `toml:"checks"`
	} `toml:"http_service"`
	Checks map[string]flyCheck `toml:"checks"`
	VM     []struct {
		Size   string `toml:"size"`
		Memory string `toml:"memory"`
	} `toml:"vm"`
}

type flyCheck struct {
	Type        string `toml:"type"`
	Port        int    `toml:"port"`
	Method      string `toml:"method"`
	Path        string `toml:"path"`
	GracePeriod string `toml:"grace_period"`
	Interval    string `toml:"interval"`
	Timeout     string `toml:"timeout"`
}

func readFly(t *testing.T) (fly flyConfig) {
	t.Helper()
	read, err := toml.DecodeFile("fly.toml", &fly)
	if err != nil {
		t.Fatal(err)
	}
	if unknown := read.Undecoded(); len(unknown) != 0 {
		t.Fatalf("fly.toml: unknown keys %v", unknown)
	}
	return fly
}

func duration(t *testing.T, name, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		t.Errorf("%s = %q is no time", name, s)
	}
	return d
}

func TestFlyLetsTheProgramEnd(t *testing.T) {
	t.Parallel()
	fly := readFly(t)
	// Fly kills after 5 minutes at the latest, whatever is asked for.
	if patience := duration(t, "kill_timeout", fly.KillTimeout); patience < stopDeadline+5*time.Second || patience > 5*time.Minute {
		t.Errorf("kill_timeout is %v; the program takes up to %v to end", patience, stopDeadline)
	}
	if fly.KillSignal != "SIGTERM" {
		t.Errorf("kill_signal is %s; the program ends on SIGTERM", fly.KillSignal)
	}
}

func TestFlyAgreesWithTheImage(t *testing.T) {
	t.Parallel()
	fly, image := readFly(t), imageEnvironment(t)
	if _, err := os.Stat(fly.Build.Dockerfile); err != nil {
		t.Error(err)
	}
	_, port, err := net.SplitHostPort(image["CAFE_ADDR"])
	if err != nil || port != strconv.Itoa(fly.HTTPService.InternalPort) || port != strconv.Itoa(fly.Checks["ready"].Port) {
		t.Errorf("the image listens on %s, the service is at %d, the check at %d",
			port, fly.HTTPService.InternalPort, fly.Checks["ready"].Port)
	}
	if home := image["CAFE_HOME"]; fly.Mounts.Destination != home || fly.Mounts.Source == "" {
		t.Errorf("volume %q at %q, home is %q", fly.Mounts.Source, fly.Mounts.Destination, home)
	}
}

func TestFlyWatchesBothHealthAddresses(t *testing.T) {
	t.Parallel()
	fly := readFly(t)
	checks := fly.HTTPService.Checks
	if len(checks) != 1 || checks[0].Path != "/livez" {
		t.Errorf("the service's checks are %+v: visitors have to get through while the first run goes on", checks)
	}
	ready := fly.Checks["ready"]
	if ready.Path != "/readyz" || ready.Type != "http" {
		t.Errorf("the check for readiness is %+v", ready)
	}
	for _, c := range append(checks, ready) {
		interval, timeout := duration(t, c.Path+" interval", c.Interval), duration(t, c.Path+" timeout", c.Timeout)
		duration(t, c.Path+" grace_period", c.GracePeriod)
		if c.Method != "GET" || timeout >= interval {
			t.Errorf("check %+v", c)
		}
	}
	if wait := duration(t, "wait_timeout", fly.Deploy.WaitTimeout); wait < 5*time.Minute {
		t.Errorf("a deployment waits %v for the first run", wait)
	}
}

func TestFlyMachine(t *testing.T) {
	t.Parallel()
	fly := readFly(t)
	if s := fly.HTTPService; s.AutoStopMachines != "off" || s.MinMachinesRunning < 1 {
		t.Errorf("a machine that is stopped keeps no schedule: %+v", s)
	}
	if !fly.HTTPService.ForceHTTPS {
		t.Error("visitors may come without TLS")
	}
	if len(fly.VM) != 1 {
		t.Fatalf("%d sizes of machine", len(fly.VM))
	}
	megabytes, ok := strings.CutSuffix(fly.VM[0].Memory, "mb")
	if n, err := strconv.Atoi(megabytes); !ok || err != nil || n<<20 < memoryTarget*3/2 {
		t.Errorf("memory %q for a program that takes %d MB and more", fly.VM[0].Memory, memoryTarget>>20)
	}
}

// A password in fly.toml would be in everybody's clone.
func TestFlyHoldsNoSecret(t *testing.T) {
	t.Parallel()
	known := settingNames()
	for name := range readFly(t).Env {
		if name == "DATABASE_URL" || !slices.Contains(known, name) {
			t.Errorf("[env] has %s: it is a secret, or no setting", name)
		}
	}
	content, err := os.ReadFile("fly.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^#.*fly secrets set DATABASE_URL=`).Match(content) {
		t.Error("fly.toml does not say how DATABASE_URL is given")
	}
}
