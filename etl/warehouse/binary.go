package warehouse

import "encoding/binary"

// The binary format of COPY: a header, then per row the number of its fields, and per field its length and its bytes in network
// order, -1 for null. Source: the Postgres manual, COPY, "Binary Format". Text would cost the server a parse of each number.

var (
	copyHeader  = append([]byte("PGCOPY\n\xff\r\n\x00"), make([]byte, 8)...) // no flags, no header extension
	copyTrailer = []byte{0xff, 0xff}
)

// null is the length of a field that is not there.
var null = [4]byte{0xff, 0xff, 0xff, 0xff}

func appendRow(b []byte, fields int) []byte { return append(b, byte(fields>>8), byte(fields)) }

func appendNull(b []byte) []byte { return append(b, null[:]...) }

// Length and value of a short number go in as one.
func appendInt4(b []byte, v int32) []byte {
	return binary.BigEndian.AppendUint64(b, 4<<32|uint64(uint32(v)))
}

func appendInt2(b []byte, v int16) []byte {
	return append(b, 0, 0, 0, 2, byte(uint16(v)>>8), byte(v))
}

func appendInt8(b []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(append(b, 0, 0, 0, 8), uint64(v))
}

// appendByte writes a bool (0 or 1) or a "char".
func appendByte(b []byte, v byte) []byte { return append(b, 0, 0, 0, 1, v) }

func appendBool(b []byte, v bool) []byte {
	if v {
		return appendByte(b, 1)
	}
	return appendByte(b, 0)
}

func appendText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

// The types with a hole: none is what stands for null.

func appendInt4OrNull(b []byte, v, none int32) []byte {
	if v == none {
		return appendNull(b)
	}
	return appendInt4(b, v)
}

func appendInt8OrNull(b []byte, v, none int64) []byte {
	if v == none {
		return appendNull(b)
	}
	return appendInt8(b, v)
}
