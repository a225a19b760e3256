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
			for _, asked := range filtered {
				b.Run(strings.Trim(asked.path, "/")+asked.by, func(b *testing.B) {
					all := make(samples)
					var took []time.Duration
					for b.Loop() {
						for i := range 8 {
							address := asked.path + "?" + asked.filter(len(asked.path), i)
							began := time.Now()
							if status, body := p.fetch(b, address); status != http.StatusOK {
								b.Fatalf("%s answers %d\n%.300s", address, status, body)
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

// filtered are addresses, and what each is filtered by: every sheet by its own controls, and the overview by what its controls are not.
var filtered = []struct {
	path, by string
	filter   func(salt, i int) string // the i-th of the selections of which a server keeps nothing
}{
	{"/visuals/overview.json", "", byPeople}, {"/visuals/activity-by-day.json", "", byPeople}, {"/visuals/completion-by-offer.json", "", byPeople},
	{"/visuals/channel-effectiveness.json", "", byPeople}, {"/visuals/completion-by-age.json", "", byPeople}, {"/visuals/hours-by-offer.json", "", byPeople},
	{"/visuals/customers-by-age.json", "", byPeople}, {"/visuals/sales-day-hour.json", "", byPeople}, {"/visuals/basket-by-completion.json", "", byPeople},
	{"/dashboards/overview", "", byPeople}, {"/dashboards/channels", "", byPeople}, {"/dashboards/customers", "", byPeople}, {"/dashboards/offers", "", byPeople},
	{"/dashboards/sales", "", byPeople}, {"/dashboards/time-to-complete", "", byPeopleAlone}, {"/dashboards/data-quality", "", byPeopleAlone},
	{"/dashboards/segments", "", bySegment}, {"/dashboards/overview", " by segment", bySegment},
	{"/dashboards/overview", " by age", byAge}, {"/dashboards/overview", " by month of joining", byMonth},
}

// byPeople are selections of customers by what they are, and every second one by day besides.
func byPeople(salt, i int) string {
	if i%2 == 0 {
		return byPeopleAlone(salt, i)
	}
	first := 1 + salt%5
	return byPeopleAlone(salt, i) + fmt.Sprintf("&day=%d..%d", first, first+10+i)
}

func byPeopleAlone(salt, i int) string {
	first := 1 + salt%5
	return fmt.Sprintf("gender=Women&income_band!=Unknown&member_year=%d..%d&age_group!=%s", 2013, 2014+(i+first)%5, []string{"Unknown", "25-40"}[i/4])
}

// bySegment are selections of customers by how they buy.
func bySegment(_, i int) string {
	return []string{"segment=Best", "segment=Loyal&recency!=Lately", "frequency=Often&spend=Much", "recency=Lately", "segment!=Never+bought&frequency!=Seldom", "spend=Little",
		"segment=Occasional&segment=Slipping", "recency=Long+ago&spend!=Much"}[i]
}

func byAge(_, i int) string { return fmt.Sprintf("age=%d..%d", 21+i, 62-i) }

func byMonth(_, i int) string { return fmt.Sprintf("member_month=2017-0%d", 1+i) }

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
