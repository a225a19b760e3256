package postgres

import "syscall"

// dieWithUs has the kernel send a process of Postgres' a signal when this program is killed, so that it does not outlive it: SIGINT has a server
// shut down (fast, as by pg_ctl stop). To the kernel the parent is a thread: the one that starts the process has to stay.
func dieWithUs(attributes *syscall.SysProcAttr, signal syscall.Signal) { attributes.Pdeathsig = signal }
