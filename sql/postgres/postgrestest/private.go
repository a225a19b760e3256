package postgrestest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"cafe-rewards/sql/postgres"
)

const folders = "cafe-test-*"

// privateServer is a Postgres of this test process, in a temporary folder.
type privateServer struct {
	server *postgres.Server
	home   string
}

func startPrivate(ctx context.Context) (*privateServer, error) {
	sweep()
	home, err := os.MkdirTemp("", folders)
	if err != nil {
		return nil, err
	}
	// Under root the server runs as somebody else.
	if err := os.Chmod(home, 0o755); err != nil {
		return nil, err
	}
	server, err := postgres.Start(ctx, postgres.Options{Home: home, Log: slog.New(slog.DiscardHandler), Volatile: true})
	if err != nil {
		return nil, errors.Join(err, remove(home))
	}
	return &privateServer{server: server, home: home}, nil
}

func (p *privateServer) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return errors.Join(p.server.Stop(ctx), remove(p.home))
}

// remove deletes a home folder, and its database where that is elsewhere.
func remove(home string) error {
	if data, err := filepath.EvalSymlinks(filepath.Join(home, "postgres")); err == nil {
		if err := os.RemoveAll(data); err != nil {
			return err
		}
	}
	return os.RemoveAll(home)
}

// sweep deletes what test processes left that were killed: folders whose lock nobody holds. Young ones may not be locked yet.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), folders)) // no error: the pattern is good
	for _, home := range left {
		info, err := os.Stat(home)
		if err != nil || time.Since(info.ModTime()) < 10*time.Minute {
			continue
		}
		lock := flock.New(filepath.Join(home, "lock"))
		if mine, err := lock.TryLock(); err != nil || !mine {
			continue
		}
		_ = remove(home) // another sweep may be at it
		_ = lock.Close()
	}
}
