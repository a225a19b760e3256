package postgres

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	poll         = 5 * time.Millisecond
	restarts     = 10 // in a row, before Postgres is given up
	killPatience = 5 * time.Second
)

var errStopping = errors.New("the server is being stopped")

// run starts Postgres and returns when it takes connections.
func (s *Server) run(ctx context.Context) error {
	first := make(chan error, 1)
	go s.supervise(ctx, first)
	if err := <-first; err != nil {
		return err
	}
	return nil
}

// supervise keeps Postgres running until Stop. What the first start comes to is sent to first.
func (s *Server) supervise(start context.Context, first chan<- error) {
	// Never unlocked: see dieWithUs.
	runtime.LockOSThread()
	defer close(s.done)
	defer s.unlock()

	failures := 0
	for ctx := start; ; ctx = context.Background() {
		p, err := s.launch()
		if err == nil {
			err = s.ready(ctx, p)
		}
		if first != nil {
			if err != nil {
				s.end(p)
			}
			first <- err
			if err != nil {
				return
			}
			first = nil
		} else if err == nil {
			s.log.Warn("Postgres is back")
		}
		if err == nil {
			failures = 0
			<-p.exited
			err = fmt.Errorf("%s", p.cmd.ProcessState)
		} else {
			s.end(p)
		}
		if s.isStopping() {
			return
		}
		if failures++; failures > restarts {
			s.err = fmt.Errorf("Postgres ended %d times in a row: %w", failures, err)
			s.log.Error("Postgres is given up", "error", s.err)
			return
		}
		s.log.Error("Postgres died; starting it again", "error", err)
		select {
		case <-p.drainedOrNever():
		case <-time.After(killPatience):
		}
		if err := endOrphans(context.Background(), s.cluster, s.log); err != nil {
			s.log.Error("What Postgres left does not end", "error", err)
		}
		select {
		case <-time.After(min(time.Duration(failures-1)*500*time.Millisecond, 5*time.Second)):
		case <-s.stopping:
			return
		}
	}
}

func (p *process) drainedOrNever() <-chan struct{} {
	if p == nil {
		return nil
	}
	return p.drained
}

func (s *Server) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

// launch starts a postmaster, unless the server is being stopped.
func (s *Server) launch() (*process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isStopping() {
		return nil, errStopping
	}
	s.endpoint.forget()
	arguments := append([]string{"-D", s.cluster.data}, arguments(s.settings())...)
	p, err := launch(s.who.command(context.Background(), s.root, filepath.Join(s.bin.folder, "postgres"), arguments...), s.log)
	if err != nil {
		return nil, err
	}
	s.process = p
	go func() {
		p.cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// ready waits until the program's database takes connections, however long recovery takes, and makes it if need be.
func (s *Server) ready(ctx context.Context, p *process) error {
	for {
		conn, err := pgx.Connect(ctx, s.URL())
		if err == nil {
			return conn.Close(ctx)
		}
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code != "57P03" { // cannot_connect_now: it is starting or recovering
			if err := s.makeDatabase(ctx); err != nil {
				return err
			}
			continue
		}
		select {
		case <-p.exited:
			return fmt.Errorf("%s did not start: %s", s.bin, p.lines.String())
		case <-s.stopping:
			return errStopping
		case <-ctx.Done():
			return fmt.Errorf("wait for Postgres to start: %w", context.Cause(ctx))
		case <-time.After(poll):
		}
	}
}

// makeDatabase makes the program's role and database. A program killed in the middle of it finds the rest to do.
func (s *Server) makeDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.endpoint.url(superuser, s.cluster.password, "postgres"))
	if err != nil {
		return fmt.Errorf("connect to make the database: %w", err)
	}
	defer conn.Close(ctx)
	may := ""
	if s.options.Volatile {
		may = "createdb"
	}
	// Letters and digits alone: nothing to quote.
	for _, step := range []struct{ missing, sql string }{
		{"select not exists (select from pg_roles where rolname = '" + owner + "')",
			"create role " + owner + " login " + may + " password '" + s.cluster.password + "'"},
		{"select not exists (select from pg_database where datname = '" + database + "')",
			"create database " + database + " owner " + owner},
	} {
		var missing bool
		if err := conn.QueryRow(ctx, step.missing).Scan(&missing); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
		if !missing {
			continue
		}
		if _, err := conn.Exec(ctx, step.sql); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
	}
	return nil
}

// end kills a postmaster that did not come up.
func (s *Server) end(p *process) {
	if p == nil {
		return
	}
	p.cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-p.exited:
	case <-time.After(killPatience):
		p.cmd.Process.Kill()
		<-p.exited
	}
}

// Stop shuts Postgres down: connections are closed, everything is written. When ctx ends first it is made to stop at once, and
// recovers at the next start. The second call waits for the first.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	if !s.isStopping() {
		close(s.stopping)
	}
	p := s.process
	s.mu.Unlock()
	if p != nil {
		p.cmd.Process.Signal(syscall.SIGINT)
	}
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	s.end(p)
	<-s.done
	return fmt.Errorf("stop Postgres: it had to be cut short, and recovers at the next start: %w", context.Cause(ctx))
}
