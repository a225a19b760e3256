package postgres

import (
	"os"
	"strings"
)

// forgetOthers removes the PG variables from the environment. They are about other databases; pgx would apply them to the private one, too, where a
// connection string does not say otherwise.
func forgetOthers() {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PG") {
			_ = os.Unsetenv(name)
		}
	}
}
