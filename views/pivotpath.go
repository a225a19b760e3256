package views

import (
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
)

// pathOf is a group within others as it stands in an address, the outermost first: web/2013. A slash in a name has a backslash before it, as has
// a backslash.
func pathOf(groups []any) string {
	names := make([]string, len(groups))
	for i, value := range groups {
		names[i] = slashes.Replace(inAddress(value))
	}
	return strings.Join(names, "/")
}

var slashes = strings.NewReplacer(`\`, `\\`, "/", `\/`)

// inAddress is the value of a group as it stands in an address.
func inAddress(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int64:
		return strconv.FormatInt(value, 10)
	}
	return metrics.Unknown
}
