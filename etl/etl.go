package etl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/source"
	"cafe-rewards/etl/warehouse"
)

// Rules is the version of the rules by which rows are cleaned, named and matched. Increase it with every change that produces other rows from
// the same files: a data version made by older rules is then rebuilt even if its source has not changed.
const Rules = 2

// Options of a pipeline. All but Source are required.
type Options struct {
	Lake         *lake.Lake
	Pool         *pgxpool.Pool // of the warehouse
	Source       string        // address of the raw files; empty for sample data
	SampleDir    string        // where sample data are written, and read from
	Scratch      string        // folder for rows that do not fit in Memory
	Memory       int64         // bytes
	KeepVersions int           // published versions that stay readable, the current one among them
	Log          *slog.Logger
}

// Pipeline turns a source into data versions.
type Pipeline struct {
	Options
	files     *source.Source
	warehouse *warehouse.Warehouse
}

// New prepares a pipeline; nothing is read before Run. Close closes the lake.
func New(options Options) (*Pipeline, error) {
	if options.Lake == nil || options.Pool == nil || options.Log == nil || options.SampleDir == "" || options.Scratch == "" || options.KeepVersions < 1 {
		return nil, errors.New("etl: the pipeline needs a lake, a pool, a log, its folders and a number of versions to keep")
	}
	address, sample := options.Source, options.Source == ""
	if sample {
		address = options.SampleDir
	}
	files, err := source.Open(address, source.Options{Sample: sample, Log: options.Log})
	if err != nil {
		return nil, err
	}
	return &Pipeline{Options: options, files: files, warehouse: warehouse.New(options.Pool)}, nil
}

// Close closes the lake. No run may be in progress.
func (p *Pipeline) Close() error { return p.Lake.Close() }

// Source describes where the data come from, without any password.
func (p *Pipeline) Source() string {
	if p.files.Sample() {
		return "sample data"
	}
	return p.files.Address()
}

// Run publishes the current content of the source as one new data version, or finds that nothing has changed. The trigger is start,
// schedule or request. If another run is in progress, this one waits for it, since that one may have read the source too early.
//
// If anything fails, readers keep the version that they have, and the history records the failure. Temporary tells whether it is worth
// trying again.
func (p *Pipeline) Run(ctx context.Context, trigger string) error {
	for waiting := false; ; waiting = true {
		held, err := p.run(ctx, trigger)
		if held || err != nil {
			return err
		}
		if !waiting {
			p.Log.Info("Another run goes on; this one waits for it", "trigger", trigger)
		}
		select {
		case <-time.After(lockPause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// run is Run without waiting: held is false if another run is in progress.
func (p *Pipeline) run(ctx context.Context, trigger string) (held bool, err error) {
	return withRunLock(ctx, p.Pool, func(ctx context.Context) error {
		history, err := p.warehouse.StartRun(ctx, trigger, p.files.Address(), p.files.Sample())
		if err != nil {
			return err
		}
		r := &run{Pipeline: p, history: history}
		result, err := r.steps(ctx)
		return errors.Join(err, r.finish(ctx, result, err))
	})
}

// run is one run of the pipeline.
type run struct {
	*Pipeline
	history *warehouse.Run
}

// result is the outcome of a run that did not fail.
type result struct {
	state   string // published or unchanged, as the history has it
	version int32
	message string
}

func (r *run) steps(ctx context.Context) (result, error) {
	batch, err := r.land(ctx)
	if err != nil {
		return result{}, err
	}
	current, err := r.warehouse.Current(ctx)
	if err != nil {
		return result{}, err
	}
	same, err := r.warehouse.MadeFrom(ctx, current, batch.ID)
	if err != nil {
		return result{}, err
	}
	if same && current.Rules == Rules {
		r.aggregate(ctx, current.Version)
		return result{"unchanged", current.Version, fmt.Sprintf("The source has not changed since version %d.", current.Version)}, nil
	}
	lines := r.warehouse.Dial(ctx)
	defer lines.Close(ctx)
	if err := r.sweep(ctx, current); err != nil {
		return result{}, err
	}
	tables, err := r.clean(ctx, batch)
	if err != nil {
		return result{}, err
	}
	defer tables.close()
	version, err := r.build(ctx, batch, tables, lines, current)
	if err != nil {
		return result{}, err
	}
	if version == current.Version {
		if err := r.sweepLake(ctx, current); err != nil {
			r.Log.Warn("What was made of the same rows stays in the lake for now", "error", err)
		}
		return result{"unchanged", version, fmt.Sprintf("The source came in other files, but with the same rows as version %d.", version)}, nil
	}
	r.aggregate(ctx, version)
	r.prune(ctx)
	return result{"published", version, fmt.Sprintf("Version %d was published.", version)}, nil
}

// aggregate sums the published version up, so that readers are answered sooner. The version is published already, so a failure here does not
// fail the run; the next run tries again.
func (r *run) aggregate(ctx context.Context, version int32) {
	var stage *warehouse.Stage
	err := r.warehouse.Aggregate(ctx, version,
		func(tables int) { stage = r.history.Stage("aggregate", "tables", int64(tables)) },
		func() { stage.Done(1) })
	if err != nil {
		r.Log.Warn("Answers take longer for now", "version", version, "error", err)
	}
}

// finish writes the end of the run to the history and to the log.
func (r *run) finish(ctx context.Context, done result, failure error) error {
	if failure == nil {
		r.Log.Info("Run finished", "run", r.history.ID(), "state", done.state, "version", done.version)
		return r.history.Finish(ctx, done.state, done.version, done.message)
	}
	version := int32(0)
	log := r.Log.With("run", r.history.ID())
	if current, err := r.warehouse.Current(context.WithoutCancel(ctx)); err == nil { // otherwise nobody knows, for the database is away
		version = current.Version
		log = log.With("version_kept", version)
	}
	if ctx.Err() != nil {
		log.Info("Run broken off; the next start runs it again")
	} else {
		log.Error("Run failed", "error", failure)
	}
	return r.history.Finish(ctx, "failed", version, explain(ctx, failure, r.history.ID(), version))
}

// sweep removes what runs that never published left behind in the lake and on disk.
func (r *run) sweep(ctx context.Context, current warehouse.Version) error {
	if err := os.RemoveAll(r.Scratch); err != nil {
		return fmt.Errorf("emptying the scratch folder: %w", err)
	}
	if err := os.MkdirAll(r.Scratch, 0o700); err != nil {
		return fmt.Errorf("making the scratch folder: %w", err)
	}
	return r.sweepLake(ctx, current)
}

// sweepLake removes the versions after the current one, which were never published.
func (r *run) sweepLake(ctx context.Context, current warehouse.Version) error {
	for _, zone := range []lake.Zone{lake.Trusted, lake.Enriched} {
		versions, err := r.Lake.Versions(ctx, zone)
		if err != nil {
			return err
		}
		for _, version := range versions {
			if version > int(current.Version) {
				if err := r.Lake.DropVersion(ctx, zone, version); err != nil {
					return err
				}
			}
		}
		if err := r.Lake.Sweep(ctx, zone); err != nil {
			return err
		}
	}
	return nil
}

// prune deletes versions that are older than those to keep. What cannot be deleted now, because somebody is reading it, goes after the next run.
func (r *run) prune(ctx context.Context) {
	kept, err := r.warehouse.Prune(ctx, r.KeepVersions)
	if err != nil {
		r.Log.Warn("Old versions stay for now", "error", err)
		return
	}
	for _, zone := range []lake.Zone{lake.Trusted, lake.Enriched} {
		versions, err := r.Lake.Versions(ctx, zone)
		for _, version := range versions {
			if version < int(kept) {
				err = errors.Join(err, r.Lake.DropVersion(ctx, zone, version))
			}
		}
		if err != nil {
			r.Log.Warn("Old versions stay in the lake for now", "zone", zone, "error", err)
		}
	}
}
