package etl

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/sample"
	"cafe-rewards/etl/warehouse"
)

// The sample that is shown while there is no source: as large as the real programme.
const (
	sampleCustomers = 17_000
	sampleSeed      = 1
)

// land copies the source's files into the raw zone. A source that looks as it did last time is not read.
func (r *run) land(ctx context.Context) (lake.Batch, error) {
	stage := r.history.Stage("land", "bytes", 0)
	if r.files.Sample() {
		if err := r.writeSample(ctx); err != nil {
			return lake.Batch{}, err
		}
	}
	batch, _, err := r.Lake.Land(ctx, r.files, progressOf(stage))
	if err != nil {
		return lake.Batch{}, err
	}
	for _, f := range batch.Files {
		stage.Bytes(f.Size)
	}
	r.history.Batch(batch.ID)
	return batch, nil
}

func (r *run) writeSample(ctx context.Context) error {
	_, err := os.Stat(filepath.Join(r.SampleDir, sample.EventsFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return sample.Write(ctx, r.SampleDir, sample.Options{Customers: sampleCustomers, Seed: sampleSeed})
}

// progressOf turns totals so far, as sources and readers tell them, into what a stage adds up.
func progressOf(stage *warehouse.Stage) func(done, total int64) {
	var before int64
	return func(done, total int64) {
		stage.Total(max(total, 0))
		stage.Done(done - before)
		before = done
	}
}
