package etl_test

import "testing"

func TestRealData(t *testing.T) {
	t.Parallel()
	p := newProgramme(t, needRealData(t))
	if err := p.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	if got := figure[int](t, p.pool, "select count(*) from consumption.offer_receipts"); got != 76277 {
		t.Errorf("%d receipts", got)
	}
}

func BenchmarkRealData(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p := newProgramme(b, needRealData(b))
		b.StartTimer()
		if err := p.Run(b.Context(), "start"); err != nil {
			b.Fatal(err)
		}
		rows, _ := p.pool.Query(b.Context(), "select stage, extract(milliseconds from finished_at-started_at)::float8 from pipeline.stage order by position")
		for rows.Next() {
			var s string
			var ms float64
			if rows.Scan(&s, &ms) == nil {
				b.Logf("%s %.0f ms", s, ms)
			}
		}
	}
}
