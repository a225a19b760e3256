package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkImages asks for pictures that nobody asked for before, each in eight widths, of visuals whose figures are at hand: what it takes
// to draw the chart and to make the picture, by the clock and of the processor. Then it asks for one again and again, and compares with a static
// file of about the same size.
func BenchmarkImages(b *testing.B) {
	home, source := tempHome(b), benchSource(b, 0)
	p := start(b, home, "serve", "--source", source).ready(b)
	defer p.stop(b)
	for _, path := range []string{
		"/visuals/funnel", "/visuals/activity-by-day", "/visuals/completion-by-offer", "/visuals/age-by-income", "/visuals/hours-by-offer",
		"/visuals/overview", "/visuals/offer-table", "/visuals/cohorts",
	} {
		for _, ending := range []string{".svg", ".png"} {
			b.Run(strings.TrimPrefix(path, "/visuals/")+ending, func(b *testing.B) {
				if status, body := p.get(b, path+ending); status != http.StatusOK { // the figures, and the engine
					b.Fatalf("%s%s answers %d\n%.300s", path, ending, status, body)
				}
				all := make(samples)
				var took []time.Duration
				width := 700
				if ending == ".png" {
					width = 900 // no drawing that is at hand
				}
				before := p.processor(b)
				for b.Loop() {
					for range 8 {
						width++
						began := time.Now()
						if status, _ := p.get(b, fmt.Sprintf("%s%s?width=%d", path, ending, width)); status != http.StatusOK {
							b.Fatalf("%s%s answers %d", path, ending, status)
						}
						took = append(took, time.Since(began))
					}
				}
				all.add("cpu-ms", float64((p.processor(b)-before).Microseconds())/1000/float64(len(took)))
				slices.Sort(took)
				all.add("ms-median", float64(took[len(took)/2].Microseconds())/1000)
				all.add("ms-longest", float64(took[len(took)-1].Microseconds())/1000)
				file, _, _ := load(b, p.url+p.staticLike(b, path+ending), 16, time.Second)
				rate, _, _ := load(b, p.url+path+ending, 16, time.Second)
				all.add("×static", rate/file)
				all.report(b)
			})
		}
	}
}

// processor is how long the program has kept processors busy.
func (p *program) processor(b *testing.B) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Process.Pid))
	if err != nil {
		b.Skip("this system has no /proc: ", err)
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	var ticks int
	for _, field := range strings.Fields(after)[11:13] { // of the program, and of the system for it
		n, _ := strconv.Atoi(field)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
