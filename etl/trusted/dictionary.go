package trusted

import (
	"context"
	"fmt"
	"io"
	"unicode/utf8"
)

// FieldDescription is a row of the data dictionary: what the source says about a field, or about a whole table where Field is
// empty.
type FieldDescription struct{ Table, Field, Description string }

// maxDictionary is how much is read of a data dictionary, in bytes.
const maxDictionary = 1 << 20

// readDictionary reads what it can. The dictionary only explains: rows that do not fit are left out, and one in Latin-1, as
// the publisher of the data has it, is read as such.
func readDictionary(ctx context.Context, f file) ([]FieldDescription, error) {
	r, err := f.Open(ctx)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxDictionary))
	if err != nil {
		return nil, readError(f.Name, err)
	}
	if !utf8.Valid(data) {
		data = fromLatin1(data)
	}
	w := worker{layout: f.layout}
	var all []FieldDescription
	for data, _ = w.start(data, 1); len(data) > 0; {
		n, reason := w.scan(data)
		if reason == "" {
			all = append(all, FieldDescription{
				Table:       rowText(trim(w.fields[dictionaryTable])),
				Field:       rowText(trim(w.fields[dictionaryField])),
				Description: rowText(trim(w.fields[dictionaryText])),
			})
		}
		data = data[n:]
	}
	return all, nil
}

// fromLatin1 makes UTF-8 of it: the bytes are the code points.
func fromLatin1(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/8)
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}
