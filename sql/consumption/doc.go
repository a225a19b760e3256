// Package consumption holds what users, exports and BI tools read: one file per published table, each a single SELECT over the
// schema live, published as a view of the same name in the schema consumption.
//
// A file opens with a comment. Its first paragraph tells users what a row is; after an empty comment line, every column has one
// line, "-- column: sentence", with its unit. Both end up in the database's own catalogue (COMMENT ON) and on the exports page.
//
// The views show the version that live shows: the current one, or the one that the setting cafe.version names.
package consumption
