package etl_test

import "testing"

// BenchmarkRun takes the real data from files to a published version.
func BenchmarkRun(b *testing.B) {
	source := needRealData(b)
	for b.Loop() {
		b.StopTimer()
		p := newProgramme(b, source)
		b.StartTimer()
		if err := p.Run(b.Context(), "start"); err != nil {
			b.Fatal(err)
		}
	}
}
