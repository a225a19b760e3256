package postgrestest

import (
	"testing"
)

// What fails while it is cleaned up, after all tests, is told by the exit code; and the rest is cleaned up all the same.
func TestEndTellsFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cleanup func(testing.TB)
		want    int
	}{
		"nothing fails": {func(tb testing.TB) { tb.Log("cleaned", "up") }, 0},
		"an error":      {func(tb testing.TB) { tb.Error("the program did not stop") }, 1},
		"a fatal one":   {func(tb testing.TB) { tb.Fatal("the program did not stop") }, 1},
		"without words": {func(tb testing.TB) { tb.FailNow() }, 1},
		"and yet goes on": {func(tb testing.TB) {
			tb.Fail()
			if !tb.Failed() {
				tb.Fatal("it does not know that it has failed")
			}
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var kept Kept[int]
			cleaned := 0
			kept.Get(t, func(tb testing.TB) *int {
				tb.Cleanup(func() { cleaned++ })
				tb.Cleanup(func() { test.cleanup(tb) })
				return new(int)
			})
			if code := kept.End(); code != test.want || cleaned != 1 {
				t.Errorf("ends with code %d, want %d; the rest was cleaned up %d times", code, test.want, cleaned)
			}
		})
	}
}
