// Package postgres is the way to the warehouse.
//
// Connect opens the two pools of the program: one for pages, read-only and impatient, one for the ETL. Migrate brings the
// database's schemas to what this build needs. Start runs a private Postgres under the program's home folder, for whoever
// brings none: with the binaries of an installed Postgres or downloaded ones (binaries.go, download.go), on a cluster that is
// made whole or not at all (cluster.go), as a user whom Postgres accepts (user.go), reachable by nobody else (listen.go), and
// started again when it dies (supervise.go).
//
// Package postgrestest gives every test a database of its own.
package postgres
