// Package metrics is the semantic model in Go: what the figures of the product mean, and how they are asked for.
//
// LoadModel (model.go) reads the YAML of sql/model: facts, dimension tables, dimensions (dimension.go), measures (measure.go),
// aggregates (aggregate.go) and what those know of customers (aspect.go, among.go). LoadDashboards (dashboard.go) reads dashboards and their
// visuals (visual.go) and holds them against the model; errors name the file, the line and the nearest valid name (validate.go, document.go,
// catalogue.go).
//
// A Question (question.go) asks for measures, by dimensions, of a Selection (selection.go), whose form in an address is in
// address.go. Statement (statement.go, condition.go) turns it into one SELECT, over the facts or over their aggregates (source.go);
// Query (query.go) answers it at a data version with a Table (table.go), in which empty groups are filled in (filled.go). Rows (rows.go)
// returns the rows behind a figure. Effects (effects.go) and Spreads (spread.go) are what tests of figures need: by how much less they tell because
// customers have several of what is counted, and what means vary by.
package metrics
