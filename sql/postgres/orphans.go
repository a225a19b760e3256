package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// endOrphans ends the processes of a cluster that outlived the program that started them, and removes the file that names the
// first of them, for its number may have gone to another process, before which Postgres would back off.
func endOrphans(ctx context.Context, c cluster, log *slog.Logger) error {
	pidFile := filepath.Join(c.data, "postmaster.pid")
	content, err := os.ReadFile(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was stopped
	}
	if err != nil {
		return fmt.Errorf("look for an earlier Postgres: %w", err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	postmaster, _ := strconv.Atoi(first) // 0 is no process

	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{
		{syscall.SIGINT, 30 * time.Second}, // the postmaster ends the others, and writes everything
		{syscall.SIGQUIT, 5 * time.Second}, // what is not written is recovered
		{syscall.SIGKILL, 5 * time.Second},
	} {
		left, err := processesOf(c)
		if err != nil {
			return fmt.Errorf("look for an earlier Postgres: %w", err)
		}
		if len(left) == 0 {
			break
		}
		if step.signal == syscall.SIGINT {
			if !slices.Contains(left, postmaster) {
				continue
			}
			left = []int{postmaster}
		}
		log.Info("Stopping a Postgres that was left behind", "processes", left, "signal", step.signal.String())
		for _, pid := range left {
			_ = syscall.Kill(pid, step.signal) // fails when it has just ended
		}
		if err := gone(ctx, c, step.patience); err != nil {
			return fmt.Errorf("stop an earlier Postgres: %w", err)
		}
	}
	if left, err := processesOf(c); err != nil || len(left) > 0 {
		return errors.Join(fmt.Errorf("an earlier Postgres does not end: processes %v", left), err)
	}
	if err := os.Remove(pidFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clear up after an earlier Postgres: %w", err)
	}
	return nil
}

// gone waits until no process of a cluster is left, but not for longer than patience.
func gone(ctx context.Context, c cluster, patience time.Duration) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		left, err := processesOf(c)
		if err != nil || len(left) == 0 {
			return err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}
