package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/etl/plainsql"
	"cafe-rewards/etl/sample"
	"cafe-rewards/sql/postgres"
)

// rounds is how often a measurement is made. What is reported is the median: other programs on the machine disturb single ones.
const rounds = 5

// samples are what the rounds of a measurement gave, by unit.
type samples map[string][]float64

func (s samples) add(unit string, value float64) { s[unit] = append(s[unit], value) }

func (s samples) report(b *testing.B) {
	for unit, values := range s {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], unit)
	}
}

// BenchmarkPipeline takes raw files to a published version, as a process of its own, and says how that compares with what Postgres
// needs for a COPY of events.csv alone, and for the same pipeline in plain SQL. Peak memory is the program's, without Postgres.
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
			source := benchSource(b, size.customers)
			home := tempHome(b)
			private, err := postgres.Start(b.Context(), postgres.Options{Home: filepath.Join(home, "warehouse"), Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				b.Fatal(err)
			}
			defer private.Stop(context.Background())
			all := make(samples)
			for b.Loop() {
				for range size.rounds {
					copied := copyEvents(b, private.URL(), source).Seconds()
					first, unchanged := runTwice(b, private.URL(), home, source)
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
					if size.customers <= 170_000 {
						all.add("×plain-sql", took/plainPipeline(b, private.URL(), source).Seconds())
					}
				}
			}
			all.report(b)
		})
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

// copyEvents is the time of COPY events.csv into a table of text.
func copyEvents(b *testing.B, url, source string) time.Duration {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	file, err := os.Open(filepath.Join(source, "events.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if _, err := conn.Exec(b.Context(), "drop table if exists raw_events; create table raw_events (customer_id text, event text, value text, time text)"); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if _, err := conn.PgConn().CopyFrom(b.Context(), bufio.NewReaderSize(file, 1<<20), "copy raw_events from stdin (format csv, header)"); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	if _, err := conn.Exec(b.Context(), "drop table raw_events"); err != nil {
		b.Fatal(err)
	}
	return took
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
	if _, err := conn.Exec(b.Context(), "drop schema plain cascade"); err != nil {
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
func runTwice(b *testing.B, url, home, source string) (first, unchanged ran) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	folder := filepath.Join(home, "run")
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
	forget(b, url)
	if err := os.RemoveAll(folder); err != nil {
		b.Fatal(err)
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

// forget empties the warehouse, so that the next run publishes anew.
func forget(b *testing.B, url string) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(b.Context(), "drop schema if exists consumption, live, shared, warehouse, pipeline, river, cafe_migrations cascade")
	if err != nil {
		b.Fatal(err)
	}
}

// highWater is the most memory that a process has held, in bytes, as Linux counts it; 0 elsewhere.
func highWater(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	var kilobytes int64
	if _, found, ok := strings.Cut(string(text), "VmHWM:"); ok {
		_ = found
		fmt.Sscan(found, &kilobytes)
	}
	return kilobytes << 10
}

// BenchmarkRestart is the time from the start of the program, with a published version and its own Postgres, to the first page.
func BenchmarkRestart(b *testing.B) {
	home := tempHome(b)
	p := start(b, home, "serve").ready(b)
	p.summed(b) // else it goes on with that at every start
	p.stop(b)
	all := make(samples)
	for b.Loop() {
		for range rounds {
			began := time.Now()
			p := start(b, home, "serve")
			if status, _ := p.get(b, "/"); status != http.StatusOK {
				b.Fatalf("the first page answers %d", status)
			}
			all.add("ms/first-page", float64(time.Since(began).Milliseconds()))
			p.stop(b)
		}
	}
	all.report(b)
}

// BenchmarkPages asks a program that has just started for a page, then 16 clients at once ask again and again. The measure is a
// static file from the same server, asked for in the same way just before.
func BenchmarkPages(b *testing.B) {
	home, source := tempHome(b), benchSource(b, 0)
	start(b, home, "serve", "--source", source).ready(b).stop(b)
	for _, c := range []struct{ name, path string }{
		{"answers", "/"}, {"overview", "/dashboards/overview"}, {"visual", "/visuals/funnel"}, {"embed", "/embed/visuals/funnel"},
		{"csv", "/visuals/completion-by-offer.csv"}, {"json", "/visuals/completion-by-offer.json"}, {"exports", "/exports/"},
	} {
		b.Run(c.name, func(b *testing.B) {
			all := make(samples)
			for b.Loop() {
				for range 3 {
					p := start(b, home, "serve", "--source", source).ready(b)
					began := time.Now()
					if status, body := p.get(b, c.path); status != http.StatusOK {
						b.Fatalf("%s answers %d\n%s", c.path, status, body)
					}
					all.add("ms/first", float64(time.Since(began).Microseconds())/1000)
					static, _, _ := load(b, p.url+p.styleSheet(b), 16, 2*time.Second)
					rate, p50, p99 := load(b, p.url+c.path, 16, 2*time.Second)
					p.stop(b)
					all.add("requests/s", rate)
					all.add("×static", rate/static)
					all.add("ms-p50", float64(p50.Microseconds())/1000)
					all.add("ms-p99", float64(p99.Microseconds())/1000)
				}
			}
			all.report(b)
		})
	}
}

// styleSheet is the address of the style sheet, the largest static file that every page has.
func (p *program) styleSheet(b *testing.B) string {
	b.Helper()
	_, page := p.get(b, "/")
	_, name, found := strings.Cut(page, `"/static/app.`)
	if !found {
		b.Fatal("the first page has no style sheet")
	}
	return "/static/app." + strings.SplitN(name, `"`, 2)[0]
}

func load(b *testing.B, url string, clients int, span time.Duration) (rate float64, p50, p99 time.Duration) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var mu sync.Mutex
	var all []time.Duration
	var group sync.WaitGroup
	deadline := time.Now().Add(span)
	for range clients {
		group.Go(func() {
			var mine []time.Duration
			for time.Now().Before(deadline) {
				began := time.Now()
				request, _ := http.NewRequest(http.MethodGet, url, nil)
				request.Header.Set("Accept-Encoding", "br, gzip")
				response, err := client.Do(request)
				if err != nil {
					b.Error(err)
					return
				}
				io.Copy(io.Discard, response.Body)
				response.Body.Close()
				mine = append(mine, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	group.Wait()
	slices.Sort(all)
	return float64(len(all)) / span.Seconds(), all[len(all)/2], all[len(all)*99/100]
}

// BenchmarkExport streams the largest table, and compares with COPY of the same table by a client of Postgres. The program has just
// started, so that what it grows by is the export's.
func BenchmarkExport(b *testing.B) {
	home := tempHome(b)
	private, err := postgres.Start(b.Context(), postgres.Options{Home: filepath.Join(home, "warehouse"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer private.Stop(context.Background())
	source := benchSource(b, 170_000)
	args := []string{"serve", "--database-url", private.URL(), "--source", source}
	start(b, home, args...).ready(b).stop(b)
	conn, err := pgx.Connect(b.Context(), private.URL())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, encoding := range []string{"identity", "gzip"} {
		b.Run(encoding, func(b *testing.B) {
			p := start(b, home, args...).ready(b)
			p.get(b, "/exports/") // counts the rows, once per version
			before := highWater(p.Process.Pid)
			all := make(samples)
			for b.Loop() {
				for range rounds {
					began := time.Now()
					size := download(b, p.url+"/exports/offer_receipts.csv", encoding)
					took := time.Since(began)
					began = time.Now()
					if _, err := conn.PgConn().CopyTo(b.Context(), io.Discard, "copy (select * from consumption.offer_receipts) to stdout (format csv, header)"); err != nil {
						b.Fatal(err)
					}
					all.add("MB-sent", float64(size)/1e6)
					all.add("s/export", took.Seconds())
					all.add("×copy", took.Seconds()/time.Since(began).Seconds())
				}
			}
			all.report(b)
			b.ReportMetric(float64(highWater(p.Process.Pid)-before)/(1<<20), "MiB-grown")
			p.stop(b)
		})
	}
}

// download reads an answer to its end, as it is sent, and gives its size.
func download(b *testing.B, url, encoding string) int64 {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", encoding)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	size, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s answers %s (%v)", url, response.Status, err)
	}
	return size
}
