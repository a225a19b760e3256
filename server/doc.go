// Package server answers HTTP: pages, visuals as files, embeds, exports, the state of the pipeline, health. It is the
// only package that knows echo, and reads Postgres only; a run of the pipeline is started through Runner.
//
// What a reader sees belongs to one data version. The watcher (watch.go) learns from Postgres which one is published, has the
// pages that most people open made ready for it, and only then makes it the edition that requests are answered from. Whatever
// depends on nothing but the version is kept in a cache (cache.go) that cannot be stale, ready compressed; so a request for a
// page costs no query, and pages are still served while the database is away.
//
// Dashboards are the program's and the owner's; package owned reads these again when they change, and generation (server.go) keeps pages that
// were made before from being served after. What somebody puts together on /explore (exploration.go) is a visual like any other.
//
// Every request has a language (language.go), which its context carries. What is said to readers is a language.Message until it is known to whom.
//
// An address can be signed (signedaddress.go, package signed): it shows one thing, for a time, under a lock, and what is asked for it is asked
// under the lock (answer.go).
//
// Handlers return errors, and errors.go alone turns them into responses. Every route is in the list in routes.go, with the
// query parameters that it takes: any other is refused.
package server
