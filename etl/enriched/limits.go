package enriched

import "errors"

// maxJoined is how many rows of each join between purchases and completions a customer may have per event. Everything else
// grows with the events, but these joins multiply: without a limit, a small file of one customer's hour could fill the
// memory. A customer with no more than 16 completions in an hour never meets it.
const maxJoined = 16

var errTooManyJoined = errors.New("so many purchases and completed offers in the same hour that joining them makes no sense; " +
	"look for events of different customers under one customer id")
