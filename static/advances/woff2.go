package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
)

// knownTags are the tables that a WOFF2 directory names by their place in this list.
var knownTags = []string{
	"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca", "prep", "CFF ", "VORG", "EBDT",
	"EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea", "vmtx", "BASE", "GDEF", "GPOS", "GSUB", "EBSC", "JSTF", "MATH",
	"CBDT", "CBLC", "COLR", "CPAL", "SVG ", "sbix", "acnt", "avar", "bdat", "bloc", "bsln", "cvar", "fdsc", "feat", "fmtx", "fvar",
	"gvar", "hsty", "just", "lcar", "mort", "morx", "opbd", "prop", "trak", "Zapf", "Silf", "Glat", "Gloc", "Feat", "Sill",
}

// readTables unpacks the tables of a WOFF2 file, in the form in which it keeps them.
func readTables(font []byte) (map[string][]byte, error) {
	if len(font) < 48 || string(font[:4]) != "wOF2" {
		return nil, errors.New("not a WOFF2 file")
	}
	count := int(binary.BigEndian.Uint16(font[12:]))
	packed := int(binary.BigEndian.Uint32(font[20:]))
	directory := bytes.NewReader(font[48:])
	type entry struct {
		tag  string
		size int
	}
	var entries []entry
	for range count {
		flags, err := directory.ReadByte()
		if err != nil {
			return nil, err
		}
		e := entry{}
		if i := int(flags & 63); i < len(knownTags) {
			e.tag = knownTags[i]
		} else {
			tag := make([]byte, 4)
			if _, err := io.ReadFull(directory, tag); err != nil {
				return nil, err
			}
			e.tag = string(tag)
		}
		if e.size, err = readBase128(directory); err != nil {
			return nil, err
		}
		version := flags >> 6
		outlines := e.tag == "glyf" || e.tag == "loca"
		if transformed := outlines && version != 3 || !outlines && version != 0; transformed {
			if e.size, err = readBase128(directory); err != nil {
				return nil, err
			}
		}
		entries = append(entries, e)
	}
	start := len(font) - directory.Len()
	if start+packed > len(font) {
		return nil, io.ErrUnexpectedEOF
	}
	data, err := io.ReadAll(brotli.NewReader(bytes.NewReader(font[start : start+packed])))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	tables := map[string][]byte{}
	for _, e := range entries {
		if e.size > len(data) {
			return nil, io.ErrUnexpectedEOF
		}
		tables[e.tag], data = data[:e.size], data[e.size:]
	}
	return tables, nil
}

func readBase128(r io.ByteReader) (int, error) {
	n := 0
	for range 5 {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		n = n<<7 | int(b&127)
		if b < 128 {
			return n, nil
		}
	}
	return 0, errors.New("a size is longer than five bytes")
}
