package postgres

import (
	"strings"
	"testing"
)

// Why Postgres does not start is in its last lines, however often it has been asked meanwhile whether it is ready.
func TestTheReasonIsNotCrowdedOut(t *testing.T) {
	t.Parallel()
	var lines tail
	lines.add(`FATAL:  could not create file "base/16385/18344": File exists`)
	for range 20 {
		lines.add("FATAL:  the database system is not yet accepting connections")
		lines.add("DETAIL:  Consistent recovery state has not been yet reached.")
	}
	lines.add("LOG:  database system is shut down")
	if said := lines.String(); !strings.Contains(said, "File exists") || !strings.Contains(said, "is shut down") {
		t.Errorf("what is left is %q", said)
	}
}
