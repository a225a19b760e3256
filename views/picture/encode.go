package picture

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"
)

// encoded is the canvas as a PNG. Its rows are compressed in bands, side by side, by a compressor that takes half the time of the one that
// package image/png cannot do without. Source: W3C, PNG Specification (third edition), sections 11.2 and 10; RFC 1950 and 1951.
func (c *canvas) encoded() []byte {
	palette := c.palette()
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, uint32(c.size.X))
	head = binary.BigEndian.AppendUint32(head, uint32(c.size.Y))
	chunk(out, "IHDR", append(head, 8, 3, 0, 0, 0)) // 8 bits, of a palette; the only compression and filters there are; not interlaced
	var colors []byte
	for _, rgb := range palette.colors {
		colors = append(colors, byte(rgb>>16), byte(rgb>>8), byte(rgb))
	}
	chunk(out, "PLTE", colors)
	chunk(out, "IDAT", c.compressed(palette))
	chunk(out, "IEND", nil)
	return out.Bytes()
}

func chunk(out *bytes.Buffer, kind string, data []byte) {
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	from := out.Len()
	out.WriteString(kind)
	out.Write(data)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(out.Bytes()[from:])))
}

// compressed are the rows as one zlib stream: what the bands give stands one behind the other, and their checksums are made one.
func (c *canvas) compressed(p palette) []byte {
	bands := bandsOf(c.size.Y)
	packed, sums := make([]bytes.Buffer, len(bands)), make([]uint32, len(bands))
	sideBySide(bands, func(i int, b band) { sums[i] = c.compress(&packed[i], p, b, i == len(bands)-1) })
	out := []byte{0x78, 0x01}
	sum := uint32(1)
	for i, b := range bands {
		out = append(out, packed[i].Bytes()...)
		sum = joined(sum, sums[i], (b.to-b.from)*(1+c.size.X))
	}
	return binary.BigEndian.AppendUint32(out, sum)
}

// compressors have half a megabyte each, for the next picture.
var compressors = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // the level is valid
	return w
}}

// compress packs the rows of a band, each behind the byte that says that it is not filtered, and gives their checksum. Only the last band ends the stream.
// Nothing that is written to memory can fail.
func (c *canvas) compress(out *bytes.Buffer, p palette, b band, last bool) uint32 {
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(out)
	sum, row := adler32.New(), make([]byte, 1+c.size.X)
	for y := b.from; y < b.to; y++ {
		for x, number := range c.points[y*c.size.X:][:c.size.X] {
			row[1+x] = p.places[number]
		}
		sum.Write(row)
		w.Write(row)
	}
	if last {
		w.Close()
	} else {
		w.Flush()
	}
	return sum.Sum32()
}

// joined is the checksum of two texts, given their own and how long the second one is.
func joined(first, second uint32, length int) uint32 {
	const mod = 65521
	low := (first&0xffff + second&0xffff + mod - 1) % mod
	high := (first>>16 + second>>16 + uint32(length%mod)*((first&0xffff+mod-1)%mod)%mod) % mod
	return high<<16 | low
}
