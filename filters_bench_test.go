package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkFilters asks dashboards and visuals for selections that nobody chose before, one after the other: what a reader waits for the
// server. A page is asked for as the script does, which draws the charts itself; a visual as JSON is its statement alone.
func BenchmarkFilters(b *testing.B) {
	for _, size := range []struct {
		name      string
		customers int // of a sample; 0 is the real data
	}{{"real", 0}, {"10x", 170_000}, {"100x", 1_700_000}} {
		b.Run(size.name, func(b *testing.B) {
			if size.customers > 170_000 && testing.Short() {
				b.Skip("too large for -short")
			}
			home, source := tempHome(b), benchSource(b, size.customers)
			p := start(b, home, "serve", "--source", source).readyWithin(b, 10*time.Minute)
			defer p.stop(b)
			p.summed(b)
			p.resting(b)
			for _, path := range []string{
				"/visuals/overview.json", "/visuals/activity-by-day.json", "/visuals/completion-by-offer.json", "/visuals/channel-effectiveness.json",
				"/visuals/completion-by-age.json", "/visuals/hours-by-offer.json", "/visuals/customers-by-age.json", "/visuals/sales-day-hour.json", "/visuals/basket-by-completion.json",
				"/dashboards/overview", "/dashboards/channels", "/dashboards/customers", "/dashboards/sales",
			} {
				b.Run(strings.Trim(path, "/"), func(b *testing.B) {
					all := make(samples)
					var took []time.Duration
					for b.Loop() {
						for _, filter := range unusual(path) {
							began := time.Now()
							if status, body := p.fetch(b, path+"?"+filter); status != http.StatusOK {
								b.Fatalf("%s?%s answers %d\n%.300s", path, filter, status, body)
							}
							took = append(took, time.Since(began))
						}
					}
					slices.Sort(took)
					all.add("ms-median", float64(took[len(took)/2].Microseconds())/1000)
					all.add("ms-longest", float64(took[len(took)-1].Microseconds())/1000)
					all.report(b)
				})
			}
		})
	}
}

// unusual are selections of which a server keeps nothing, different ones for each path: of customers by what they are, and every second one by day
// besides.
func unusual(path string) []string {
	first := 1 + len(path)%5
	var all []string
	for i := range 8 {
		filter := fmt.Sprintf("gender=Women&income_band!=Unknown&member_year=%d..%d&age_group!=%s", 2013, 2014+(i+first)%5, []string{"Unknown", "25-40"}[i/4])
		if i%2 == 1 {
			filter += fmt.Sprintf("&day=%d..%d", first, first+10+i)
		}
		all = append(all, filter)
	}
	return all
}

// summed waits until the version is summed up, with which its run ends.
func (p *program) summed(b *testing.B) {
	b.Helper()
	until(b, 10*time.Minute, "the version is summed up", func() bool {
		_, body := p.get(b, "/pipeline/status.json")
		return strings.Contains(body, `"running":false`)
	})
}

// resting waits until the program has made its pages ready, which it does for a while after each version: until it does nothing for a second.
func (p *program) resting(b *testing.B) {
	b.Helper()
	before := p.processor(b)
	until(b, 10*time.Minute, "the program rests", func() bool {
		time.Sleep(time.Second)
		now := p.processor(b)
		rests := now == before
		before = now
		return rests
	})
}

// fetch asks for a page as the page's script does.
func (p *program) fetch(b *testing.B, path string) (int, string) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("X-Charts", "script")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return response.StatusCode, string(body)
}
