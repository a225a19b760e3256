// Package source is where raw files come from: a folder, a file, or an http(s) address of a file.
//
// [Open] takes an address and looks at nothing yet. [Source.Files] says what is there now, cheaply: a folder is listed, a remote
// file is asked for its size, date and ETag. Only [File.Open] reads content, byte for byte as it is: nothing is unpacked here.
//
// A source may be missing, cut off, slow, or hostile. What may pass by itself is retried here a few times, and what is left is
// marked: [Temporary] tells whether trying the same again later makes sense.
//
// Addresses, error sentences and logs of this package never carry a password or the values of a query.
package source
