package trusted

import "bytes"

// maxRow is the longest row that is read, in bytes. A longer one is rejected without being held in memory.
const maxRow = 1 << 20

type quoted int

const (
	closed quoted = iota // the field ends
	open                 // more bytes are needed to tell
	broken               // no CSV: the quote is never closed, or something follows the closing one
)

// quotedEnd finds the end of the quoted field that begins at b[q], in a row that begins at b[row]: the place behind the
// closing quote. eof says that nothing comes behind b.
//
// A stray quote must not swallow the rows behind it. So a field is broken as soon as a quote in it is neither doubled nor
// followed by a comma or a line end, or when the row gets longer than maxRow; its row then ends with the line, and reading
// goes on with the next one.
func quotedEnd(b []byte, q, row int, eof bool) (int, quoted) {
	limit := min(len(b), row+maxRow)
	for i := q + 1; i < limit; i++ {
		n := bytes.IndexByte(b[i:limit], '"')
		if n < 0 {
			break
		}
		i += n + 1
		rest := b[i:]
		switch {
		case len(rest) > 0 && rest[0] == '"':
			continue
		case len(rest) > 0 && (rest[0] == ',' || rest[0] == '\n'), len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n':
			return i, closed
		case len(rest) == 0 || len(rest) == 1 && rest[0] == '\r':
			if eof {
				return i, closed
			}
			return 0, open
		}
		return 0, broken
	}
	if eof || limit == row+maxRow {
		return 0, broken
	}
	return 0, open
}

// rowsEnd returns how many bytes of b are whole rows. b begins at the start of a row, and more may follow behind it.
func rowsEnd(b []byte) int {
	pos, row := 0, 0
	for {
		q := bytes.IndexByte(b[pos:], '"')
		if q < 0 {
			if n := bytes.LastIndexByte(b[pos:], '\n'); n >= 0 {
				return pos + n + 1
			}
			return row
		}
		q += pos
		if n := bytes.LastIndexByte(b[pos:q], '\n'); n >= 0 {
			row = pos + n + 1
		}
		if q > row && b[q-1] != ',' { // a quote inside of an unquoted field means nothing
			pos = q + 1
			continue
		}
		end, state := quotedEnd(b, q, row, false)
		switch state {
		case closed:
			pos = end
		case open:
			return row
		case broken:
			n := bytes.IndexByte(b[q:], '\n')
			if n < 0 {
				return row
			}
			pos = q + n + 1
			row = pos
		}
	}
}

// scanCSV splits the first row of b, whole rows, into f. It returns the length of the row with its line end, and why it
// cannot be read (blank for an empty line). Fields that hold doubled quotes are unquoted into scratch.
func scanCSV(b []byte, target []int, f *fields, scratch *[]byte) (int, string) {
	n := bytes.IndexByte(b, '\n') + 1
	line := b
	if n > 0 {
		line = b[:n-1]
	} else {
		n = len(b)
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return scanQuoted(b, target, f, scratch)
	}
	if end := len(line) - 1; end >= 0 && line[end] == '\r' {
		line = line[:end]
	}
	if len(line) == 0 {
		return n, blank
	}
	last := len(target) - 1
	for column, to := range target {
		field := line
		comma := bytes.IndexByte(line, ',')
		if (comma < 0) != (column == last) {
			return n, reasonFields
		}
		if comma >= 0 {
			field, line = line[:comma], line[comma+1:]
		}
		if to >= 0 {
			f[to] = field
		}
	}
	return n, ""
}

// scanQuoted is scanCSV for a row with quotes in its first line.
func scanQuoted(b []byte, target []int, f *fields, scratch *[]byte) (int, string) {
	reason := ""
	column := 0
	for pos := 0; ; {
		var field []byte
		if pos < len(b) && b[pos] == '"' {
			end, state := quotedEnd(b, pos, 0, true)
			if state == broken {
				return lineEnd(b, pos), reasonQuoted
			}
			field = unquote(b[pos+1:end-1], scratch)
			pos = end
		} else {
			end := pos + bytes.IndexByte(b[pos:], '\n')
			if end < pos {
				end = len(b)
			}
			if comma := bytes.IndexByte(b[pos:end], ','); comma >= 0 {
				end = pos + comma
			} else if end > pos && b[end-1] == '\r' {
				end--
			}
			field = b[pos:end]
			if bytes.IndexByte(field, '"') >= 0 {
				reason = reasonBareQuote
			}
			pos = end
		}
		if column < len(target) && target[column] >= 0 {
			f[target[column]] = field
		}
		column++
		if pos < len(b) && b[pos] == ',' {
			pos++
			continue
		}
		if reason == "" && column != len(target) {
			reason = reasonFields
		}
		return lineEnd(b, pos), reason
	}
}

// lineEnd returns the place behind the first line end in b at or behind pos.
func lineEnd(b []byte, pos int) int {
	n := bytes.IndexByte(b[pos:], '\n')
	if n < 0 {
		return len(b)
	}
	return pos + n + 1
}

// unquote halves doubled quotes.
func unquote(b []byte, scratch *[]byte) []byte {
	q := bytes.IndexByte(b, '"')
	if q < 0 {
		return b
	}
	start := len(*scratch)
	for q >= 0 {
		*scratch = append(*scratch, b[:q+1]...)
		b = b[q+2:]
		q = bytes.IndexByte(b, '"')
	}
	*scratch = append(*scratch, b...)
	return (*scratch)[start:]
}
