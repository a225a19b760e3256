//go:build !linux

package postgres

import "syscall"

// dieWithUs does nothing here: a Postgres that outlives this program is stopped at the next start.
func dieWithUs(*syscall.SysProcAttr, syscall.Signal) {}
