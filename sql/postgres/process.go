package postgres

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a running Postgres.
type process struct {
	cmd     *exec.Cmd
	exited  chan struct{} // closed when the postmaster has ended
	drained chan struct{} // closed when its last child has: each holds the other end of the pipe
	lines   tail
}

// launch starts a command, whose log goes to ours. The thread that calls it must live as long as the process (dieWithUs).
func launch(cmd *exec.Cmd, log *slog.Logger) (*process, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start Postgres: %w", err)
	}
	dieWithUs(cmd.SysProcAttr, syscall.SIGINT)
	cmd.Stderr = write
	err = cmd.Start()
	write.Close()
	if err != nil {
		read.Close()
		return nil, fmt.Errorf("start Postgres: %w", err)
	}
	p := &process{cmd: cmd, exited: make(chan struct{}), drained: make(chan struct{})}
	go p.follow(read, log)
	go func() {
		cmd.Wait() // how it ended is in cmd.ProcessState
		close(p.exited)
	}()
	return p, nil
}

// signal does nothing to a process that has ended.
func (p *process) signal(signal syscall.Signal) { _ = p.cmd.Process.Signal(signal) }

// kill ends Postgres without writing what it has in memory; it recovers from its log.
func (p *process) kill() {
	p.signal(syscall.SIGQUIT)
	select {
	case <-p.exited:
	case <-time.After(killPatience):
		p.signal(syscall.SIGKILL)
		<-p.exited
	}
}

// follow copies what Postgres logs. Errors of statements are for those who sent them, so they only show when debugging.
func (p *process) follow(read *os.File, log *slog.Logger) {
	defer close(p.drained)
	defer read.Close()
	lines := bufio.NewReaderSize(read, 64<<10)
	for {
		line, partial, err := lines.ReadLine()
		if err != nil {
			return
		}
		text := string(line)
		p.lines.add(text)
		severity, message, _ := strings.Cut(text, ":  ")
		level := slog.LevelDebug
		switch severity {
		case "PANIC":
			level = slog.LevelError
		case "WARNING":
			level = slog.LevelWarn
		}
		log.Log(context.Background(), level, "Postgres: "+message, "severity", severity)
		for partial && err == nil { // the rest of a line of more than 64 kB
			_, partial, err = lines.ReadLine()
		}
	}
}

// tail keeps the last lines, to be shown when Postgres does not start.
type tail struct {
	mu    sync.Mutex
	lines []string
}

// waiting is what Postgres says to ready, over and over, while it is not ready. It would crowd out why it does not start.
var waiting = []string{
	"FATAL:  the database system is starting up", "FATAL:  the database system is not yet accepting connections",
	"DETAIL:  Consistent recovery state has not been yet reached.", "FATAL:  the database system is shutting down",
}

func (t *tail) add(line string) {
	if slices.Contains(waiting, line) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines = append(t.lines, line); len(t.lines) > 10 {
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, " / ")
}
