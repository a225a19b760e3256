package draw

import (
	"runtime/debug"
	"testing"
)

func TestRaceDetectorLeavesOutTheEngine(t *testing.T) {
	t.Parallel()
	race := debug.BuildSetting{Key: "-race", Value: "true"}
	leftOut := debug.BuildSetting{Key: "-gcflags", Value: "modernc.org/...=-race=false"}
	for _, test := range []struct {
		settings []debug.BuildSetting
		want     bool
	}{
		{nil, false},
		{[]debug.BuildSetting{leftOut}, false},
		{[]debug.BuildSetting{race}, true},
		{[]debug.BuildSetting{{Key: "-gcflags", Value: "all=-N -l"}, race}, true},
		{[]debug.BuildSetting{leftOut, race}, false},
	} {
		if got := looksAtEngine(&debug.BuildInfo{Settings: test.settings}); got != test.want {
			t.Errorf("%v: %t", test.settings, got)
		}
	}
}
