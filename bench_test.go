package main

import (
	"context"
	"io"
	"log/slog"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"cafe-rewards/sql/postgres"
	"cafe-rewards/static"
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
// static file of about the same size from the same server, asked for in the same way just before.
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
					file, _, _ := load(b, p.url+p.staticLike(b, c.path), 16, 2*time.Second)
					rate, p50, p99 := load(b, p.url+c.path, 16, 2*time.Second)
					p.stop(b)
					all.add("requests/s", rate)
					all.add("×static", rate/file)
					all.add("ms-p50", float64(p50.Microseconds())/1000)
					all.add("ms-p99", float64(p99.Microseconds())/1000)
				}
			}
			all.report(b)
		})
	}
}

// staticLike is the address of the static file that is sent in about as many bytes as what path answers with, as browsers ask for it.
func (p *program) staticLike(b *testing.B, path string) string {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "br, gzip")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	size, err := io.Copy(io.Discard, response.Body)
	if err != nil {
		b.Fatal(err)
	}
	nearest, least := "", math.Inf(1)
	for name, asset := range static.All() {
		sent := len(asset.Body)
		if asset.Brotli != nil {
			sent = len(asset.Brotli)
		}
		if off := math.Abs(math.Log(float64(sent) / float64(size))); off < least {
			nearest, least = name, off
		}
	}
	return static.Path(nearest)
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

// BenchmarkExport streams the largest table, and compares with psql's \copy of the same table. The program has just
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
					copied := psql(b, private.URL(), "", `\copy (select * from consumption.offer_receipts) to '/dev/null' (format csv, header)`, "")
					all.add("MB-sent", float64(size)/1e6)
					all.add("s/export", took.Seconds())
					all.add("×copy", took.Seconds()/copied.Seconds())
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
