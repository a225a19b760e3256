// Package warehouse loads buckets of the star schema into Postgres and publishes them as a data version, and keeps the history of
// runs. A load goes through
//
//	Begin    takes the load lock, sweeps what a killed load left, compares with the current version    begin.go
//	Add      copies a bucket into the new version's partitions, which nobody can see yet                stream.go, rows.go, binary.go
//	Finish   ends the copies; primary keys, foreign keys, statistics                                     finish.go
//	Check    attaches the partitions and puts the version to every promise of sql/checks                 check.go
//	Publish  commits it, waits for readers who were planned without it, flips the row that names the     publish.go
//	         current version
//	Close    undoes all of it, unless it was published                                                   begin.go
//
// What Check makes, Publish commits as one transaction, so a version is there whole or not at all, and readers see it from another one on,
// which only flips that row: if the program ends between the two, the next run flips it. Until Check, a load is a handful of tables that
// nothing refers to. Readers are never in the way, nor in danger: the strongest lock on anything that they use is SHARE ROW
// EXCLUSIVE. Only Prune, which drops old versions, needs more, and it gives way.
package warehouse
