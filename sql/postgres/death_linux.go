package postgres

import "syscall"

// dieWithUs has the kernel tell Postgres to shut down (fast, as by pg_ctl stop) when this program is killed, so that it does
// not outlive it. To the kernel the parent is a thread: the one that started Postgres has to stay.
func dieWithUs(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGINT }
