// Package owned manages the owner's dashboards: a folder of YAML files, beside the program's own dashboards, which cannot be changed.
//
// A Folder reloads files that change (reload.go). A mistake in a file is logged once, with its line; the last good version of the
// dashboard is served until it is corrected. Readers see a State, which is immutable: a reload replaces it with one that has the next
// generation number.
//
// People change the folder with an editor, or through Folder (change.go), which adds a visual of Explore to a dashboard, renames it or
// removes it. Both work on the same files, and Folder preserves what a person wrote in them.
//
// Each replica reads the folder under its own home. To have the same dashboards everywhere, they must share one folder.
package owned
