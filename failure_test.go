package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cafe-rewards/sql/postgres"
	"cafe-rewards/sql/postgres/postgrestest"
)

// running waits until a run goes on.
func (p *program) running(t *testing.T) {
	t.Helper()
	until(t, 30*time.Second, "a run goes on", func() bool {
		var status struct{ Running bool }
		_, text := p.get(t, "/pipeline/status.json")
		return json.Unmarshal([]byte(text), &status) == nil && status.Running
	})
}

// many is a source of many customers: a run over it takes long enough to be met.
func many(t *testing.T) string {
	t.Helper()
	return *manyCustomers.Get(t, func(t testing.TB) *string {
		folder := t.TempDir()
		sampled(t, folder, 30_000, 2)
		return &folder
	})
}

var manyCustomers postgrestest.Kept[string]

// TestPostgresGoneDuringRun: Postgres is killed in the middle of the first run; it comes back, and the run is tried again, by itself.
func TestPostgresGoneDuringRun(t *testing.T) {
	t.Parallel()
	home := tempHome(t)
	p := start(t, home, "serve", "--source", many(t))
	p.running(t)
	pid, err := firstNumber(filepath.Join(home, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.ready(t)
	if _, table := p.get(t, "/exports/completion_summary.csv"); strings.Count(table, "\n") != 11 {
		t.Errorf("then the offers are\n%s", table)
	}
}

// TestDatabaseMoved: a program whose database is moved away under it ends, and its last line says why.
func TestDatabaseMoved(t *testing.T) {
	t.Parallel()
	home := tempHome(t)
	p := start(t, home, "serve", "--source", few(t)).ready(t)
	pid, err := firstNumber(filepath.Join(home, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	cluster := filepath.Join(home, "postgres/cluster")
	if err := os.Rename(cluster, cluster+".moved"); err != nil { // at once, while Postgres writes in it
		t.Fatal(err)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL) // unless it has noticed by itself
	select {
	case err := <-p.done:
		p.done <- err
	case <-time.After(time.Minute):
		t.Fatal("it goes on without a database")
	}
	lines := strings.Split(strings.TrimSpace(p.log.String()), "\n")
	if last := lines[len(lines)-1]; p.ProcessState.ExitCode() != 1 || !strings.Contains(last, "does not start again: ") || !strings.Contains(last, cluster) {
		t.Errorf("it ends with %d and says %q", p.ProcessState.ExitCode(), last)
	}
}

// TestKilledDuringRun: the program is killed in the middle of a run; the next start publishes, as if nothing had been.
func TestKilledDuringRun(t *testing.T) {
	t.Parallel()
	home, source := tempHome(t), many(t)
	for _, wait := range []time.Duration{0, 300 * time.Millisecond, 900 * time.Millisecond} {
		p := start(t, home, "serve", "--source", source)
		p.running(t)
		time.Sleep(wait)
		p.Process.Kill()
		<-p.done
	}
	p := start(t, home, "serve", "--source", source).ready(t)
	if _, table := p.get(t, "/exports/completion_summary.csv"); strings.Count(table, "\n") != 11 {
		t.Errorf("then the offers are\n%s", table)
	}
	until(t, 10*time.Second, "the history tells of the runs that died", func() bool {
		_, page := p.get(t, "/pipeline")
		return strings.Contains(page, "stopped in the middle of this run")
	})
}

// TestReplicas: two programs on one database start together; they take turns, and publish one version.
func TestReplicas(t *testing.T) {
	t.Parallel()
	database, err := postgres.Start(t.Context(), postgres.Options{Home: tempHome(t), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Stop(context.Background()) })
	url := database.URL()
	source := t.TempDir()
	sampled(t, source, 500, 4)
	lake := t.TempDir()
	args := []string{"serve", "--source", source, "--database-url", url, "--lake", "file://" + lake}
	a, b := start(t, tempHome(t), args...), start(t, tempHome(t), args...)
	a.ready(t)
	b.ready(t)
	until(t, 30*time.Second, "both show the same", func() bool {
		_, one := a.get(t, "/visuals/overview.json")
		_, other := b.get(t, "/visuals/overview.json")
		return one == other && strings.Contains(one, `"data_version":1`)
	})
}

// TestDiskFull: a run on a full disk says so, the version before it stays, and with room it goes on.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	disk := filepath.Join(tempHome(t), "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	mount := func(options string) error {
		return exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk).Run()
	}
	if err := mount("size=24m"); err != nil {
		t.Skip("only root can make a small disk: ", err)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", disk).Run() })
	source := t.TempDir()
	sampled(t, source, 500, 6)
	p := start(t, tempHome(t), "serve", "--source", source, "--lake", "file://"+disk).ready(t)
	_, before := p.get(t, "/visuals/overview.csv")
	sampled(t, source, 20_000, 6)
	p.Process.Signal(syscall.SIGHUP)
	until(t, 30*time.Second, "the run says that the disk is full", func() bool {
		_, page := p.get(t, "/")
		return strings.Contains(page, "The disk is full")
	})
	if _, after := p.get(t, "/visuals/overview.csv"); after != before {
		t.Error("the figures changed")
	}
	if err := mount("remount,size=900m"); err != nil {
		t.Fatal(err)
	}
	p.Process.Signal(syscall.SIGHUP)
	until(t, 60*time.Second, "the new version is shown", func() bool {
		status, after := p.get(t, "/visuals/overview.csv")
		return status == http.StatusOK && after != before
	})
}
