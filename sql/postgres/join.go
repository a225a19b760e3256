package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Join gives the connection string of the Postgres that another program runs on the home folder, as Start's ErrHomeInUse tells. It
// ends with that program.
func Join(home string) (url string, err error) {
	root, err := filepath.EvalSymlinks(filepath.Join(home, "postgres"))
	if err != nil {
		return "", fmt.Errorf("find the database that runs on %s: %w", home, err)
	}
	c, err := openCluster(root)
	if err != nil {
		return "", fmt.Errorf("find the database that runs on %s: %w", home, err)
	}
	text, err := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the database on %s is not running yet, or not any more: try again in a moment", home)
	}
	if err != nil {
		return "", fmt.Errorf("find the database that runs on %s: %w", home, err)
	}
	// Its lines: process, folder, start, port, folder of the socket, address.
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 {
		return "", fmt.Errorf("the database on %s is only starting: try again in a moment", home)
	}
	port, err := strconv.Atoi(strings.TrimSpace(lines[3]))
	if err != nil {
		return "", fmt.Errorf("find the database that runs on %s: its port is %q", home, lines[3])
	}
	return endpoint{folder: strings.TrimSpace(lines[4]), port: port}.url(owner, c.password, database), nil
}
