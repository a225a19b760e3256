package main

import (
	"encoding/binary"
	"errors"
	"math"
)

// font is what of a variable font with one axis says how wide its letters are.
type font struct {
	unitsPerEm int
	advances   []int // by glyph, at the default weight
	glyphs     map[rune]int
	tables     map[string][]byte
}

func parseFont(tables map[string][]byte) (*font, error) {
	for _, tag := range []string{"head", "hhea", "hmtx", "maxp", "cmap", "fvar", "HVAR"} {
		if len(tables[tag]) == 0 {
			return nil, errors.New("the font has no table " + tag)
		}
	}
	f := &font{unitsPerEm: u16(tables["head"], 18), glyphs: map[rune]int{}, tables: tables}
	metrics, hmtx := u16(tables["hhea"], 34), tables["hmtx"]
	at, step := 0, 4
	if len(hmtx) < 4*metrics { // WOFF2 may leave out the side bearings; a byte of flags stands before the rest
		at, step = 1, 2
	}
	for glyph := range u16(tables["maxp"], 4) {
		f.advances = append(f.advances, u16(hmtx, at+step*min(glyph, metrics-1)))
	}
	f.readCharacters()
	return f, nil
}

// readCharacters reads the format 4 of cmap, which has all characters up to U+FFFF.
func (f *font) readCharacters() {
	cmap := f.tables["cmap"]
	for i := range u16(cmap, 2) {
		t := cmap[int(binary.BigEndian.Uint32(cmap[4+8*i+4:])):]
		if u16(t, 0) != 4 {
			continue
		}
		segments := u16(t, 6) / 2
		for s := range segments {
			end, start := u16(t, 14+2*s), u16(t, 16+2*segments+2*s)
			delta, place := u16(t, 16+4*segments+2*s), 16+6*segments+2*s
			for c := start; c <= end && c < 0xffff; c++ {
				glyph := c + delta
				if offset := u16(t, place); offset != 0 {
					if glyph = u16(t, place+offset+2*(c-start)); glyph == 0 {
						continue
					}
					glyph += delta
				}
				f.glyphs[rune(c)] = glyph & 0xffff
			}
		}
	}
}

// advance is the width of a glyph at a weight, in thousandths of the font's size.
func (f *font) advance(glyph int, weight float64) int {
	units := float64(f.advances[glyph]) + f.variation(glyph, f.normalized(weight))
	return int(math.Round(units * 1000 / float64(f.unitsPerEm)))
}

// normalized is where a weight stands on the font's axis, from -1 over 0, its default, to 1.
func (f *font) normalized(weight float64) float64 {
	axis := f.tables["fvar"][u16(f.tables["fvar"], 4):]
	least, usual, most := fixed(axis, 4), fixed(axis, 8), fixed(axis, 12)
	at := 0.0
	if weight < usual {
		at = (weight - usual) / (usual - least)
	} else if weight > usual {
		at = (weight - usual) / (most - usual)
	}
	avar := f.tables["avar"]
	if len(avar) < 10 {
		return at
	}
	for i := 1; i < u16(avar, 8); i++ {
		from, to := f2dot14(avar, 10+4*(i-1)), f2dot14(avar, 10+4*i)
		if at <= to && to > from {
			a, b := f2dot14(avar, 12+4*(i-1)), f2dot14(avar, 12+4*i)
			return a + (b-a)*(at-from)/(to-from)
		}
	}
	return at
}

// variation is by how much a glyph is wider there than at the default weight.
func (f *font) variation(glyph int, at float64) float64 {
	hvar := f.tables["HVAR"]
	store := hvar[binary.BigEndian.Uint32(hvar[4:]):]
	outer, inner := 0, glyph
	if mapping := binary.BigEndian.Uint32(hvar[8:]); mapping != 0 {
		outer, inner = deltaIndex(hvar[mapping:], glyph)
	}
	regions := store[binary.BigEndian.Uint32(store[2:]):]
	data := store[binary.BigEndian.Uint32(store[8+4*outer:]):]
	columns, words := u16(data, 4), u16(data, 2)
	size := columns + words&0x7fff // of a row: words of two bytes, the rest of one
	row := data[6+2*columns+size*inner:]
	sum, place := 0.0, 0
	for i := range columns {
		delta := 0
		if i < words {
			delta = int(int16(u16(row, place)))
			place += 2
		} else {
			delta = int(int8(row[place]))
			place++
		}
		region := regions[4+6*u16(data, 6+2*i):] // one axis: start, peak, end
		sum += float64(delta) * weightOf(at, f2dot14(region, 0), f2dot14(region, 2), f2dot14(region, 4))
	}
	return sum
}

func weightOf(at, start, peak, end float64) float64 {
	switch {
	case peak == 0 || at == peak:
		return 1
	case at <= start || at >= end:
		return 0
	case at < peak:
		return (at - start) / (peak - start)
	}
	return (end - at) / (end - peak)
}

// deltaIndex finds the row of a glyph's deltas.
func deltaIndex(mapping []byte, glyph int) (outer, inner int) {
	format, count, at := int(mapping[1]), u16(mapping, 2), 4
	if mapping[0] == 1 {
		count, at = int(binary.BigEndian.Uint32(mapping[2:])), 6
	}
	size := format>>4&3 + 1
	entry := 0
	for _, b := range mapping[at+size*min(glyph, count-1):][:size] {
		entry = entry<<8 | int(b)
	}
	bits := format&15 + 1
	return entry >> bits, entry & (1<<bits - 1)
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }

func f2dot14(b []byte, at int) float64 { return float64(int16(u16(b, at))) / (1 << 14) }

func fixed(b []byte, at int) float64 {
	return float64(int32(binary.BigEndian.Uint32(b[at:]))) / (1 << 16)
}
