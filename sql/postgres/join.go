package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// answers is how long Join waits for the other program's Postgres, which has a socket of its own while it starts and while it stops.
const answers = 2 * time.Second

// Join gives the connection string of the Postgres that another program runs on the home folder, as Start's ErrHomeInUse tells, if it
// takes connections now. It ends with that program.
func Join(ctx context.Context, home string) (url string, err error) {
	forgetOthers()
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
	url = endpoint{folder: strings.TrimSpace(lines[4]), port: port}.url(owner, c.password, database)
	ctx, cancel := context.WithTimeout(ctx, answers)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", fmt.Errorf("the database on %s does not take connections: try again in a moment: %w", home, err)
	}
	return url, conn.Close(ctx)
}
