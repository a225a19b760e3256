package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// timing is how psql says what a statement took: "Time: 1234.567 ms (00:01.235)".
var timing = regexp.MustCompile(`(?m)^Time: ([0-9.]+) ms`)

// psql does a command as a person would at its prompt, between what prepares it and what clears up behind it, and gives the time that psql
// itself says the command took: its own start is none of it.
func psql(b *testing.B, url, before, command, after string) time.Duration {
	b.Helper()
	path, err := exec.LookPath("psql")
	if err != nil {
		b.Fatal("psql is needed to measure against; install it with: sudo apt-get install postgresql-client (Debian, Ubuntu) or brew install libpq (macOS)")
	}
	args := []string{"--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname=" + url}
	for _, step := range []string{before, `\timing on`, command, `\timing off`, after} {
		if step != "" {
			args = append(args, "--command="+step)
		}
	}
	asked := exec.CommandContext(b.Context(), path, args...)
	asked.Env = append(os.Environ(), "LC_ALL=C")
	began := time.Now()
	out, err := asked.CombinedOutput()
	if err != nil {
		b.Fatalf("psql, asked for %s: %v\n%s", command, err, out)
	}
	said := timing.FindAllSubmatch(out, -1)
	if len(said) != 1 {
		b.Fatalf("psql, asked for %s, does not say what that took:\n%s", command, out)
	}
	milliseconds, err := strconv.ParseFloat(string(said[0][1]), 64)
	took := time.Duration(milliseconds * float64(time.Millisecond))
	if err != nil || took <= 0 || took > time.Since(began) {
		b.Fatalf("psql, asked for %s, says that it took %s (%v)", command, said[0][1], err)
	}
	return took
}
