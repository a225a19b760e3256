package source

import (
	"errors"
	"time"
)

// TemporaryError is an error that may pass by itself: a network that is down, a server that is busy, a file that changes while
// it is read.
type TemporaryError struct {
	Err error

	after time.Duration // how long the server asks to wait
}

func (e *TemporaryError) Error() string { return e.Err.Error() }
func (e *TemporaryError) Unwrap() error { return e.Err }

// Temporary tells whether trying the same again later may succeed. Everything else needs a hand.
func Temporary(err error) bool {
	var t *TemporaryError
	return errors.As(err, &t)
}
