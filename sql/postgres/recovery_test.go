package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is another program with a server (childHome).
type program struct {
	cmd   *exec.Cmd
	input io.Closer
	out   *bufio.Scanner
	url   string // of its server
}

// startProgram starts another program on the home folder, as another user if uid is not 0.
func startProgram(t *testing.T, home string, uid uint32) program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if uid != 0 {
		self = readable(t, self)
	}
	cmd := exec.Command(self)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), childHome+"="+home)
	cmd.Stderr = os.Stderr
	if uid != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	p := program{cmd: cmd, input: input, out: bufio.NewScanner(output)}
	if p.url = p.line(t); !strings.HasPrefix(p.url, "postgres://") {
		t.Fatalf("the program did not start: %s", p.url)
	}
	return p
}

func (p program) line(t *testing.T) string {
	t.Helper()
	if !p.out.Scan() {
		t.Fatalf("the program says nothing more: %v", p.out.Err())
	}
	return p.out.Text()
}

// end has the program stop its server and end.
func (p program) end(t *testing.T) {
	t.Helper()
	p.input.Close()
	if got := p.line(t); got != "stopped" {
		t.Errorf("the program says %q", got)
	}
}

// readable copies a program to where every user can run it.
func readable(t *testing.T, program string) string {
	t.Helper()
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(home(t), "program")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRecoversFromKills(t *testing.T) {
	t.Parallel()
	tests := map[string]func(t *testing.T, home string, p program){
		"program": func(t *testing.T, home string, p program) {
			p.cmd.Process.Kill()
		},
		"both": func(t *testing.T, home string, p program) {
			// Stopped, it cannot clear up, nor start Postgres again.
			p.cmd.Process.Signal(syscall.SIGSTOP)
			kill(t, postmaster(t, home))
			p.cmd.Process.Kill()
			p.cmd.Wait()
		},
		"program, and Postgres does not notice": func(t *testing.T, home string, p program) {
			pid := postmaster(t, home)
			if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
			p.cmd.Process.Kill()
			p.cmd.Wait()
			time.AfterFunc(300*time.Millisecond, func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
		},
	}
	for name, harm := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := home(t)
			p := startProgram(t, home, 0)
			run(t, p.url, "create table kept as select 'still here' as what")
			harm(t, home, p)
			began := time.Now()
			server := start(t, home)
			t.Logf("started after %s", time.Since(began))
			if got := query(t, server.URL(), "select what from kept"); got != "still here" {
				t.Errorf("kept %q", got)
			}
		})
	}
}

// A backend that rolls back removes the files of an unlogged table; the main one stays, empty, until a checkpoint. If everything is killed
// before the log says so, recovery makes the table's other file anew, and stumbles over the one that stayed. It does so only once.
func TestRecoversFromATableThatWasRolledBack(t *testing.T) {
	t.Parallel()
	home := home(t)
	p := startProgram(t, home, 0)
	run(t, p.url, "create table kept as select 'still here' as what")
	run(t, p.url, "create unlogged table rows (n int)")
	file := query(t, p.url, "select pg_relation_filepath('rows')")
	p.cmd.Process.Signal(syscall.SIGSTOP)
	kill(t, postmaster(t, home))
	p.cmd.Process.Kill()
	p.cmd.Wait()
	if err := os.Remove(filepath.Join(home, "postgres/cluster/data", file+"_init")); err != nil {
		t.Fatal(err)
	}
	server := start(t, home)
	if got := query(t, server.URL(), "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// A Postgres that outlives its program, as on systems where it is not told, and the number of a dead one that now is another's.
func TestStalePostmasterPid(t *testing.T) {
	t.Parallel()
	home := home(t)
	stop(t, start(t, home))
	info, err := os.Stat(filepath.Join(home, "postgres/cluster/data"))
	if err != nil {
		t.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	other := exec.Command("sleep", "60")
	if os.Geteuid() == 0 {
		other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer other.Wait()
	defer other.Process.Kill()
	socket := filepath.Join(home, "postgres/socket")
	pid := strconv.Itoa(other.Process.Pid)
	data := filepath.Join(home, "postgres/cluster/data")
	lines := fmt.Sprintf("%s\n%s\n%d\n5432\n%s\n\n", pid, data, time.Now().Unix(), socket)
	if err := errors.Join(os.Mkdir(socket, 0o700), os.Chown(socket, int(owner.Uid), int(owner.Gid))); err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{
		filepath.Join(data, "postmaster.pid"):       lines,
		filepath.Join(socket, ".s.PGSQL.5432.lock"): lines,
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(file, int(owner.Uid), int(owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	start(t, home)
	if err := other.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the innocent process was ended: %v", err)
	}
}

func TestUnfinishedClusterIsMadeAnew(t *testing.T) {
	t.Parallel()
	home := home(t)
	stop(t, start(t, home))
	// As when killed before the renaming: everything but the name.
	if err := os.Rename(filepath.Join(home, "postgres/cluster"), filepath.Join(home, "postgres/cluster.new")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(home, "postgres/cluster.new/data/PG_VERSION")); err != nil {
		t.Fatal(err)
	}
	server := start(t, home)
	if got := query(t, server.URL(), "select 'fine'"); got != "fine" {
		t.Error(got)
	}
}

func TestDamageIsExplained(t *testing.T) {
	t.Parallel()
	home := home(t)
	stop(t, start(t, home))
	cluster := filepath.Join(home, "postgres/cluster")
	tests := []struct {
		name   string
		damage func() error
		want   []string
	}{
		{"another version", func() error { return os.WriteFile(filepath.Join(cluster, "data/PG_VERSION"), []byte("12\n"), 0o600) },
			[]string{"made by Postgres 12", "pg_upgrade", cluster}},
		{"no version", func() error { return os.Remove(filepath.Join(cluster, "data/PG_VERSION")) }, []string{"damaged", cluster, "move that folder away"}},
		{"no data", func() error { return os.RemoveAll(filepath.Join(cluster, "data")) }, []string{"damaged", cluster}},
	}
	for _, test := range tests {
		if err := test.damage(); err != nil {
			t.Fatal(err)
		}
		err := startError(t, home)
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in: %v", test.name, want, err)
			}
		}
	}
}

func TestDatabaseThatIsGone(t *testing.T) {
	t.Parallel()
	home := home(t)
	server := start(t, home)
	pid := postmaster(t, home)
	if err := os.RemoveAll(filepath.Join(home, "postgres/cluster")); err != nil {
		t.Fatal(err)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL) // unless it has noticed by itself
	select {
	case <-server.Done():
	case <-time.After(20 * time.Second):
		t.Fatal("nobody says that the database is gone")
	}
	if err := server.Err(); err == nil || !strings.Contains(err.Error(), "cluster") {
		t.Errorf("error %v", err)
	}
	stop(t, server)
}

// A deadline that is over makes Postgres stop at once; what was committed is recovered.
func TestStopInAHurry(t *testing.T) {
	t.Parallel()
	home := home(t)
	server := start(t, home)
	run(t, server.URL(), "create table kept as select 'still here' as what")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := server.Stop(ctx); err == nil {
		t.Log("it was quick enough")
	}
	server = start(t, home)
	if got := query(t, server.URL(), "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}
}

// Whoever is killed while initdb works leaves it behind for a moment. It must not get at what the next start makes.
func TestRecoversFromKillsWhileTheDatabaseIsMade(t *testing.T) {
	t.Parallel()
	home := home(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	made := func(part string) []string {
		found, err := filepath.Glob(filepath.Join(home, "postgres/cluster.new*", part))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for _, reached := range []string{"data/base", "data/postgresql.conf", "data/global/pg_control"} {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), childHome+"="+home)
		before := made(reached)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(30 * time.Second); len(slices.DeleteFunc(made(reached), func(path string) bool { return slices.Contains(before, path) })) == 0; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("no database is made as far as %s", reached)
			}
		}
		cmd.Process.Kill()
		cmd.Wait()
	}
	p := startProgram(t, home, 0)
	if left := made("."); len(left) > 0 {
		t.Errorf("what was half made is still there: %v", left)
	}
	p.end(t)
}
