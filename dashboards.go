package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"cafe-rewards/sql/metrics"
)

// ownersFolder is where an owner's dashboards are, under home.
const ownersFolder = "dashboards"

// loadDashboards reads the semantic model, the program's dashboards, and the owner's. What is wrong with one of the owner's is logged, and it is
// left out: the others are served.
func loadDashboards(settings *Settings, log *slog.Logger) (*metrics.Dashboards, error) {
	model, err := metrics.LoadModel()
	if err != nil {
		return nil, err
	}
	own := os.DirFS(filepath.Join(settings.Home, ownersFolder))
	dashboards, err := metrics.LoadDashboards(model, own)
	if err != nil {
		if _, programs := metrics.LoadDashboards(model, nil); programs != nil {
			return nil, programs
		}
		log.Error("A dashboard of the folder dashboards cannot be used", "error", err)
	}
	return dashboards, nil
}

// checkModel holds the model and every dashboard against the database.
type checkModel struct{}

func (checkModel) Run(ctx context.Context, settings *Settings) error {
	model, err := metrics.LoadModel()
	if err != nil {
		return err
	}
	dashboards, err := metrics.LoadDashboards(model, os.DirFS(filepath.Join(settings.Home, ownersFolder)))
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, settings, settings.logger())
	if err != nil {
		return err
	}
	defer db.close()
	if err := dashboards.Check(ctx, db.Read); err != nil {
		return err
	}
	fmt.Printf("%d measures, %d dimensions, %d dashboards and %d visuals are right.\n",
		len(model.Measures()), len(model.Dimensions()), len(dashboards.Sheets()), len(dashboards.Visuals()))
	return nil
}
