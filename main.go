// Command cafe-rewards is a dashboard server for a café chain's reward offers: an ETL into Postgres, and pages, embedded charts and
// CSV extracts of what it publishes. docs/architecture.md shows how data flow through the packages.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Settings `embed:""`

	Serve        serve        `cmd:"" default:"withargs" help:"Run the server, and the ETL on its schedule (the default)."`
	Etl          runETL       `cmd:"" help:"Run the ETL once, now. A server on the same home or database shows the result by itself."`
	Sample       writeSample  `cmd:"" help:"Write sample data: customers.csv, offers.csv, events.csv, data_dictionary.csv."`
	Check        checkModel   `cmd:"" help:"Check the semantic model and all dashboards, including those in the folder dashboards under home, against the database."`
	EmbedAddress embedAddress `cmd:"" help:"Print a signed address of a visual, a dashboard or a chart of Explore, to put into a frame."`
	Healthcheck  healthcheck  `cmd:"" help:"Exit with 0 when the server at --addr is alive; for container health checks."`
}

// memoryTarget, in bytes, is what Go's garbage collector aims to stay under, so that the whole program stays under 300 MB.
const memoryTarget = 224 << 20

func main() {
	debug.SetMemoryLimit(memoryTarget)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	command := kong.Parse(&c, kong.Name("cafe-rewards"), kong.Description("Dashboards, embeds and extracts for a café chain's reward offers."), kong.UsageOnError())
	command.BindTo(ctx, (*context.Context)(nil))
	command.Bind(&c.Settings)
	err := command.Run()
	if command.Command() == "serve" && errors.Is(err, context.Canceled) {
		err = nil // to end when it is told to is what a server is for; every other command is then left unfinished
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cafe-rewards:", err)
		os.Exit(1)
	}
}
