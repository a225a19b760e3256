// Package migrations holds the numbered steps that build the warehouse's schemas: pipeline, warehouse, live, shared. A step that was
// released is never edited; a change is another step. What the schema consumption shows is not here but in sql/consumption.
package migrations

import "embed"

// Files are the steps, in goose's format.
//
//go:embed *.sql
var Files embed.FS
