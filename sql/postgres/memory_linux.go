package postgres

import "syscall"

// smallSharedMemory tells whether /dev/shm may be too small for parallel queries, as the 64 MB of a container are: they then fail.
// Files that are mapped into memory do as well.
func smallSharedMemory() bool {
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &fs); err != nil {
		return true
	}
	return fs.Blocks*uint64(fs.Bsize) < 256<<20
}
