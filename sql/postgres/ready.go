package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// poll is short, because a restart with data should show its first page within a second.
const poll = 5 * time.Millisecond

// ready waits until the program's database takes connections, however long recovery takes, and makes it if need be.
func (s *Server) ready(ctx context.Context, p *process) error {
	config, err := pgx.ParseConfig(s.URL())
	if err != nil {
		return fmt.Errorf("connect to the private Postgres: %w", err)
	}
	for made := false; ; {
		conn, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			return conn.Close(ctx)
		}
		var refused *pgconn.PgError
		if errors.As(err, &refused) && (refused.Code == "28P01" || refused.Code == "3D000") { // no such user, no such database
			if made {
				return fmt.Errorf("the database in %s does not let its own user in: %w", s.cluster.folder, err)
			}
			if err := s.makeDatabase(ctx); err != nil {
				return err
			}
			made = true
			continue
		}
		select {
		case <-p.exited:
			<-p.drained
			return s.refusal(p.lines.String())
		case <-s.stopping:
			return errStopping
		case <-ctx.Done():
			return fmt.Errorf("wait for Postgres to start: %w", context.Cause(ctx))
		case <-time.After(poll):
		}
	}
}

// refusal explains why Postgres does not start, by its last lines.
func (s *Server) refusal(said string) error {
	switch {
	case strings.Contains(said, "pre-existing shared memory block"):
		return fmt.Errorf("%w: %s", errStillThere, said)
	case strings.Contains(said, "could not create file") && strings.Contains(said, "File exists"):
		return fmt.Errorf("%s does not start: %w: %s", s.bin, errLeftover, said)
	case strings.Contains(said, "No space left on device"), strings.Contains(said, "Check free disk space"):
		return fmt.Errorf("%s does not start, because the disk of %s is full: make room, and start again (%s)", s.bin, s.root, said)
	}
	return fmt.Errorf("%s does not start: %s", s.bin, said)
}

// makeDatabase makes the program's role and database. When the program is killed in the middle of it, the next start does the
// rest.
func (s *Server) makeDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.endpoint.url(superuser, s.cluster.password, "postgres"))
	if err != nil {
		return fmt.Errorf("connect to make the database: %w", err)
	}
	defer conn.Close(ctx)
	rights := "login"
	if s.options.Volatile {
		rights = "login createdb"
	}
	for _, step := range []struct{ exists, sql string }{
		// The password is letters and digits alone.
		{"select exists (select from pg_roles where rolname = '" + owner + "')",
			"create role " + owner + " " + rights + " password '" + s.cluster.password + "'"},
		{"select exists (select from pg_database where datname = '" + database + "')",
			"create database " + database + " owner " + owner},
	} {
		var exists bool
		if err := conn.QueryRow(ctx, step.exists).Scan(&exists); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
		if exists {
			continue
		}
		if _, err := conn.Exec(ctx, step.sql); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
	}
	return nil
}
