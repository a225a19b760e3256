package postgres

import (
	"maps"
	"slices"
)

// settings of the private server: small, quick, and durable.
var settings = map[string]string{
	"max_connections":      "60",
	"shared_buffers":       "128MB",
	"effective_cache_size": "512MB",
	"maintenance_work_mem": "64MB",
	"work_mem":             "16MB",

	// Nobody replicates from it, and then COPY into a table of the same transaction needs no log at all.
	"wal_level":          "minimal",
	"max_wal_senders":    "0",
	"max_wal_size":       "2GB",
	"checkpoint_timeout": "15min",

	// What is committed is on disk. Without synchronous_commit a Postgres that is killed forgets the last half second: a run that was
	// asked for, and a view that somebody has just shared.
	"synchronous_commit": "on",
	"fsync":              "on",
	"full_page_writes":   "on",

	"jit":                       "off", // compiling costs more than these queries
	"random_page_cost":          "1.1",
	"max_locks_per_transaction": "256", // a version's partitions are many tables
	"password_encryption":       "scram-sha-256",
	"timezone":                  "UTC",
	"log_timezone":              "UTC",
	"log_destination":           "stderr",
	"logging_collector":         "off",
	"log_line_prefix":           "",
	"log_checkpoints":           "off",
}

// volatile are settings for a database that is deleted afterwards.
var volatile = map[string]string{
	"fsync":            "off",
	"full_page_writes": "off",
	"shared_buffers":   "64MB",
	"autovacuum":       "off",
	"max_connections":  "200",
}

// arguments turns settings into those of the postgres command.
func arguments(settings map[string]string) []string {
	var arguments []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		arguments = append(arguments, "-c", name+"="+settings[name])
	}
	return arguments
}
