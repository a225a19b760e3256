package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl"
	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/sample"
	"cafe-rewards/sql/postgres"
)

// runETL runs the pipeline once, in this process. If another program is running on the same home folder, the run uses that program's database,
// and starts again when that program ends first and takes its database with it.
type runETL struct{}

func (runETL) Run(ctx context.Context, settings *Settings) error {
	log := settings.logger()
	for {
		db, joined, err := openOrJoin(ctx, settings, log)
		if err != nil {
			return err
		}
		err = db.runOnce(ctx, settings, log)
		db.close()
		if err == nil || !joined || ctx.Err() != nil || !etl.DatabaseGone(err) {
			return err
		}
		log.Info("The program whose database this run used has ended; the run starts again", "error", err)
	}
}

func (db *database) runOnce(ctx context.Context, settings *Settings, log *slog.Logger) error {
	pipeline, err := newPipeline(ctx, settings, db.Write, log)
	if err != nil {
		return err
	}
	defer pipeline.Close()
	return pipeline.Run(ctx, "request")
}

// openOrJoin opens the database, or that of the program that is running on the same home folder. While that one is only starting, or
// stopping, there is neither for a moment.
func openOrJoin(ctx context.Context, settings *Settings, log *slog.Logger) (db *database, joined bool, err error) {
	for began := time.Now(); ; {
		db, err := openDatabase(ctx, settings, log)
		if !errors.Is(err, postgres.ErrHomeInUse) {
			return db, false, err
		}
		beside := *settings
		if beside.DatabaseURL, err = postgres.Join(ctx, settings.Home); err == nil {
			db, err = openDatabase(ctx, &beside, log)
			return db, true, err
		}
		if time.Since(began) > stopDeadline || ctx.Err() != nil {
			return nil, false, err
		}
	}
}

func newPipeline(ctx context.Context, settings *Settings, pool *pgxpool.Pool, log *slog.Logger) (*etl.Pipeline, error) {
	zones, err := lake.Open(ctx, settings.lakeAddress())
	if err != nil {
		return nil, err
	}
	return etl.New(etl.Options{
		Lake: zones, Pool: pool, Source: settings.Source, SampleDir: filepath.Join(settings.Home, "sample"), Scratch: filepath.Join(settings.Home, "scratch"),
		Memory: int64(settings.Memory) << 20, KeepVersions: settings.KeepVersions, Log: log,
	})
}

// writeSample writes the simulator's data to a folder.
type writeSample struct {
	Folder    string `arg:"" help:"Folder to write to; it is made if need be." default:"./sample"`
	Customers int    `help:"How many customers; events are some 18 times as many." default:"17000"`
	Seed      uint64 `help:"The same seed gives the same data." default:"1"`
}

func (c *writeSample) Run(ctx context.Context) error {
	if err := sample.Write(ctx, c.Folder, sample.Options{Customers: c.Customers, Seed: c.Seed}); err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "Sample data for %d customers are in %s. Show them with: cafe-rewards serve --source %[2]s\n", c.Customers, c.Folder)
	return nil
}
