package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/etl/plainsql"
	"cafe-rewards/etl/sample"
	"cafe-rewards/sql/postgres"
)

// BenchmarkPipeline takes raw files to a published version, as a process of its own, and says how that compares with what psql
// needs to copy events.csv alone, and Postgres for the same pipeline in plain SQL. Peak memory is the program's, without Postgres.
func BenchmarkPipeline(b *testing.B) {
	for _, size := range []struct {
		name      string
		customers int // of a sample; 0 is the real data
		rounds    int
	}{{"real", 0, rounds}, {"10x", 170_000, 2}, {"100x", 1_700_000, 1}} {
		b.Run(size.name, func(b *testing.B) {
			if size.customers > 170_000 && testing.Short() {
				b.Skip("too large for -short")
			}
			source, all := benchSource(b, size.customers), make(samples)
			for b.Loop() {
				for range size.rounds {
					pipelineRound(b, source, size.customers <= 170_000, all)
				}
			}
			all.report(b)
		})
	}
}

// pipelineRound measures once, on a machine as new as it can be had: in a warehouse and a home of its own. They stay until the end, for where
// files were deleted lately, ext4 takes several times as long to create others.
func pipelineRound(b *testing.B, source string, plain bool, all samples) {
	home := tempHome(b)
	private, err := postgres.Start(b.Context(), postgres.Options{Home: filepath.Join(home, "warehouse"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer private.Stop(context.Background())
	copied := copyEvents(b, private.URL(), source).Seconds()
	first, unchanged := runTwice(b, private.URL(), filepath.Join(home, "run"), source)
	took := first.took.Seconds()
	all.add("s/copy", copied)
	all.add("s/run", took)
	all.add("×copy", took/copied)
	all.add("s-cpu/run", first.cpu.Seconds())
	all.add("MiB-peak", float64(max(first.peak, unchanged.peak))/(1<<20))
	all.add("ms/unchanged", float64(unchanged.took.Microseconds())/1000)
	for stage, span := range first.stages {
		all.add("%-"+stage, 100*span.Seconds()/took)
	}
	if plain {
		all.add("×plain-sql", took/plainPipeline(b, private.URL(), source).Seconds())
	}
}

// benchSource is a folder of plain CSV files: the real data, or a sample of so many customers.
func benchSource(b *testing.B, customers int) string {
	b.Helper()
	folder := b.TempDir()
	if customers > 0 {
		if err := sample.Write(b.Context(), folder, sample.Options{Customers: customers, Seed: 1}); err != nil {
			b.Fatal(err)
		}
		return folder
	}
	for _, name := range []string{"customers.csv", "offers.csv", "events.csv.gz"} {
		in, err := os.Open(filepath.Join("../shared/data/cafe", name))
		if err != nil {
			b.Fatalf("the real data are needed in ../shared/data/cafe: %v", err)
		}
		var from io.Reader = in
		if strings.HasSuffix(name, ".gz") {
			if from, err = gzip.NewReader(in); err != nil {
				b.Fatal(err)
			}
		}
		out, err := os.Create(filepath.Join(folder, strings.TrimSuffix(name, ".gz")))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(out, from); err != nil {
			b.Fatal(err)
		}
		in.Close()
		out.Close()
	}
	return folder
}

// copyEvents is the time in which psql copies events.csv into a table of text.
func copyEvents(b *testing.B, url, source string) time.Duration {
	b.Helper()
	return psql(b, url,
		"create table raw_events (customer_id text, event text, value text, time text)",
		`\copy raw_events from '`+filepath.Join(source, "events.csv")+"' (format csv, header)",
		"")
}

func plainPipeline(b *testing.B, url, source string) time.Duration {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	result, err := plainsql.Run(b.Context(), conn, source)
	if err != nil {
		b.Fatal(err)
	}
	return result.Total()
}

// ran is what a run of the program took: its time by the run history, until it has published and by stage, and the program's processor time and memory.
type ran struct {
	took, cpu time.Duration
	stages    map[string]time.Duration
	peak      int64 // bytes
}

// runTwice runs cafe-rewards etl twice on an empty warehouse: to publish, and to find nothing new.
func runTwice(b *testing.B, url, folder, source string) (first, unchanged ran) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range []*ran{&first, &unchanged} {
		command := exec.Command(path, "etl", "--database-url", url, "--home", folder, "--source", source)
		out := &logBuffer{}
		command.Stderr, command.Stdout = out, out
		if err := command.Start(); err != nil {
			b.Fatal(err)
		}
		done := make(chan struct{})
		var watching sync.WaitGroup
		watching.Go(func() {
			for {
				r.peak = max(r.peak, highWater(command.Process.Pid))
				select {
				case <-done:
					return
				case <-time.After(5 * time.Millisecond):
				}
			}
		})
		err := command.Wait()
		close(done)
		watching.Wait()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		r.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
		r.took, r.stages = lastRun(b, url)
	}
	return first, unchanged
}

func lastRun(b *testing.B, url string) (took time.Duration, stages map[string]time.Duration) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, _ := conn.Query(b.Context(), `
		with last as (select * from pipeline.run order by run_id desc limit 1)
		select 'run', coalesce((select s.finished_at from pipeline.stage s join last using (run_id) where stage = 'publish'), finished_at) - started_at from last
		union all
		select stage, s.finished_at - s.started_at from pipeline.stage s join last using (run_id)`)
	stages = make(map[string]time.Duration)
	var name string
	var span time.Duration
	if _, err := pgx.ForEachRow(rows, []any{&name, &span}, func() error { stages[name] = span; return nil }); err != nil {
		b.Fatal(err)
	}
	took = stages["run"]
	delete(stages, "run")
	return took, stages
}

// highWater is the most memory that a process has held, in bytes, as Linux counts it; 0 elsewhere.
func highWater(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	var kilobytes int64
	if _, found, ok := strings.Cut(string(text), "VmHWM:"); ok {
		fmt.Sscan(found, &kilobytes)
	}
	return kilobytes << 10
}
