package draw

import (
	"errors"
	"runtime/debug"
	"strings"
	"sync"
)

// errRace comes instead of drawings that no limit leaves the time for. The engine is C translated to Go, which does little else than read and
// write memory; with the race detector each of these is looked at, and with it come checks of each pointer made of a number, as all of the
// engine's are. To load ECharts then takes 20 seconds instead of half of one. There is nothing to find: an engine is one goroutine's.
var errRace = errors.New("the race detector looks at the JavaScript engine, which is then too slow to draw: " +
	"run make test RACE=-race, or add '-gcflags=modernc.org/...=-race=false' to go test -race, which leaves the engine out")

var raceLooks = sync.OnceValue(func() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && looksAtEngine(build)
})

// looksAtEngine tells whether a program was built with the race detector on, for the engine too.
func looksAtEngine(build *debug.BuildInfo) bool {
	race, leftOut := false, false
	for _, setting := range build.Settings {
		switch setting.Key {
		case "-race":
			race = setting.Value == "true"
		case "-gcflags":
			leftOut = strings.Contains(setting.Value, "-race=false")
		}
	}
	return race && !leftOut
}
