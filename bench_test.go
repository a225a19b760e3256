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

// BenchmarkPipeline takes raw files to a published version, as a process of its own, and says how that compares with what Postgres
// needs for a COPY of events.csv alone, and for the same pipeline in plain SQL. Peak memory is the program's, without Postgres.
func BenchmarkPipeline(b *testing.B) {
	for _, size := range []struct {
		name      string
		customers int // of a sample; 0 is the real data
	}{{"real", 0}, {"10x", 170_000}, {"100x", 1_700_000}} {
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
			for b.Loop() {
				copied := copyEvents(b, private.URL(), source)
				took, peak, unchanged := runOnce(b, private.URL(), home, source)
				b.ReportMetric(took.Seconds(), "s/run")
				b.ReportMetric(copied.Seconds(), "s/copy")
				b.ReportMetric(took.Seconds()/copied.Seconds(), "×copy")
				b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
				b.ReportMetric(float64(unchanged.Milliseconds()), "ms/unchanged")
				if size.customers <= 170_000 {
					plain := plainPipeline(b, private.URL(), source)
					b.ReportMetric(took.Seconds()/plain.Seconds(), "×plain-sql")
				}
			}
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

// runOnce runs cafe-rewards etl twice: to publish, and to find nothing new. The times are those of the run history.
func runOnce(b *testing.B, url, home, source string) (took time.Duration, peak int64, unchanged time.Duration) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	folder := filepath.Join(home, fmt.Sprint("run", time.Now().UnixNano()))
	// Another version of the same rows must be made anew each time: a touched customer changes nothing that matters.
	for i := range 2 {
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
				peak = max(peak, highWater(command.Process.Pid))
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
		last := lastRun(b, url)
		if i == 0 {
			took = last
		} else {
			unchanged = last
		}
	}
	forget(b, url)
	return took, peak, unchanged
}

func lastRun(b *testing.B, url string) time.Duration {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	var seconds float64
	if err := conn.QueryRow(b.Context(), "select extract(epoch from finished_at - started_at)::float8 from pipeline.run order by run_id desc limit 1").Scan(&seconds); err != nil {
		b.Fatal(err)
	}
	return time.Duration(seconds * float64(time.Second))
}

// forget empties the warehouse, so that the next run publishes anew.
func forget(b *testing.B, url string) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(b.Context(), "drop schema if exists consumption, live, warehouse, pipeline, river, cafe_migrations cascade")
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
	start(b, home, "serve").ready(b).stop(b)
	for b.Loop() {
		began := time.Now()
		p := start(b, home, "serve")
		if status, _ := p.get(b, "/"); status != http.StatusOK {
			b.Fatalf("the first page answers %d", status)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/first-page")
		p.stop(b)
	}
}

// BenchmarkPages asks for pages again and again, 16 clients at once, and compares with a static file from the same server.
func BenchmarkPages(b *testing.B) {
	p := start(b, tempHome(b), "serve", "--source", benchSource(b, 0)).ready(b)
	_, page := p.get(b, "/")
	_, name, _ := strings.Cut(page, `"/static/app.`)
	css := "/static/app." + strings.SplitN(name, `"`, 2)[0]
	var static float64
	for _, c := range []struct{ name, path string }{
		{"static", css}, {"answers", "/"}, {"overview", "/dashboards/overview"}, {"visual", "/visuals/funnel"}, {"csv", "/visuals/completion-by-offer.csv"}, {"json", "/visuals/completion-by-offer.json"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				began := time.Now()
				p.get(b, c.path)
				first := time.Since(began)
				rate, p50, p99 := load(b, p.url+c.path, 16, 3*time.Second)
				if c.name == "static" {
					static = rate
				}
				b.ReportMetric(float64(first.Microseconds())/1000, "ms/first")
				b.ReportMetric(rate, "requests/s")
				b.ReportMetric(rate/static, "×static")
				b.ReportMetric(float64(p50.Microseconds())/1000, "ms-p50")
				b.ReportMetric(float64(p99.Microseconds())/1000, "ms-p99")
			}
		})
	}
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

// BenchmarkExport streams the largest table, and compares with COPY of the same table by a client of Postgres.
func BenchmarkExport(b *testing.B) {
	home := tempHome(b)
	private, err := postgres.Start(b.Context(), postgres.Options{Home: filepath.Join(home, "warehouse"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer private.Stop(context.Background())
	p := start(b, home, "serve", "--database-url", private.URL(), "--source", benchSource(b, 170_000)).ready(b)
	conn, err := pgx.Connect(b.Context(), private.URL())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	for b.Loop() {
		p.get(b, "/exports/") // counts the rows, once per version
		before := highWater(p.Process.Pid)
		began := time.Now()
		response, err := http.Get(p.url + "/exports/offer_receipts.csv")
		if err != nil {
			b.Fatal(err)
		}
		size, err := io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		began = time.Now()
		if _, err := conn.PgConn().CopyTo(b.Context(), io.Discard, "copy (select * from consumption.offer_receipts) to stdout (format csv, header)"); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size)/(1<<20)/took.Seconds(), "MB/s")
		b.ReportMetric(took.Seconds()/time.Since(began).Seconds(), "×copy")
		b.ReportMetric(float64(highWater(p.Process.Pid)-before)/(1<<20), "MiB-grown")
	}
}
