package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"cafe-rewards/sql/postgres/postgrestest"
)

// binary is the program, built once for all tests that run it as a user does.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("cafe-rewards-test-%d", os.Getpid()))
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range []func() int{theProgram.End, fewCustomers.End, manyCustomers.End} {
		code = max(code, end())
	}
	if path, err := binary(); err == nil {
		os.Remove(path)
	}
	os.Exit(code)
}

// program is cafe-rewards, running in a home folder of its own.
type program struct {
	*exec.Cmd
	url  string
	home string
	log  *logBuffer
	done chan error
}

// start runs the program until the test ends. The arguments are those of the command line.
func start(tb testing.TB, home string, args ...string) *program {
	tb.Helper()
	path, err := binary()
	if err != nil {
		tb.Fatal(err)
	}
	p := &program{Cmd: exec.Command(path, append(args, "--addr", "127.0.0.1:0", "--home", home)...), home: home, log: &logBuffer{}, done: make(chan error, 1)}
	p.Env = append(os.Environ(), "DATABASE_URL=", "CAFE_SOURCE=", "CAFE_EMBED_ORIGINS=")
	p.Stderr = p.log
	out, err := p.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := p.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if tb.Failed() {
			tb.Logf("log of %v:\n%s", p.Args, p.log)
		}
		p.stop(tb)
	})
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := regexp.MustCompile(`runs at (http://\S+)`).FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
		p.done <- p.Wait()
	}()
	select {
	case p.url = <-address:
	case err := <-p.done:
		p.done <- err
		tb.Fatalf("%v ended: %v\n%s", p.Args, err, p.log)
	case <-time.After(time.Minute):
		tb.Fatalf("%v did not say where it listens\n%s", p.Args, p.log)
	}
	return p
}

// few is a source of few customers, for programs of which it does not matter what they show: a run over it takes no time.
func few(tb testing.TB) string {
	tb.Helper()
	return *fewCustomers.Get(tb, func(tb testing.TB) *string {
		folder := tb.TempDir()
		sampled(tb, folder, 1000, 3)
		return &folder
	})
}

var fewCustomers postgrestest.Kept[string]

// sampled has the program write sample data: it is not looked at for races, and takes a tenth of the time that this one would.
func sampled(tb testing.TB, folder string, customers, seed int) {
	tb.Helper()
	path, err := binary()
	if err != nil {
		tb.Fatal(err)
	}
	if out, err := exec.Command(path, "sample", folder, "--customers", strconv.Itoa(customers), "--seed", strconv.Itoa(seed)).CombinedOutput(); err != nil {
		tb.Fatalf("sample: %v\n%s", err, out)
	}
}

// stop ends the program as Ctrl+C does, and waits for it.
func (p *program) stop(tb testing.TB) {
	tb.Helper()
	if p.ProcessState != nil {
		return
	}
	p.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.done:
		p.done <- err
	case <-time.After(stopDeadline + 10*time.Second):
		p.Process.Kill()
		tb.Errorf("%v did not stop in time", p.Args)
	}
}

// ready waits until a version is published.
func (p *program) ready(tb testing.TB) *program {
	tb.Helper()
	return p.readyWithin(tb, time.Minute)
}

func (p *program) readyWithin(tb testing.TB, limit time.Duration) *program {
	tb.Helper()
	until(tb, limit, "a version is published", func() bool {
		status, _ := p.get(tb, "/readyz")
		return status == http.StatusOK
	})
	return p
}

func (p *program) get(tb testing.TB, path string) (status int, body string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		tb.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(text)
}

func until(tb testing.TB, limit time.Duration, what string, reached func() bool) {
	tb.Helper()
	for deadline := time.Now().Add(limit); !reached(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf("waited %v in vain until %s", limit, what)
		}
	}
}

// tempHome is a folder that any user may pass through, as Postgres does not run as root.
func tempHome(tb testing.TB) string {
	tb.Helper()
	home, err := os.MkdirTemp("", "cafe-rewards-home-")
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.Chmod(home, 0o755); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.RemoveAll(home) })
	return home
}

type logBuffer struct {
	mu   sync.Mutex
	text []byte
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = append(b.text, p...)
	return len(p), nil
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(b.text)
}
