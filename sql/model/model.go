// Package model holds the semantic model: what the figures of the product mean, each declared once, in YAML. Package metrics reads it.
//
//	tables.yaml      dimension tables, and how a fact joins them
//	facts.yaml       facts: their grain, the tables that they reach, and the columns of their rows
//	dimensions.yaml  what figures are grouped and filtered by
//	measures.yaml    what is counted, summed and divided
//	aspects.yaml     what aggregates know of customers
//	aggregates.yaml  tables that have facts summed up
//
// The SQL in these files speaks of the fact as fact and of a dimension table by its name: fact.completed_time_id, customer.age_group.
// A table is joined where it is spoken of.
package model

import "embed"

// Files are the YAML files.
//
//go:embed *.yaml
var Files embed.FS
