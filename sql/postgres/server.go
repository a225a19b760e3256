package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// Options say where and how Start runs a Postgres.
type Options struct {
	Home     string                                  // the program's home folder; made if need be
	Log      *slog.Logger                            //
	Progress func(message string, done, total int64) // of what takes long, in bytes, total 0 while unknown; may be nil
	Volatile bool                                    // for tests: quick, may create databases, and gone when the machine goes down

	// For the tests of this package.
	hideInstalled bool // the binaries are downloaded even where a Postgres is installed
	noSockets     bool
	repository    string // from which they are downloaded; empty: the library's
}

// Server is a private Postgres that runs as long as this program does.
type Server struct {
	options  Options
	log      *slog.Logger
	root     string // {home}/postgres, or where that leads
	who      account
	bin      binaries
	cluster  cluster
	endpoint endpoint
	locks    []*flock.Flock

	stopping chan struct{} // closed by Stop
	done     chan struct{} // closed when Postgres has ended for good
	err      error         // why, unless by Stop; set before done is closed

	mu      sync.Mutex
	process *process // nil while none runs
}

// Start runs a Postgres under the home folder, on the database that an earlier one left there or on a new, empty one, and
// returns when it takes connections. ctx is for the start alone: Stop ends the server. A server that dies is started again.
//
// A second program on the same home folder is refused with ErrHomeInUse.
func Start(ctx context.Context, options Options) (_ *Server, err error) {
	forgetOthers()
	home, err := filepath.Abs(options.Home)
	if err != nil {
		return nil, fmt.Errorf("find the home folder %s: %w", options.Home, err)
	}
	if options.Progress == nil {
		options.Progress = func(string, int64, int64) {}
	}
	if options.repository == "" {
		options.repository, _ = library()
	}
	s := &Server{options: options, log: options.Log, stopping: make(chan struct{}), done: make(chan struct{})}
	defer func() {
		if err != nil {
			s.unlock()
		}
	}()
	if err := s.lock(ctx, home); err != nil {
		return nil, err
	}
	if s.who, err = accountFor(home); err != nil {
		return nil, err
	}
	if s.root, err = place(home, elsewhere, s.who); err != nil {
		return nil, err
	}
	// A home folder that was copied leads to the same database.
	if err := s.lock(ctx, s.root); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// prepare finds the binaries and the cluster, or makes them.
func (s *Server) prepare(ctx context.Context) error {
	var err error
	s.cluster, err = openCluster(s.root)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return err
	}
	if !missing {
		if s.who, err = s.cluster.owned(s.who); err != nil {
			return err
		}
	}
	if s.bin, err = s.chooseBinaries(ctx); err != nil {
		return err
	}
	if missing {
		s.options.Progress("Preparing the database", 0, 0)
		if err := makeCluster(ctx, s.root, s.who, s.bin, !s.options.Volatile); err != nil {
			return err
		}
		if s.cluster, err = openCluster(s.root); err != nil {
			return err
		}
	}
	if err := endOrphans(ctx, s.cluster, s.log); err != nil {
		return err
	}
	s.endpoint, err = listenAt(s.root, s.who, !s.options.noSockets)
	return err
}

// URL is the connection string of the program's database, with the password.
func (s *Server) URL() string { return s.endpoint.url(owner, s.cluster.password, database) }

// Done is closed when Postgres has ended for good: after Stop, or when its database is gone. When Postgres dies, it is started
// again, which goes to the log; connection pools then find it again by themselves.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err says why Postgres could not be started again; nil before Done is closed, and after Stop.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

func (s *Server) settings() map[string]string {
	all := maps.Clone(settings)
	maps.Copy(all, s.endpoint.settings())
	if s.options.Volatile {
		maps.Copy(all, volatile)
	}
	if smallSharedMemory() {
		all["dynamic_shared_memory_type"] = "mmap"
	}
	all["cluster_name"] = s.cluster.name()
	return all
}

func (s *Server) lock(ctx context.Context, folder string) error {
	lock, err := lockFolder(ctx, folder)
	if err != nil {
		return err
	}
	s.locks = append(s.locks, lock)
	return nil
}

func (s *Server) unlock() {
	for _, lock := range s.locks {
		if err := lock.Unlock(); err != nil && !errors.Is(err, os.ErrClosed) {
			s.log.Warn("A folder stays locked until the program ends", "lock", lock.Path(), "error", err)
		}
	}
	s.locks = nil
}
