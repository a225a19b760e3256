// Package metrics turns declared visuals into tables of figures.
//
// A visual is one file, visuals/{name}.yaml: what it shows in a business user's words, the SELECT behind it, its columns with
// their types and units, and how they are drawn. Load reads and validates them all; Check proves against a database that every
// SELECT returns what its file declares; Query answers one visual at one data version. The result, a Table, is what charts,
// pages, CSV and JSON are made from, so they cannot disagree.
package metrics
