package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// endOrphans ends the processes of a cluster that outlived the program that started them, and removes the file that names the
// first of them, for its number may have gone to another process, before which Postgres would back off.
func endOrphans(ctx context.Context, c cluster, log *slog.Logger) error {
	pidFile := filepath.Join(c.data, "postmaster.pid")
	if _, err := os.Lstat(pidFile); errors.Is(err, fs.ErrNotExist) {
		return nil // it was stopped
	}
	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{
		{syscall.SIGINT, 30 * time.Second}, // the postmaster writes everything and goes; a statement is cancelled
		{syscall.SIGQUIT, 5 * time.Second},
		{syscall.SIGKILL, 5 * time.Second},
	} {
		left, err := processesOf(c)
		if err != nil {
			return fmt.Errorf("look for what is left of an earlier Postgres: %w", err)
		}
		if len(left) == 0 {
			break
		}
		log.Info("Stopping a Postgres that outlived its program", "processes", left, "signal", step.signal.String())
		for _, pid := range left {
			syscall.Kill(pid, step.signal)
		}
		for deadline := time.Now().Add(step.patience); time.Now().Before(deadline) && len(left) > 0; {
			select {
			case <-time.After(10 * time.Millisecond):
			case <-ctx.Done():
				return fmt.Errorf("stop an earlier Postgres: %w", context.Cause(ctx))
			}
			if left, err = processesOf(c); err != nil {
				return fmt.Errorf("look for what is left of an earlier Postgres: %w", err)
			}
		}
	}
	if err := os.Remove(pidFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clear up after an earlier Postgres: %w", err)
	}
	return nil
}
