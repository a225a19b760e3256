package trusted

import "bytes"

// foreign explains a file that holds a table, but in a form that is not read, as spreadsheet programs write it: what to save it as is more
// use than that it is unknown. It returns nil for all others.
func foreign(name string, start []byte) error {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return dataErrorf("%s is text in UTF-16: save it as UTF-8.", name)
	case bytes.IndexByte(line, 0) >= 0: // in its first line; a row with one is rejected
		return dataErrorf("%s is not text: it begins with %s. Expected %s.", name, excerpt(start[:min(len(start), 16)]), expected)
	case isHeader(line, ";"):
		return dataErrorf("%s has its columns separated by semicolons: save it with commas.", name)
	case isHeader(line, "\t"):
		return dataErrorf("%s has its columns separated by tabs: save it with commas.", name)
	case bytes.IndexByte(bytes.TrimRight(line, "\r"), '\r') >= 0:
		if header, _, _ := bytes.Cut(line, []byte("\r")); isHeader(header, ",") {
			return dataErrorf("%s ends its lines with CR alone: save it with LF or CRLF.", name)
		}
	}
	return nil
}

// isHeader tells whether a line, split like that, has the columns of a table.
func isHeader(line []byte, separator string) bool {
	names := bytes.Split(bytes.TrimSpace(line), []byte(separator))
	for i, n := range names {
		names[i] = bytes.Trim(n, `"`)
	}
	_, _, err := match("", nil, names)
	return err == nil
}
