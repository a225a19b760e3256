// Package dashboards holds the dashboards that the program carries: a YAML file each, whose name is the dashboard's address. Package
// metrics reads them and holds them against the semantic model; owners add files of the same form in their own folder.
//
//	title: Channels                      the heading
//	sheet: Channels                      the tab; without it the dashboard has none
//	position: 30                         of the tab
//	lead: What the channels carry.       a sentence under the heading
//	controls: [channel, day]             dimensions that can be filtered by
//	figures: [receipts]                  measures in large type
//	visuals:
//	  - name: completion-by-channel      its address: /visuals/completion-by-channel
//	    title: Completion rate by channel
//	    measures: completion_rate        one, or a list
//	    by: channel                      the groups
//	    chart: bar
//	    size: 6                          columns of the grid of 12
//
// Further fields of a visual (with, series, panels, where, order, note, subtitle, definition) are described at metrics.Visual.
package dashboards

import "embed"

// Files are the dashboards.
//
//go:embed *.yaml
var Files embed.FS
