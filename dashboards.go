package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"cafe-rewards/sql/metrics"
)

// ownersFolder is the folder under home with the owner's dashboards.
const ownersFolder = "dashboards"

// loadDashboards reads the semantic model and the program's dashboards. The owner's may change at any time, so the server reads them itself.
func loadDashboards() (*metrics.Dashboards, error) {
	model, err := metrics.LoadModel()
	if err != nil {
		return nil, err
	}
	return metrics.LoadDashboards(model, nil)
}

func (s *Settings) dashboardsDir() string { return filepath.Join(s.Home, ownersFolder) }

// checkModel checks the model and every dashboard against the database.
type checkModel struct{}

func (checkModel) Run(ctx context.Context, settings *Settings) error {
	model, err := metrics.LoadModel()
	if err != nil {
		return err
	}
	dashboards, err := metrics.LoadDashboards(model, os.DirFS(settings.dashboardsDir()))
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
	fmt.Printf("%d measures, %d dimensions, %d dashboards and %d visuals are valid.\n",
		len(model.Measures()), len(model.Dimensions()), len(dashboards.Sheets()), len(dashboards.Visuals()))
	return nil
}
