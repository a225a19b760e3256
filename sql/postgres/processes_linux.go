package postgres

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// processesOf lists the processes of a cluster: the postmaster by its arguments, the others by the name they show.
func processesOf(c cluster) ([]int, error) {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer proc.Close()
	names, err := proc.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("read /proc: %w", err)
	}
	postmaster := []byte("\x00-D\x00" + c.data + "\x00")
	child := []byte("postgres: " + c.name() + ": ")
	var found []int
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		line, err := os.ReadFile("/proc/" + name + "/cmdline")
		if err != nil {
			continue // it has ended
		}
		if bytes.Contains(line, postmaster) || bytes.HasPrefix(line, child) {
			found = append(found, pid)
		}
	}
	return found, nil
}
