package trusted

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
)

// DataError says that the data cannot be used as they are. Trying again with the same data is of no use.
type DataError struct{ sentence string }

// Error is a sentence for users: what is wrong, where, and what was expected.
func (e *DataError) Error() string { return e.sentence }

func dataErrorf(format string, args ...any) error {
	return &DataError{fmt.Sprintf(format, args...)}
}

// readError tells a damaged file, which stays damaged, from one that could not be read this time.
func readError(name string, err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.As(err, &corrupt) {
		return dataErrorf("%s is damaged and cannot be unpacked (%s).", name, err)
	}
	return fmt.Errorf("read %s: %w", name, err)
}
