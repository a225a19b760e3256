package trusted

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// maxText is the longest id, type or name of a channel, in bytes.
const maxText = 128

// badText says what is wrong with a text that rows are told apart by: nothing, too long, or with control characters, which
// no page and no spreadsheet could show. The row is known to be valid UTF-8, except for what was written with escapes.
func badText(b []byte) bool {
	if len(b) > maxText {
		return true
	}
	if printable(b) {
		return false
	}
	if !utf8.Valid(b) {
		return true
	}
	for _, r := range string(b) {
		if unicode.IsControl(r) {
			return true
		}
	}
	return false
}

// printable says that b is ASCII without control characters. It looks at eight bytes at a time: every row has an id.
func printable(b []byte) bool {
	const high, low = 0x8080808080808080, 0x2020202020202020
	const del = 0x7f7f7f7f7f7f7f7f
	const ones = 0x0101010101010101
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		below := (x - low) &^ x     // the high bit of each byte that is less than 0x20, and maybe of some above it
		deleted := (x ^ del) - ones // the same for 0x7f
		if (x|below|(deleted&^(x^del)))&high != 0 {
			return false
		}
	}
	for _, c := range b {
		if c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

// trim cuts spaces off both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}
