package draw

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"modernc.org/quickjs"

	"cafe-rewards/static"
)

// What one engine may use. A usual drawing takes 20 ms and a few megabytes, the longest that charts ask for 100 ms; on a machine that has
// much else to do, many times as long.
const (
	loadTime    = 15 * time.Second
	drawTime    = 5 * time.Second
	memoryBytes = 192 << 20
	gcBytes     = 24 << 20 // of new objects, before the engine looks for garbage: less often than it would, which costs a third of the time
)

//go:embed draw.js
var program string

// engine is a JavaScript engine that has ECharts loaded. It is used by one goroutine at a time.
type engine struct{ vm *quickjs.VM }

func newEngine() (*engine, error) {
	if raceLooks() {
		return nil, errRace
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start a JavaScript engine: %w", err)
	}
	vm.SetMemoryLimit(memoryBytes)
	vm.SetGCThreshold(gcBytes)
	e := &engine{vm}
	began := time.Now()
	if err := e.load(); err != nil {
		e.close()
		if took := time.Since(began); took >= loadTime { // the engine gives up without a word
			return nil, fmt.Errorf("load ECharts: given up after %v: the machine has too much else to do", took.Round(time.Second))
		}
		return nil, fmt.Errorf("load ECharts: %w", err)
	}
	return e, nil
}

// load runs the program, which loads the scripts that it names; afterwards no more can be loaded.
func (e *engine) load() error {
	e.vm.SetModuleLoader(loadModule, func(_ *quickjs.VM, _, name string) (string, error) { return name, nil })
	if err := e.vm.SetEvalTimeout(loadTime); err != nil {
		return err
	}
	if _, err := e.vm.Eval(program, quickjs.EvalModule); err != nil {
		return err
	}
	if _, err := e.vm.ExecutePendingJobs(); err != nil {
		return err
	}
	if kind, err := e.vm.Eval("typeof draw", quickjs.EvalGlobal); err != nil || kind != "function" {
		return fmt.Errorf("the program has ended without a function draw: %v, %w", kind, err)
	}
	e.vm.SetModuleLoader(refuseModule, nil)
	return e.vm.SetEvalTimeout(drawTime)
}

// loadModule finds a script of package static, by its plain name or by the one with a hash.
func loadModule(_ *quickjs.VM, name string) (string, error) {
	file := strings.TrimPrefix(name, "./")
	if asset, ok := static.Open(file); ok {
		return string(asset.Body), nil
	}
	if asset, ok := static.All()[file]; ok {
		return string(asset.Body), nil
	}
	return "", fmt.Errorf("there is no module %s", name)
}

func refuseModule(_ *quickjs.VM, name string) (string, error) {
	return "", errors.New("an engine that draws loads nothing more")
}

// call runs a function of the engine's program. It ends with ctx.
func (e *engine) call(ctx context.Context, function string, arguments ...any) (string, error) {
	stop := context.AfterFunc(ctx, e.vm.Interrupt)
	result, err := e.vm.Call(function, arguments...)
	if !stop() { // the interrupt is on its way, and must not hit the engine's next drawing
		return "", ctx.Err()
	}
	if err != nil {
		return "", err
	}
	text, ok := result.(string)
	if !ok {
		return "", fmt.Errorf("%s returned %T, not a text", function, result)
	}
	return text, nil
}

func (e *engine) close() { _ = e.vm.Close() }
