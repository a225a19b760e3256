package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSampleByDefault: without any setting, the program shows sample data, and says so.
func TestSampleByDefault(t *testing.T) {
	t.Parallel()
	p := shown(t)
	for _, path := range []string{"/", "/dashboards/overview", "/exports/", "/pipeline"} {
		status, page := p.get(t, path)
		if status != http.StatusOK || !strings.Contains(strings.ToLower(page), "sample data") {
			t.Errorf("%s answers %d, or does not say that it shows sample data", path, status)
		}
	}
}

// TestKilled: whatever is killed, and however, the next start serves the last version without a hand.
func TestKilled(t *testing.T) {
	t.Parallel()
	home := tempHome(t)
	p := start(t, home, "serve", "--source", few(t)).ready(t)
	_, before := p.get(t, "/visuals/overview.csv")

	t.Run("a second program on the same home", func(t *testing.T) {
		path, _ := binary()
		out, err := exec.Command(path, "serve", "--addr", "127.0.0.1:0", "--home", home).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "another cafe-rewards") {
			t.Errorf("it ended with %v and said %q", err, out)
		}
	})
	postmaster := func() int {
		pid, err := firstNumber(filepath.Join(home, "postgres"))
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	p.Process.Kill()
	<-p.done
	p = start(t, home, "serve", "--source", few(t)).ready(t)
	if _, after := p.get(t, "/visuals/overview.csv"); after != before {
		t.Errorf("after kill -9 of the program it shows\n%s\ninstead of\n%s", after, before)
	}
	until(t, 30*time.Second, "the run of the start has ended", func() bool { // who cannot even ask for it ends, and says why
		_, page := p.get(t, "/pipeline")
		return strings.Contains(page, "has not changed since version 1")
	})
	killed := postmaster()
	if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	until(t, 20*time.Second, "Postgres is back", func() bool { // a connection may answer a last time after the postmaster is gone
		pid, err := firstNumber(filepath.Join(home, "postgres"))
		status, table := p.get(t, "/exports/completion_summary.csv")
		return err == nil && pid != 0 && pid != killed && status == http.StatusOK && strings.Count(table, "\n") == 11
	})
	syscall.Kill(postmaster(), syscall.SIGKILL)
	p.Process.Kill()
	<-p.done
	p = start(t, home, "serve", "--source", few(t)).ready(t)
	if _, after := p.get(t, "/visuals/overview.csv"); after != before {
		t.Errorf("after kill -9 of both it shows\n%s", after)
	}
	p.stop(t)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Errorf("a clean stop ends with %d", code)
	}
}

// TestSignalsAtStart: while the database is not up yet, SIGHUP changes nothing, and SIGTERM ends the program at once and cleanly.
func TestSignalsAtStart(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	log := &logBuffer{}
	starting := exec.Command(path, "serve", "--addr", "127.0.0.1:0", "--home", t.TempDir(), "--database-url", "postgres://127.0.0.1:1/nobody")
	starting.Stderr = log
	if err := starting.Start(); err != nil {
		t.Fatal(err)
	}
	defer starting.Process.Kill()
	waits := func(times int) {
		until(t, 30*time.Second, "it waits for the database", func() bool { return strings.Count(log.String(), "The database is not up yet") >= times })
	}
	waits(1)
	starting.Process.Signal(syscall.SIGHUP)
	waits(strings.Count(log.String(), "The database is not up yet") + 1)
	starting.Process.Signal(syscall.SIGTERM)
	told := time.Now()
	if err := starting.Wait(); err != nil || time.Since(told) > 5*time.Second {
		t.Errorf("it ends with %v, %v after SIGTERM\n%s", err, time.Since(told), log)
	}
}

// TestInterruptedRun: a run that is told to end before it has ended does not pass for one that succeeded.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	log := &logBuffer{}
	run := exec.Command(path, "etl", "--home", t.TempDir(), "--database-url", "postgres://127.0.0.1:1/nobody")
	run.Stderr = log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	defer run.Process.Kill()
	until(t, 30*time.Second, "it waits for the database", func() bool { return strings.Contains(log.String(), "The database is not up yet") })
	run.Process.Signal(syscall.SIGTERM)
	if err := run.Wait(); run.ProcessState.ExitCode() != 1 || !strings.Contains(log.String(), "cafe-rewards: ") {
		t.Errorf("it ends with %v and says\n%s", err, log)
	}
}

// TestRunsTakeTurns: of several runs by hand on one home folder, each gets its turn, also when the one whose database they share ends.
func TestRunsTakeTurns(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	home, source := tempHome(t), many(t)
	runs, logs := make([]*exec.Cmd, 3), make([]*logBuffer, 3)
	for i := range runs {
		runs[i], logs[i] = exec.Command(path, "etl", "--home", home, "--source", source), &logBuffer{}
		runs[i].Stderr = logs[i]
		if err := runs[i].Start(); err != nil {
			t.Fatal(err)
		}
		defer runs[i].Process.Kill()
	}
	for i, run := range runs {
		if err := run.Wait(); err != nil || !strings.Contains(logs[i].String(), "Run finished") {
			t.Errorf("run %d ends with %v and says\n%s", i, err, logs[i])
		}
	}
}

// firstNumber finds Postgres' pid file below a folder, and reads the pid in it.
func firstNumber(folder string) (pid int, err error) {
	folder, err = filepath.EvalSymlinks(folder)
	if err != nil {
		return 0, err
	}
	err = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Name() != "postmaster.pid" {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, digit := range strings.TrimSpace(strings.SplitN(string(text), "\n", 2)[0]) {
			pid = pid*10 + int(digit-'0')
		}
		return err
	})
	return pid, err
}

// TestReload: SIGHUP asks for a run, and so does the command etl on the same home; what they publish is shown.
func TestReload(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	sampled(t, folder, 300, 7)
	p := start(t, tempHome(t), "serve", "--source", folder).ready(t)
	_, before := p.get(t, "/visuals/overview.csv")
	sampled(t, folder, 400, 7)
	p.Process.Signal(syscall.SIGHUP)
	until(t, 30*time.Second, "the new version is shown", func() bool {
		_, after := p.get(t, "/visuals/overview.csv")
		return after != before
	})
	if status, page := p.get(t, "/pipeline"); status != http.StatusOK || !strings.Contains(page, "Version 2 was published") {
		t.Errorf("/pipeline answers %d and does not tell of version 2", status)
	}
	_, before = p.get(t, "/visuals/overview.csv")
	sampled(t, folder, 500, 7)
	if out, err := exec.Command(path, "etl", "--home", p.home, "--source", folder).CombinedOutput(); err != nil {
		t.Errorf("etl beside the server: %v\n%s", err, out)
	}
	until(t, 30*time.Second, "the version of the other program is shown", func() bool {
		_, after := p.get(t, "/visuals/overview.csv")
		return after != before
	})
	if err := exec.Command(path, "healthcheck", "--addr", strings.TrimPrefix(p.url, "http://")).Run(); err != nil {
		t.Errorf("healthcheck: %v", err)
	}
}
