package postgres

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

const (
	slowest      = 5 * time.Second        // between two attempts to start again
	killPatience = 5 * time.Second        // with a Postgres that is told to quit at once
	noticed      = 300 * time.Millisecond // the death of the postmaster, by its children
)

var (
	errStopping   = errors.New("the server is being stopped")
	errStillThere = errors.New("processes of an earlier Postgres are still there")
	errLeftover   = errors.New("a file of a transaction that was rolled back is still there")
)

// run starts Postgres, and keeps it running until Stop. It returns when the database takes connections.
func (s *Server) run(ctx context.Context) error {
	started := make(chan error)
	go func() {
		// Never unlocked: see dieWithUs.
		runtime.LockOSThread()
		p, err := s.firstStart(ctx)
		started <- err
		if err != nil {
			return
		}
		s.err = s.keep(p)
		s.endpoint.remove()
		s.unlock()
		close(s.done)
	}()
	return <-started
}

// firstStart tries again where that helps: the port that was free may be taken by now, the kernel may still be busy ending
// processes of an earlier Postgres, and a recovery may have brought about what the next one needs (errLeftover).
func (s *Server) firstStart(ctx context.Context) (*process, error) {
	began, leftover := time.Now(), false
	for attempt := 1; ; attempt++ {
		p, err := s.start(ctx)
		switch {
		case err == nil:
			return p, nil
		case errors.Is(err, errStillThere) && time.Since(began) < killPatience:
			time.Sleep(20 * time.Millisecond)
		case errors.Is(err, errLeftover) && !leftover:
			leftover = true
		case s.endpoint.folder == "" && attempt < 3 && ctx.Err() == nil:
			if s.endpoint, err = loopback(); err != nil {
				return nil, err
			}
		default:
			return nil, err
		}
	}
}

// keep starts Postgres again whenever it ends, until Stop. It does not lose patience, for a full disk may be emptied, but where
// the database itself is gone there is nothing to wait for.
func (s *Server) keep(p *process) error {
	for failures := 0; ; {
		if p != nil {
			<-p.exited
			if s.isStopping() {
				return nil
			}
			s.log.Error("Postgres died; starting it again", "how", p.cmd.ProcessState.String())
			s.clearUp(p)
		}
		if _, err := openCluster(s.root); err != nil {
			s.log.Error("Postgres cannot be started again", "error", err)
			return fmt.Errorf("start Postgres again: %w", err)
		}
		var err error
		if p, err = s.start(context.Background()); err == nil {
			s.log.Info("Postgres is back")
			failures = 0
			continue
		}
		if s.isStopping() {
			return nil
		}
		failures = min(failures+1, 10)
		pause := min(100*time.Millisecond<<failures, slowest)
		s.log.Error("Postgres does not start again yet", "error", err, "retry_in", pause)
		select {
		case <-time.After(pause):
		case <-s.stopping:
			return nil
		}
	}
}

// clearUp ends what is left of a Postgres that died: its children go when they notice, and those in a long statement do not.
func (s *Server) clearUp(p *process) {
	select {
	case <-p.drained:
	case <-time.After(noticed):
	}
	if err := endOrphans(context.Background(), s.cluster, s.log); err != nil {
		s.log.Error("Something is left of the Postgres that died", "error", err)
	}
}

// start starts Postgres and waits until the database takes connections.
func (s *Server) start(ctx context.Context) (*process, error) {
	p, err := s.launch()
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx, p); err != nil {
		p.kill()
		return nil, err
	}
	return p, nil
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
	return p, nil
}

func (s *Server) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}

// Stop shuts Postgres down: connections are closed, everything is written. When ctx ends first, Postgres is made to stop at once,
// and recovers at the next start. It may be called more than once.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	if !s.isStopping() {
		close(s.stopping)
	}
	p := s.process
	s.mu.Unlock()

	p.signal(syscall.SIGINT)
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	p.kill()
	<-s.done
	return fmt.Errorf("stop Postgres: it was cut short, and recovers at the next start: %w", context.Cause(ctx))
}
