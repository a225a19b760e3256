package postgres_test

import (
	"net"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"cafe-rewards/sql/postgres"
)

// asRoot are tests that run programs as several users. Make test runs everything once as an ordinary user and CI as root.
func asRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can run programs as another user")
	}
}

// nobody is the id of an ordinary user.
func nobody(t *testing.T) uint32 {
	t.Helper()
	found, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(found.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(uid)
}

func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	asRoot(t)
	home := home(t)
	uid := nobody(t)
	if err := os.Chown(home, int(uid), int(uid)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	p := startProgram(t, home, uid)
	run(t, p.url, "create table kept as select 'still here' as what")
	p.end(t)

	// Then as root, on what belongs to the ordinary user: nothing may end up as root's.
	server := start(t, home)
	if got := query(t, server.URL(), "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}
	stop(t, server)
	p = startProgram(t, home, uid)
	if got := query(t, p.url, "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}
	p.end(t)
}

func TestRootWithAHomeOfItsOwn(t *testing.T) {
	t.Parallel()
	asRoot(t)
	home := home(t)
	server := start(t, home)
	if owner := ownerOf(t, filepath.Join(home, "postgres/cluster/data")); owner == 0 {
		t.Error("the database belongs to root")
	}
	if got := query(t, server.URL(), "select 'fine'"); got != "fine" {
		t.Error(got)
	}
}

func TestRootWithAClosedHome(t *testing.T) {
	t.Parallel()
	asRoot(t)
	closed := home(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(closed, "var")
	defer remove(t, home)
	server := start(t, home)
	run(t, server.URL(), "create table kept as select 'still here' as what")
	stop(t, server)
	data, err := filepath.EvalSymlinks(filepath.Join(home, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(data) != postgres.Elsewhere {
		t.Errorf("the database is in %s, not in %s", data, postgres.Elsewhere)
	}

	server = start(t, home)
	if got := query(t, server.URL(), "select what from kept"); got != "still here" {
		t.Errorf("kept %q", got)
	}

	// A home that was deleted and made anew starts with an empty database.
	t.Run("made anew", func(t *testing.T) {
		stop(t, server)
		if err := os.RemoveAll(home); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(data)
		server := start(t, home)
		if got := query(t, server.URL(), "select (to_regclass('kept') is null)::text"); got != "true" {
			t.Error("finds the old database")
		}
	})
	// A database that went away is not silently replaced by an empty one.
	t.Run("gone", func(t *testing.T) {
		data, err := filepath.EvalSymlinks(filepath.Join(home, "postgres"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(data, data+".away"); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(data + ".away")
		if err := startError(t, home); !strings.Contains(err.Error(), "is gone") {
			t.Error(err)
		}
	})
}

func TestRootFollowsNoLinkOfSomebodyElse(t *testing.T) {
	t.Parallel()
	asRoot(t)
	home, victim := home(t), home(t)
	uid := int(nobody(t))
	if err := os.Chown(home, uid, uid); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, filepath.Join(home, "postgres")); err != nil {
		t.Fatal(err)
	}
	err := startError(t, home)
	if !strings.Contains(err.Error(), "is a link to "+victim) {
		t.Error(err)
	}
	if owner := ownerOf(t, victim); owner != 0 {
		t.Errorf("the folder that the link leads to now belongs to %d", owner)
	}
	if err := os.Remove(filepath.Join(home, "postgres")); err != nil {
		t.Error(err)
	}
}

func ownerOf(t *testing.T, path string) uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Uid
}

func TestReachable(t *testing.T) {
	t.Parallel()
	asRoot(t)
	root := home(t)
	for path, mode := range map[string]os.FileMode{"open/in": 0o755, "closed/in": 0o755, "group/in": 0o755} {
		if err := os.MkdirAll(filepath.Join(root, path), mode); err != nil {
			t.Fatal(err)
		}
	}
	for path, mode := range map[string]os.FileMode{"closed": 0o700, "group": 0o710} {
		if err := os.Chmod(filepath.Join(root, path), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chown(filepath.Join(root, "group"), 0, 4242); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("closed/in", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path     string
		uid, gid uint32
		want     bool
	}{
		{"open/in", 4242, 4242, true},
		{"closed/in", 4242, 4242, false},
		{"group/in", 4242, 4242, true},
		{"group/in", 4242, 4243, false},
		{"link", 4242, 4242, false},
		{"missing", 4242, 4242, false},
	}
	for _, test := range tests {
		if got := postgres.ReachableBy(filepath.Join(root, test.path), test.uid, test.gid); got != test.want {
			t.Errorf("%s for %d:%d: %t, want %t", test.path, test.uid, test.gid, got, test.want)
		}
	}
}

func TestEndpoints(t *testing.T) {
	t.Parallel()
	t.Run("long path", func(t *testing.T) {
		t.Parallel()
		server := start(t, filepath.Join(home(t), strings.Repeat("long", 30), "home"))
		socket := host(t, server)
		if !strings.HasPrefix(socket, os.TempDir()) {
			t.Errorf("the socket is in %s", socket)
		}
		stop(t, server)
		if _, err := os.Stat(socket); err == nil {
			t.Errorf("%s is left behind", socket)
		}
	})
	t.Run("strange path", func(t *testing.T) {
		t.Parallel()
		server := start(t, filepath.Join(home(t), `it's "a", b & 100% é`))
		if got := query(t, server.URL(), "select 'fine'"); got != "fine" {
			t.Error(got)
		}
	})
	t.Run("no sockets", func(t *testing.T) {
		t.Parallel()
		options := postgres.Options{Home: home(t), Log: quiet}.WithoutSockets()
		server, err := postgres.Start(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { stop(t, server) })
		u, err := url.Parse(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		if ip := net.ParseIP(u.Hostname()); !ip.IsLoopback() || u.Port() == "5432" {
			t.Errorf("listens at %s", u.Host)
		}
		if got := query(t, server.URL(), "select 'fine'"); got != "fine" {
			t.Error(got)
		}
	})
}

// host is the folder of a server's socket.
func host(t *testing.T, server *postgres.Server) string {
	t.Helper()
	u, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}
