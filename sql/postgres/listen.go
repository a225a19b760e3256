package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// endpoint is where Postgres listens: on a Unix socket in a folder that only its account enters, or on a loopback port.
type endpoint struct {
	folder string // of the socket; empty: loopback
	port   int    // with a socket only a part of its name
}

// longestFolder is of what the kernels allow as the name of a socket (104 bytes on macOS, 108 on Linux, with the closing zero)
// what Postgres leaves: it appends /.s.PGSQL.5432.
const longestFolder = 104 - 1 - len("/.s.PGSQL.5432")

// listenAt chooses an endpoint: a socket in the database's folder, one in a short folder where that name is too long, a loopback
// port where sockets cannot be had.
func listenAt(root string, who account, sockets bool) (endpoint, error) {
	if sockets {
		sum := sha256.Sum256([]byte(root))
		short := "cafe-" + hex.EncodeToString(sum[:8])
		for _, place := range []struct{ parent, name string }{{root, "socket"}, {os.TempDir(), short}, {"/tmp", short}} {
			if socketFolder(place.parent, place.name, who) {
				return endpoint{folder: filepath.Join(place.parent, place.name), port: 5432}, nil
			}
		}
	}
	return loopback()
}

// socketFolder makes a folder for a socket, or takes the one that is there when nobody else can have prepared it, and tries a
// socket in it.
func socketFolder(parent, name string, who account) bool {
	folder := filepath.Join(parent, name)
	// A comma separates hosts in a connection string.
	if len(folder) > longestFolder || strings.Contains(folder, ",") {
		return false
	}
	root, err := os.OpenRoot(parent)
	if err != nil {
		return false
	}
	defer root.Close()
	if err := who.mkdir(root, name); err != nil && !errors.Is(err, fs.ErrExist) {
		return false
	}
	info, err := root.Lstat(name)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 || ownerOf(info).uid != who.uid || !reachable(folder, who) {
		return false
	}
	// Shared folders of virtual machines and some network file systems have no sockets.
	listener, err := net.Listen("unix", filepath.Join(folder, "try"))
	if err != nil {
		return false
	}
	return listener.Close() == nil
}

// loopback chooses a free port. Somebody else may take it before Postgres does; then another is tried.
func loopback() (endpoint, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return endpoint{}, fmt.Errorf("find a port for Postgres: %w", err)
	}
	defer listener.Close()
	return endpoint{port: listener.Addr().(*net.TCPAddr).Port}, nil
}

// settings are those that make Postgres listen there, and nowhere else.
func (e endpoint) settings() map[string]string {
	if e.folder == "" {
		return map[string]string{"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": strconv.Itoa(e.port)}
	}
	return map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": `"` + strings.ReplaceAll(e.folder, `"`, `""`) + `"`,
		"unix_socket_permissions": "0700",
		"port":                    strconv.Itoa(e.port),
	}
}

// forget removes what a Postgres that was killed left in the socket's folder, for it names a process by a number that another may
// have by now.
func (e endpoint) forget() {
	if e.folder != "" {
		socket := filepath.Join(e.folder, ".s.PGSQL."+strconv.Itoa(e.port))
		os.Remove(socket)
		os.Remove(socket + ".lock")
	}
}

// remove removes the socket's folder, which may be outside of the home folder; the next start makes it again.
func (e endpoint) remove() {
	if e.folder != "" {
		os.Remove(e.folder)
	}
}

// url is the connection string of a user for a database.
func (e endpoint) url(user, password, database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Path: "/" + database}
	query := url.Values{"sslmode": {"disable"}}
	if e.folder == "" {
		u.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(e.port))
	} else {
		query.Set("host", e.folder)
		query.Set("port", strconv.Itoa(e.port))
	}
	u.RawQuery = query.Encode()
	return u.String()
}
