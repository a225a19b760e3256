//go:build !linux

package postgres

// smallSharedMemory tells whether shared memory may be too small for parallel queries.
func smallSharedMemory() bool { return false }
