package warehouse

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Lines are connections for a load: one per table, and one for itself. They are made while the rows are being cleaned: a connection takes Postgres a process and
// both sides thousands of hashes, which the first rows would wait for.
type Lines struct {
	made chan line
	left atomic.Int32 // not taken yet
}

type line struct {
	conn *pgx.Conn
	err  error
}

// Dial begins to connect, and returns at once. Close must be called in the end.
func (w *Warehouse) Dial(ctx context.Context) *Lines {
	n := len(tables) + 1
	l := &Lines{made: make(chan line, n)}
	l.left.Store(int32(n))
	for range n {
		go func() {
			conn, err := pgx.ConnectConfig(ctx, w.pool.Config().ConnConfig)
			l.made <- line{conn, err}
		}()
	}
	return l
}

// take gives the connection that is ready first. Whoever takes one closes it.
func (l *Lines) take() (*pgx.Conn, error) {
	l.left.Add(-1)
	taken := <-l.made
	return taken.conn, taken.err
}

// Close closes those that nobody took.
func (l *Lines) Close(ctx context.Context) {
	for l.left.Load() > 0 {
		if conn, err := l.take(); err == nil {
			_ = conn.Close(context.WithoutCancel(ctx))
		}
	}
}
