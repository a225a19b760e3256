package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/etl/enriched"
)

// Finish ends the copies: when it returns, all rows are in tables that keep what the star schema promises of them, except that
// offers exist, which Check sees to.
func (l *Load) Finish(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		if l.cancel != nil {
			l.cancel(context.Cause(ctx))
		}
	})
	defer stop()
	l.finished = true
	var group errgroup.Group
	for _, s := range l.streams {
		group.Go(s.finish)
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("load version %d: %w", l.version, err)
	}
	if err := l.putTimes(ctx); err != nil {
		return err
	}
	if err := l.addForeignKeys(ctx); err != nil {
		return err
	}
	for _, s := range l.streams {
		group.Go(s.validate)
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("load version %d: %w", l.version, err)
	}
	for _, s := range l.streams {
		s.close()
	}
	return nil
}

// putTimes makes sure that every hour is there. Hours are the same in every version, so they need not wait for this one.
func (l *Load) putTimes(ctx context.Context) error {
	times := enriched.Times(l.lastTime)
	_, err := l.control.Exec(ctx, `insert into warehouse.dim_time (time_id, hour, day, period_day)
		select id, id % 24, id / 24 + 1, 'Day ' || id / 24 + 1
		from generate_series((select coalesce(max(time_id) + 1, 0) from warehouse.dim_time), $1::integer) id`, times[len(times)-1].ID)
	if err != nil {
		return fmt.Errorf("load the hours: %w", err)
	}
	return nil
}

// addForeignKeys declares the foreign keys of the partitions of this version, except those to offers. Adding one locks both tables, but to validate it
// later does not, so that all tables can be validated side by side.
func (l *Load) addForeignKeys(ctx context.Context) error {
	var statements strings.Builder
	for _, s := range l.streams {
		if s.started {
			s.table.addForeignKeys(&statements, l.version)
		}
	}
	if _, err := l.control.Exec(ctx, statements.String()); err != nil {
		return fmt.Errorf("add the foreign keys of version %d: %w", l.version, err)
	}
	return nil
}

// hashJoins makes Postgres validate with hash joins alone. The partitions have no statistics yet, and without them it sorts all facts, or looks
// their references up one by one, which takes twice to four times as long.
const hashJoins = "set enable_mergejoin = off; set enable_nestloop = off; set max_parallel_workers_per_gather = 0;"

// validate looks once over the whole partition for rows that refer to nothing.
func (s *stream) validate() error {
	if !s.started || len(s.table.references) == 0 {
		return nil
	}
	var statements strings.Builder
	statements.WriteString(hashJoins)
	for i := range s.table.references {
		fmt.Fprintf(&statements, "alter table %s validate constraint %s;", s.table.partition(s.stamp.version), s.table.foreignKey(i))
	}
	if _, err := s.conn.Exec(s.ctx, statements.String()); err != nil {
		return fmt.Errorf("validate the foreign keys of %s: %w", s.table.partition(s.stamp.version), err)
	}
	return nil
}

var errNotFinished = errors.New("Finish must come first")
