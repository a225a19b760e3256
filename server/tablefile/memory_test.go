package tablefile

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"cafe-rewards/sql/metrics"
)

// TestMemory: what a file keeps in memory while it is written does not grow with its rows. It does not run beside other tests, whose
// memory would count.
func TestMemory(t *testing.T) {
	const rows, every, most = 200_000, 20_000, 64 << 20
	columns := []metrics.Column{
		{Name: "id", Type: metrics.Text}, {Name: "offer", Type: metrics.Text}, {Name: "amount", Type: metrics.Integer, Unit: metrics.USD},
		{Name: "rate", Type: metrics.Number, Unit: metrics.Percent}, {Name: "day", Type: metrics.Integer, Unit: metrics.Day}, {Name: "flag", Type: metrics.Boolean},
		{Name: "since", Type: Date},
	}
	for _, f := range []Format{Excel, Parquet} { // CSV and JSON keep nothing but a row
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var peak, written int64
		row := make([]any, len(columns))
		err := WriteRows(countWriter{&written}, f, head, columns, func(yield func([]any, error) bool) {
			for i := range int64(rows) {
				row[0], row[1], row[2], row[3] = fmt.Sprintf("%032x", i*2_654_435_761), "Discount: spend $20, get $5, 10 days", i*i%10_000_000, float64(i)/rows
				row[4], row[5], row[6] = i%30+1, i%3 == 0, date(2017, 1, 1).AddDate(0, 0, int(i%1000))
				if i%every == 0 {
					runtime.GC()
					runtime.ReadMemStats(&now)
					peak = max(peak, int64(now.HeapAlloc)-int64(before.HeapAlloc))
				}
				if !yield(row, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if peak > most {
			t.Errorf("%s: %d rows keep %d MiB in memory", f, rows, peak>>20)
		}
		if f == Excel && peak > 8<<20 {
			t.Errorf("the rows of Excel go out as they come, yet %d MiB are kept", peak>>20)
		}
		t.Logf("%s: %d bytes written, at most %d KiB kept", f, written, peak>>10)
	}
}

type countWriter struct{ n *int64 }

func (w countWriter) Write(p []byte) (int, error) {
	*w.n += int64(len(p))
	return io.Discard.Write(p)
}
