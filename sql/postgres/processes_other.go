//go:build !linux

package postgres

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// processesOf lists the processes of a cluster: the postmaster by its arguments, the others by the name they show.
func processesOf(c cluster) ([]int, error) {
	out, err := exec.Command("ps", "-axww", "-o", "pid=,command=").Output()
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []int
	for line := range strings.Lines(string(out)) {
		number, command, _ := strings.Cut(strings.TrimSpace(line), " ")
		pid, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		if strings.Contains(command+" ", " -D "+c.data+" ") || strings.HasPrefix(strings.TrimSpace(command), "postgres: "+c.name()+": ") {
			found = append(found, pid)
		}
	}
	return found, nil
}
