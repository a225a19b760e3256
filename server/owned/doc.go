// Package owned keeps the dashboards of the owner: a folder of YAML files beside the program's own, which cannot be changed.
//
// A Folder reads the files anew when they change (reload.go). A file that breaks a rule is told once in the log, with its line; the last
// good version of its dashboard is served until it is mended. What readers see is a State, which never changes: another one takes its place,
// with the next generation number.
//
// People change the folder with an editor, or through Folder (change.go): a visual of Explore is added to a dashboard, renamed or taken
// away. Either way the files are the same, and what a person wrote in one stays.
//
// Several replicas each have the folder of their own home: for the same dashboards everywhere, it must be one folder that all of them see.
package owned
